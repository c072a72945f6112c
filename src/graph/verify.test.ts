import { expect, test } from "vitest";
import { opsFor } from "../ops/index.ts";
import { Graph, type Scope } from "./graph.ts";
import type { Node } from "./node.ts";
import { verify } from "./verify.ts";

/** x and y, and in a scope their sum and its square, with closed rules. */
function sound(): { graph: Graph; x: Node; y: Node; sum: Node; square: Node; scope: number } {
  const graph = new Graph();
  const ops = opsFor(graph);
  const x = graph.name(ops.input([2]), { text: "x", first: 1, strides: [1] });
  const y = graph.name(ops.input([2]), { text: "y", first: 1, strides: [1] });
  return graph.within("error", (scope) => {
    const sum = ops.apply("add", x, y);
    const square = ops.apply("square", sum);
    graph.closed.set(scope, { inputs: [x, y], output: square });
    return { graph, x, y, sum, square, scope };
  });
}

type Sound = ReturnType<typeof sound>;

/** A graph is frozen to whoever builds it; a broken pass is not so considerate. */
function change<T>(target: T, changes: { [K in keyof T]?: unknown }): void {
  Object.assign(target as object, changes);
}

test("a sound graph passes", () => {
  expect(() => verify(sound().graph)).not.toThrow();
});

test.each<[what: string, breakIt: (parts: Sound) => void, says: RegExp]>([
  ["a node in the wrong place", ({ sum }) => change(sum, { id: 7 }), /node 7 stands at 2/],
  [
    "an input of another graph",
    ({ sum, x }) => change(sum, { inputs: [x, sound().y] }),
    /%2: its input %1 is of another graph/,
  ],
  [
    "an input that comes later",
    ({ sum, square, x }) => change(sum, { inputs: [x, square] }),
    /%2: its input %3 comes after it/,
  ],
  [
    "a node that needs itself",
    ({ sum, x }) => change(sum, { inputs: [x, sum] }),
    /%2: its input %2 comes after it/,
  ],
  ["too few inputs", ({ sum, x }) => change(sum, { inputs: [x] }), /%2: add takes 2 inputs/],
  [
    "a shape that is not the op's",
    ({ square }) => change(square, { shape: [3] }),
    /%3: square has the shape \[2\], recorded is \[3\]/,
  ],
  ["a node in a scope that is not there", ({ square }) => change(square, { scope: 5 }), /%3: no scope 5/],
  [
    "a scope inside a later one",
    ({ graph }) => change(graph.scopes[0] as Scope, { parent: 3 }),
    /scope 0: its parent 3 comes after it/,
  ],
  [
    "rules for a scope that is not there",
    ({ graph, x, square }) => graph.closed.set(4, { inputs: [x], output: square }),
    /closed rules for a missing scope 4/,
  ],
  [
    "rules whose output is outside",
    ({ graph, x, scope }) => graph.closed.set(scope, { inputs: [], output: x }),
    /scope 0: its output %0 is outside/,
  ],
  [
    "rules whose input is inside",
    ({ graph, sum, square, scope }) => graph.closed.set(scope, { inputs: [sum], output: square }),
    /scope 0: its input %2 is inside/,
  ],
  [
    "a name given twice",
    ({ graph, square }) => graph.name(square, { text: "x", first: 2, strides: [1] }),
    /the name x2 is used by %0 and again by %3/,
  ],
])("%s", (_what, breakIt, says) => {
  const parts = sound();
  breakIt(parts);
  expect(() => verify(parts.graph)).toThrow(says);
});

test("every fault is listed", () => {
  const { graph, square, sum } = sound();
  change(square, { shape: [3], scope: 5 });
  change(sum, { shape: [4] });
  expect(() => verify(graph)).toThrow(/the graph is broken:\n.*%2.*\n.*%3.*\n/);
});
