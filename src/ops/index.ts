import type { Fn } from "../graph/expression.ts";
import type { Graph } from "../graph/graph.ts";
import type { Calculus, Node, Primitive } from "../graph/node.ts";
import { type Shape, sameShape } from "../tensor/shape.ts";
import { bernoulli } from "./bernoulli.ts";
import { broadcast } from "./broadcast.ts";
import { constant } from "./constant.ts";
import { firstLargest } from "./first-largest.ts";
import { gather } from "./gather.ts";
import { identity } from "./identity.ts";
import { input } from "./input.ts";
import { largest } from "./largest.ts";
import { logSoftmax } from "./log-softmax.ts";
import { matmul } from "./matmul.ts";
import { reshape } from "./reshape.ts";
import { scalars } from "./scalars.ts";
import { scatter } from "./scatter.ts";
import { softmax } from "./softmax.ts";
import { state } from "./state.ts";
import { sum } from "./sum.ts";
import { unview } from "./unview.ts";
import { view } from "./view.ts";

type PrimitiveName =
  | Fn
  | "input"
  | "state"
  | "constant"
  | "matmul"
  | "sum"
  | "broadcast"
  | "reshape"
  | "view"
  | "unview"
  | "largest"
  | "firstLargest"
  | "gather"
  | "scatter"
  | "bernoulli"
  | "identity"
  | "softmax"
  | "logSoftmax";

/** Every primitive that the project has. */
export const primitives: Readonly<Record<PrimitiveName, Primitive>> = {
  ...scalars,
  input,
  state,
  constant,
  matmul,
  sum,
  broadcast,
  reshape,
  view,
  unview,
  largest,
  firstLargest,
  gather,
  scatter,
  bernoulli,
  identity,
  softmax,
  logSoftmax,
};

/** The primitives as functions that add a node to one graph. */
export interface Ops extends Calculus {
  input(shape: Shape): Node;
  state(shape: Shape): Node;
  /**
   * 1 with that probability, else 0: drawn by a key [2], a step [] and the place in the shape, whose first sample is the
   * batch's `firstSample`-th, counted from 0.
   */
  bernoulli(key: Node, step: Node, shape: Shape, probability: number, firstSample?: number): Node;
  identity(x: Node): Node;
  softmax(x: Node): Node;
  logSoftmax(x: Node): Node;
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
    reshape: (x, shape) => (sameShape(x.shape, shape) ? x : graph.add(reshape, [x], { shape })),
    view: (x, shape, map) => graph.add(view, [x], { shape, ...map }),
    unview: (x, shape, map) => graph.add(unview, [x], { shape, ...map }),
    gather: (table, indices) => graph.add(gather, [table, indices]),
    scatter: (x, indices, rows) => graph.add(scatter, [x, indices], { rows }),
    largest: (x, axes) => graph.add(largest, [x], { axes }),
    firstLargest: (x, axes) => graph.add(firstLargest, [x], { axes }),
    bernoulli: (key, step, shape, probability, firstSample = 0) =>
      graph.add(bernoulli, [key, step], { shape, probability, ...(firstSample > 0 && { firstSample }) }),
    identity: (x) => graph.add(identity, [x]),
    softmax: (x) => graph.add(softmax, [x]),
    logSoftmax: (x) => graph.add(logSoftmax, [x]),
  };
}
