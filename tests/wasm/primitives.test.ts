import { describe, expect, test } from "vitest";
import "../support/relaxed-simd.ts";
import { backward } from "../../src/autodiff/backward.ts";
import { wasmBackend } from "../../src/backends/wasm/wasm.ts";
import { Graph } from "../../src/graph/graph.ts";
import type { Node, Primitive } from "../../src/graph/node.ts";
import { type Ops, opsFor, primitives } from "../../src/ops/index.ts";
import { type Random, randomStream } from "../../src/tensor/random.ts";
import { sizeOf } from "../../src/tensor/shape.ts";
import type { DType } from "../../src/tensor/tensor.ts";
import { expectOperations } from "../support/operations.ts";

const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);
const names = Object.keys(primitives) as (keyof typeof primitives)[];

/** A primitive on a sample, with its gradient, and the gradient of that. */
function drawn(op: Primitive, dtype: DType, random: Random) {
  const { inputs, attrs } = op.sample(random);
  const graph = new Graph(dtype);
  const ops = opsFor(graph);
  const given = new Map<Node, ArrayLike<number>>();
  const fresh = (shape: readonly number[]): Node => {
    const node = ops.input(shape);
    given.set(
      node,
      Float64Array.from({ length: sizeOf(shape) }, () => random.normal()),
    );
    return node;
  };
  const sources = inputs.map(({ shape, values }) => {
    const node = ops.input(shape);
    given.set(node, values);
    return node;
  });
  const out = graph.add(op, sources, attrs);
  const first = backward(graph, weighted(ops, out, fresh), sources);
  const gradients = sources.map(({ id }) => first.adjoint.get(id) as Node);
  for (const gradient of gradients) backward(graph, weighted(ops, gradient, fresh), sources);
  return { graph, given };
}

function weighted(ops: Ops, node: Node, fresh: (shape: readonly number[]) => Node): Node {
  const products = ops.apply("mul", fresh(node.shape), node);
  return ops.sum(
    products,
    node.shape.map((_, axis) => axis),
  );
}

describe.each(["f64", "f32"] as const)("in %s", (dtype) => {
  test.each(names)("%s, its gradient and the gradient of that are what they mean", (name) => {
    for (const seed of SEEDS) {
      const { graph, given } = drawn(primitives[name], dtype, randomStream(seed));
      for (const fma of [true, false]) {
        const executable = wasmBackend({ fma }).compile({ graph, outputs: graph.nodes, updates: [] });
        for (const [node, values] of given) executable.write(node, values);
        executable.evaluate();
        const compared = expectOperations(graph.nodes, dtype, (node) => executable.read(node));
        expect(compared).toBeGreaterThan(0);
      }
    }
  });
});
