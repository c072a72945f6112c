import type { Fn } from "../../../graph/expression.ts";
import { Graph } from "../../../graph/graph.ts";
import type { Attrs, Node, Primitive } from "../../../graph/node.ts";
import { broadcast } from "../../../ops/broadcast.ts";
import { constant } from "../../../ops/constant.ts";
import { identity } from "../../../ops/identity.ts";
import { input } from "../../../ops/input.ts";
import { scalars } from "../../../ops/scalars.ts";
import { type Shape, sameShape } from "../../../tensor/shape.ts";
import type { DType } from "../../../tensor/tensor.ts";
import { coneOfProgram, type Program, type Update } from "../../backend.ts";
import { assemble } from "./assemble.ts";
import type { Build } from "./build.ts";
import { decompose } from "./decompose.ts";
import { settingsOf } from "./settings.ts";
import { simplifyMove } from "./simplify-move.ts";

/** A program whose graph says the same with less to do. Every number of it has the bits that it would have had. */
export interface Simplified {
  readonly graph: Graph;
  /** Where each node of the program went, by its id. */
  readonly nodes: ReadonlyMap<number, Node>;
  readonly outputs: readonly Node[];
  /** Each next value is calculated by a node of its own, which is neither an input, a state nor a constant. */
  readonly updates: readonly Update[];
}

/** The first stage: a copy of what the program needs of its graph, simplified on the way. */
export function simplify(program: Program): Simplified {
  const { graph, outputs, updates, given } = program;
  const copy = new Graph(graph.dtype);
  const build = builderOf(copy);
  const nodes = new Map<number, Node>();
  const to = (node: Node): Node => nodes.get(node.id) as Node;
  for (const node of coneOfProgram(program)) {
    const isGiven = given?.includes(node);
    const made = isGiven
      ? copy.add(input, [], { shape: node.shape })
      : build(node.op, node.inputs.map(to), node.attrs);
    nodes.set(node.id, made);
  }
  return {
    graph: copy,
    nodes,
    outputs: outputs.map(to),
    updates: updates.map(({ of, next }) => ({ of: to(of), next: copy.add(identity, [to(next)]) })),
  };
}

function builderOf(graph: Graph): Build {
  const known = new Map<Primitive, Map<string, Node>>();
  const find = (op: Primitive, inputs: readonly Node[], attrs: Attrs) =>
    known.get(op)?.get(keyOf(inputs, attrs));
  const build: Build = (op, inputs, attrs = {}) => {
    if (op.name === "input" || op.name === "state") return graph.add(op, inputs, attrs);
    const simpler =
      decompose(build, op, inputs, attrs) ??
      simplifyBroadcast(build, op, inputs, attrs) ??
      assemble(build, op, inputs) ??
      simplifyMove(build, op, inputs, attrs) ??
      simplifyScalar(build, graph.dtype, op, inputs);
    if (simpler) return simpler;
    // the slope of relu may be told by what it puts out, which is there anyway
    const positive = op === scalars.step ? find(scalars.relu, inputs, attrs) : undefined;
    if (positive) return build(op, [positive], attrs);
    const key = keyOf(inputs, attrs);
    const same = known.get(op) ?? new Map<string, Node>();
    known.set(op, same);
    const node = same.get(key) ?? graph.add(op, inputs, attrs);
    same.set(key, node);
    return node;
  };
  return build;
}

function keyOf(inputs: readonly Node[], attrs: Attrs): string {
  return `${inputs.map(({ id }) => id).join()} ${settingsOf(attrs)}`;
}

/** An identity is its input, a broadcast constant a constant, and of a broadcast broadcast one is enough. */
function simplifyBroadcast(
  build: Build,
  op: Primitive,
  [x]: readonly Node[],
  attrs: Attrs,
): Node | undefined {
  if (op === identity) return x;
  if (op !== broadcast) return undefined;
  const shape = attrs.shape as Shape;
  const axes = attrs.axes as readonly number[];
  if (sameShape(shape, x.shape)) return x;
  if (x.op === constant) return build(constant, [], { value: x.attrs.value, shape });
  if (x.op !== broadcast) return undefined;
  const inner = x.attrs.axes as readonly number[];
  return build(broadcast, x.inputs, { shape, axes: inner.map((axis) => axes[axis]) });
}

/** Functions whose results all engines agree on, so that they may be calculated here. */
const exactFunctions: readonly Fn[] = [
  "add",
  "sub",
  "mul",
  "div",
  "neg",
  "sqrt",
  "square",
  "max",
  "relu",
  "step",
];

function simplifyScalar(
  build: Build,
  dtype: DType,
  op: Primitive,
  inputs: readonly Node[],
): Node | undefined {
  const fn = op.name as Fn;
  if (scalars[fn] !== op) return undefined;
  const values = inputs.map(constantOf);
  if (values.every((value) => value !== undefined) && exactFunctions.includes(fn)) {
    const round = dtype === "f32" ? Math.fround : (value: number) => value;
    const [x, y = x] = values.map(round);
    return build(constant, [], { value: round(scalars[fn].scalar.value(x, y)), shape: inputs[0].shape });
  }
  if (fn === "mul" && values[0] === 1) return inputs[1];
  if (fn === "mul" && values[0] !== undefined) {
    const scaled = scaleOnce(build, values[0], inputs[1]);
    if (scaled) return scaled;
  }
  if ((fn === "mul" || fn === "div") && values[1] === 1) return inputs[0];
  return broadcastLater(build, op, inputs);
}

/** c·(d·x) as (c·d)·x, where both only move the point: ½ · 2 · (target − out). */
function scaleOnce(build: Build, factor: number, { op, inputs, shape }: Node): Node | undefined {
  if (op !== scalars.mul) return undefined;
  const inner = constantOf(inputs[0]);
  if (inner === undefined || !isPowerOfTwo(factor) || !isPowerOfTwo(inner)) return undefined;
  return build(scalars.mul, [build(constant, [], { value: factor * inner, shape }), inputs[1]]);
}

function isPowerOfTwo(x: number): boolean {
  return Number.isInteger(Math.log2(Math.abs(x)));
}

function constantOf({ op, attrs }: Node): number | undefined {
  return op === constant ? (attrs.value as number) : undefined;
}

/** Where all inputs are one small tensor each, broadcast alike, the function is calculated before the broadcast. */
function broadcastLater(build: Build, op: Primitive, inputs: readonly Node[]): Node | undefined {
  const spread = inputs.find((input) => input.op === broadcast);
  if (!spread) return undefined;
  const axes = (spread.attrs.axes as readonly number[]).join();
  const small = spread.inputs[0].shape;
  const narrow = inputs.map((input): Node | undefined => {
    if (input.op === constant) return build(constant, [], { value: input.attrs.value, shape: small });
    const isAlike = input.op === broadcast && (input.attrs.axes as readonly number[]).join() === axes;
    return isAlike && sameShape(input.inputs[0].shape, small) ? input.inputs[0] : undefined;
  });
  if (!narrow.every((node) => node !== undefined)) return undefined;
  return build(broadcast, [build(op, narrow)], spread.attrs);
}
