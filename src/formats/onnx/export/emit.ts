import type { Node } from "../../../graph/node.ts";
import type { primitives } from "../../../ops/index.ts";
import { InputError } from "../../../tensor/error.ts";
import { elementTypeNumber } from "../file/element-type.ts";
import { type Extent, isBatch, sameExtents } from "./extent.ts";
import { drawGemm } from "./gemm.ts";
import type { Drawn, Pen } from "./pen.ts";
import { drawUnview } from "./unview.ts";
import { drawView } from "./view.ts";

type Emit = (pen: Pen, node: Node) => Drawn;

type Emitted = Exclude<keyof typeof primitives, "input" | "state" | "constant">;

/** Each primitive as ONNX operations. */
export const emitters: { readonly [Name in Emitted]: Emit } = {
  add: byElement("Add"),
  sub: byElement("Sub"),
  mul: byElement("Mul"),
  div: byElement("Div"),
  neg: byElement("Neg"),
  exp: byElement("Exp"),
  log: byElement("Log"),
  tanh: byElement("Tanh"),
  sigmoid: byElement("Sigmoid"),
  relu: byElement("Relu"),
  softplus: byElement("Softplus"),
  sqrt: byElement("Sqrt"),
  pow: byElement("Pow"),
  erf: byElement("Erf"),
  cos: byElement("Cos"),
  max: byElement("Max"),

  square: ({ drawing, drawn, called }, { inputs: [x] }) => {
    const { name, extents } = drawn(x);
    return { name: drawing.add("Mul", [name, name], {}, called), extents };
  },

  step: ({ drawing, drawn, called }, { inputs: [x] }) => {
    const { name, extents } = drawn(x);
    const isPositive = drawing.add("Greater", [name, drawing.number(0)]);
    return { name: drawing.add("CastLike", [isPositive, drawing.number(0)], {}, called), extents };
  },

  // out = net: the same numbers under another name
  identity: ({ drawn }, { inputs: [x] }) => drawn(x),

  matmul: (pen, node) => {
    const { drawing, full, called } = pen;
    const { transposeA, transposeB } = node.attrs;
    if (node.shape.length === 2 && (transposeA || transposeB)) return drawGemm(pen, node, node);
    const sides = node.inputs.map((input, i) => {
      const name = full(input);
      return (i === 0 ? transposeA : transposeB) ? drawing.add("Transpose", [name], lastTwo(input)) : name;
    });
    return { name: drawing.add("MatMul", sides, {}, called), extents: pen.extents(node) };
  },

  sum: over("ReduceSum"),
  largest: over("ReduceMax"),
  softmax: alongRows("Softmax"),
  logSoftmax: alongRows("LogSoftmax"),

  broadcast: ({ drawing, drawn }, { inputs: [x], attrs, shape }) => {
    const axes = attrs.axes as readonly number[];
    const { name, extents } = drawn(x);
    if (extents.length === 0) return { name, extents };
    // those of its axes that it has come last; extents of 1 go in between and behind
    const own = axes.slice(axes.length - extents.length);
    const reached = shape.map((_, axis) => axis).slice(own[0]);
    const missing = reached.filter((axis) => !own.includes(axis));
    const spread = reached.map((axis): Extent => (own.includes(axis) ? extents[own.indexOf(axis)] : 1));
    if (missing.length === 0) return { name, extents };
    const at = missing.map((axis) => axis - own[0]);
    return { name: drawing.add("Unsqueeze", [name, drawing.integers(at)]), extents: spread };
  },

  reshape: ({ drawing, extents, full, called }, node) => {
    const to = extents(node);
    const from = extents(node.inputs[0]);
    if (sameExtents(from, to)) return { name: full(node.inputs[0]), extents: to };
    // the one extent with the batch in it follows from the others
    const isOne = to.filter(isBatch).length === 1;
    const shape = isOne
      ? drawing.integers(to.map((extent) => (isBatch(extent) ? -1 : extent)))
      : drawing.shape(to);
    return { name: drawing.add("Reshape", [full(node.inputs[0]), shape], {}, called), extents: to };
  },

  view: ({ drawing, extents, full }, node) => {
    const [x] = node.inputs;
    return drawView(drawing, node, full(x), extents(x), extents(node));
  },

  gather: ({ drawing, extents, full, called }, node) => {
    const [table, indices] = node.inputs;
    const places = drawing.add("Cast", [full(indices)], { to: { integer: INT64 } });
    const name = drawing.add("Gather", [full(table), places], { axis: { integer: 0 } }, called);
    return { name, extents: extents(node) };
  },

  unview: (pen, node) => drawUnview(pen, node),

  firstLargest: refuse,
  scatter: refuse,
  bernoulli: refuse,
};

/** The number of whole numbers of 64 bits in `onnx.proto`. */
const INT64 = elementTypeNumber("int64");

/** Numbers meet element by element, and ONNX broadcasts what is yet to be broadcast. */
function byElement(op: string): Emit {
  return ({ drawing, drawn, called }, { inputs }) => {
    const sides = inputs.map(drawn);
    const name = drawing.add(
      op,
      sides.map((side) => side.name),
      {},
      called,
    );
    return { name, extents: sides.map(({ extents }) => extents).reduce(meet) };
  };
}

/** The extents of two that are broadcast to each other. */
function meet(a: readonly Extent[], b: readonly Extent[]): Extent[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [one, other] = [a, b].map((extents) => extents[axis - rank + extents.length] ?? 1);
    return one === 1 ? other : one;
  });
}

function over(op: string): Emit {
  return ({ drawing, full, extents, called }, node) => {
    const axes = [...(node.attrs.axes as readonly number[])].sort((a, b) => a - b);
    const inputs = [full(node.inputs[0]), drawing.integers(axes)];
    return { name: drawing.add(op, inputs, { keepdims: { integer: 0 } }, called), extents: extents(node) };
  };
}

function alongRows(op: string): Emit {
  return ({ drawing, full, extents, called }, node) => {
    const name = drawing.add(op, [full(node.inputs[0])], { axis: { integer: -1 } }, called);
    return { name, extents: extents(node) };
  };
}

function lastTwo({ shape }: Node): { perm: { integers: number[] } } {
  const axes = [...shape.keys()];
  return { perm: { integers: [...axes.slice(0, -2), shape.length - 1, shape.length - 2] } };
}

function refuse(_pen: Pen, node: Node): Drawn {
  throw new InputError(
    `onnx: expected a network as it predicts, found ${node.op.name}, which belongs to training (%${node.id})`,
  );
}
