import { expect, test } from "vitest";
import { referenceBackend } from "../backends/reference/reference.ts";
import { Graph } from "../graph/graph.ts";
import type { Node } from "../graph/node.ts";
import { verify } from "../graph/verify.ts";
import { opsFor } from "../ops/index.ts";
import { InputError } from "../tensor/error.ts";
import { backward } from "./backward.ts";

function numbers(graph: Graph, given: ReadonlyMap<Node, readonly number[]>): (node: Node) => number[] {
  const executable = referenceBackend.compile({ graph, outputs: graph.nodes, updates: [] });
  for (const [node, values] of given) executable.write(node, values);
  executable.evaluate();
  return (node) => [...executable.read(node)];
}

test("q·z with q = x + y, at −2, 5, −4: the gradients of the CS231n notes", () => {
  const graph = new Graph();
  const ops = opsFor(graph);
  const [x, y, z] = [ops.input([]), ops.input([]), ops.input([])];
  const q = ops.apply("add", x, y);
  const f = ops.apply("mul", q, z);
  const { adjoint } = backward(graph, f, [x, y, z]);
  verify(graph);
  const read = numbers(
    graph,
    new Map([
      [x, [-2]],
      [y, [5]],
      [z, [-4]],
    ]),
  );
  const gradient = (node: Node) => read(adjoint.get(node.id) as Node);
  expect([f, q].map(read)).toEqual([[-12], [3]]);
  expect([f, q, x, y, z].map(gradient)).toEqual([[1], [-4], [-4], [-4], [3]]);
});

test("a number used several times gains from each use, first consumer first", () => {
  const graph = new Graph();
  const ops = opsFor(graph);
  const x = ops.input([]);
  const squared = ops.apply("mul", x, x);
  const both = ops.apply("add", squared, ops.apply("neg", x));
  const { adjoint, contributions } = backward(graph, both, [x]);
  verify(graph);
  // x² − x
  const read = numbers(graph, new Map([[x, [3]]]));
  expect(read(adjoint.get(x.id) as Node)).toEqual([5]);
  const edges = contributions.get(x.id) ?? [];
  expect(edges.map(({ consumer, input, node }) => [consumer.op.name, input, ...read(node)])).toEqual([
    ["mul", 0, 3],
    ["mul", 1, 3],
    ["neg", 0, -1],
  ]);
});

test("what the loss does not depend on has the gradient 0", () => {
  const graph = new Graph();
  const ops = opsFor(graph);
  const [x, y] = [ops.input([2]), ops.input([2, 2])];
  const late = ops.apply("exp", y);
  const { adjoint } = backward(graph, ops.sum(ops.apply("step", x), [0]), [x, y, late]);
  const read = numbers(
    graph,
    new Map([
      [x, [1, -1]],
      [y, [1, 2, 3, 4]],
    ]),
  );
  expect([x, y, late].map(({ id }) => read(adjoint.get(id) as Node))).toEqual([
    [0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ]);
});

test("the gradient of a number for itself is 1", () => {
  const graph = new Graph();
  const x = opsFor(graph).input([]);
  const { adjoint } = backward(graph, x, [x]);
  expect(numbers(graph, new Map([[x, [7]]]))(adjoint.get(x.id) as Node)).toEqual([1]);
});

test("derivatives of every order: x⁵", () => {
  const graph = new Graph();
  const ops = opsFor(graph);
  const x = ops.input([]);
  let y = ops.apply("mul", ops.apply("square", ops.apply("square", x)), x);
  const orders = Array.from({ length: 6 }, () => {
    y = backward(graph, y, [x]).adjoint.get(x.id) as Node;
    verify(graph);
    return y;
  });
  const read = numbers(graph, new Map([[x, [2]]]));
  expect(orders.flatMap(read)).toEqual([80, 160, 240, 240, 120, 0]);
});

test("only a scalar has a gradient", () => {
  const graph = new Graph();
  const x = opsFor(graph).input([2, 3]);
  expect(() => backward(graph, x, [x])).toThrow(InputError);
  expect(() => backward(graph, x, [x])).toThrow("backward: expected a scalar loss, got the shape [2, 3]");
});

test("the backward part stands behind the forward part, in the scope of what it comes from", () => {
  const graph = new Graph();
  const ops = opsFor(graph);
  const x = ops.input([3]);
  const inner = graph.within("layer", () => ops.apply("tanh", x));
  const loss = ops.sum(inner, [0]);
  const { firstId } = backward(graph, loss, [x]);
  expect(firstId).toBe(loss.id + 1);
  const added = graph.nodes.slice(firstId).filter(({ scope }) => scope === inner.scope);
  expect(added.map(({ op }) => op.name)).toContain("square");
});
