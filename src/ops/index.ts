import type { Fn } from "../graph/expression.ts";
import type { Graph } from "../graph/graph.ts";
import type { Calculus, Node, Primitive } from "../graph/node.ts";
import type { Shape } from "../tensor/shape.ts";
import { broadcast } from "./broadcast.ts";
import { constant } from "./constant.ts";
import { identity } from "./identity.ts";
import { input } from "./input.ts";
import { largest } from "./largest.ts";
import { logSoftmax } from "./log-softmax.ts";
import { matmul } from "./matmul.ts";
import { scalars } from "./scalars.ts";
import { softmax } from "./softmax.ts";
import { state } from "./state.ts";
import { sum } from "./sum.ts";

type PrimitiveName =
  | Fn
  | "input"
  | "state"
  | "constant"
  | "matmul"
  | "sum"
  | "broadcast"
  | "identity"
  | "softmax"
  | "logSoftmax"
  | "largest";

/** Every primitive that the project has. */
export const primitives: Readonly<Record<PrimitiveName, Primitive>> = {
  ...scalars,
  input,
  state,
  constant,
  matmul,
  sum,
  broadcast,
  identity,
  softmax,
  logSoftmax,
  largest,
};

/** The primitives as functions that add a node to one graph. */
export interface Ops extends Calculus {
  input(shape: Shape): Node;
  state(shape: Shape): Node;
  identity(x: Node): Node;
  softmax(x: Node): Node;
  logSoftmax(x: Node): Node;
  /** Of each row. */
  largest(x: Node): Node;
}

export function opsFor(graph: Graph): Ops {
  return {
    input: (shape) => graph.add(input, [], { shape }),
    state: (shape) => graph.add(state, [], { shape }),
    constant: (value, shape) => graph.add(constant, [], { value, shape }),
    apply: (fn: Fn, ...args) => graph.add(scalars[fn], args),
    matmul: (a, b, { transposeA = false, transposeB = false } = {}) =>
      graph.add(matmul, [a, b], { transposeA, transposeB }),
    sum: (x, axes) => (axes.length === 0 ? x : graph.add(sum, [x], { axes })),
    broadcast: (x, shape, axes) => graph.add(broadcast, [x], { shape, axes }),
    identity: (x) => graph.add(identity, [x]),
    softmax: (x) => graph.add(softmax, [x]),
    logSoftmax: (x) => graph.add(logSoftmax, [x]),
    largest: (x) => graph.add(largest, [x]),
  };
}
