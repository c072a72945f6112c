import type { Node } from "../../../graph/node.ts";
import { takenAt } from "../../../nn/layers/assemble.ts";
import { formatShape, type Shape } from "../../../tensor/shape.ts";
import { commonShape, spread } from "./broadcasting.ts";
import { type Call, type Family, like } from "./call.ts";
import { add, mul, times } from "./scalar.ts";

/** Products of matrices. */
export const linear: Family = {
  MatMul: (call) => like(call.input(0), matmul(call, call.input(0).node, call.input(1).node)),

  Gemm: (call) => {
    const [a, b] = [call.input(0), call.input(1).node];
    const read = { transposeA: call.integer("transA", 0) === 1, transposeB: call.integer("transB", 0) === 1 };
    const product = call.ops.matmul(a.node, b, read);
    const scaled = scale(call, product, call.number("alpha", 1));
    const c = call.inputs[2]?.node;
    if (!c) return like(a, scaled);
    return like(a, add(call, scaled, spread(call.ops, scale(call, c, call.number("beta", 1)), scaled.shape)));
  },

  Einsum: (call) => like(call.input(0), einsum(call, call.text("equation", ""))),

  Det: (call) => {
    const x = call.input(0);
    const size = x.node.shape[x.node.shape.length - 1];
    if (size > MAX_DETERMINANT)
      throw call.fail(`expected matrices of at most ${MAX_DETERMINANT} rows, found ${size}`);
    const all = Array.from({ length: size }, (_, i) => i);
    return like(x, determinant(call, x.node, 0, all));
  },
};

/** A determinant is written out; it has as many terms as rows can be ordered. */
const MAX_DETERMINANT = 5;

/** By the elements of a row, each times what is left without its row and its column. */
function determinant(call: Call, x: Node, row: number, columns: readonly number[]): Node {
  const outer = x.shape.length - 2;
  const element = (column: number) => takenAt(call.ops, takenAt(call.ops, x, outer + 1, column), outer, row);
  if (columns.length === 1) return element(columns[0]);
  return columns
    .map((column, i) => {
      const rest = determinant(
        call,
        x,
        row + 1,
        columns.filter((other) => other !== column),
      );
      return times(call, mul(call, element(column), rest), i % 2 === 0 ? 1 : -1);
    })
    .reduce((a, b) => add(call, a, b));
}

function scale(call: Call, x: Node, factor: number): Node {
  return factor === 1 ? x : times(call, x, factor);
}

/** As NumPy's: a row is a matrix of one row on the left and of one column on the right, and axes before the last two are broadcast. */
export function matmul(call: Call, a: Node, b: Node): Node {
  const { ops } = call;
  const left = a.shape.length === 1 ? ops.reshape(a, [1, ...a.shape]) : a;
  const right = b.shape.length === 1 ? ops.reshape(b, [...b.shape, 1]) : b;
  const outer = commonShape(call, [left.shape.slice(0, -2), right.shape.slice(0, -2)]);
  const [one, other] = [left, right].map((x) => spread(ops, x, [...outer, ...x.shape.slice(-2)]));
  const product = ops.matmul(one, other);
  const shape = [
    ...outer,
    ...(a.shape.length === 1 ? [] : product.shape.slice(-2, -1)),
    ...(b.shape.length === 1 ? [] : product.shape.slice(-1)),
  ];
  return ops.reshape(product, shape);
}

const ELLIPSIS = "…";

/** Every letter is an axis: all tensors are read along all of them, multiplied, and added up over those that the result lacks. */
function einsum(call: Call, equation: string): Node {
  const [left, right] = equation.replaceAll(/\s+/g, "").replaceAll("...", ELLIPSIS).split("->");
  const terms = left.split(",");
  if (terms.length !== call.inputs.length || !/^[A-Za-z…,]*$/.test(left + (right ?? ""))) {
    throw call.fail(`expected an equation of ${call.inputs.length} tensors, found "${equation}"`);
  }
  const nodes = terms.map((_, i) => call.input(i).node);
  const dots = Math.max(0, ...terms.map((term, i) => dotsOf(term, nodes[i])));
  const labels = terms.map((term, i) => labelsOf(term, dotsOf(term, nodes[i]), dots));
  const extents = new Map<string, number>();
  for (const [i, { shape }] of nodes.entries()) {
    if (labels[i].length !== shape.length) {
      throw call.fail(`expected a letter for each axis of ${formatShape(shape)}, found "${terms[i]}"`);
    }
    for (const [axis, label] of labels[i].entries()) {
      const known = extents.get(label) ?? 1;
      if (known !== 1 && shape[axis] !== 1 && known !== shape[axis]) {
        throw call.fail(`expected "${label}" to be the same everywhere, found ${known} and ${shape[axis]}`);
      }
      extents.set(label, Math.max(known, shape[axis]));
    }
  }
  const out = right === undefined ? implicit(labels, dots) : labelsOf(right, dots, dots);
  const summed = [...extents.keys()].filter((label) => !out.includes(label));
  const all = [...out, ...summed];
  const shape = all.map((label) => extents.get(label) ?? 1);
  const read = nodes.map((node, i) => readAs(call, node, labels[i], all, shape));
  const product = read.reduce((a, b) => mul(call, a, b));
  return call.ops.sum(
    product,
    summed.map((_, i) => out.length + i),
  );
}

/** How many axes stand behind the dots of a term. */
function dotsOf(term: string, { shape }: Node): number {
  return term.includes(ELLIPSIS) ? shape.length - (term.length - 1) : 0;
}

/** The letters, with the last of the axes that dots stand for in their place. */
function labelsOf(term: string, dots: number, most: number): string[] {
  return [...term].flatMap((letter) =>
    letter === ELLIPSIS ? Array.from({ length: dots }, (_, i) => `.${most - dots + i}`) : [letter],
  );
}

/** Without an arrow: dots first, then the letters that stand once, in their order. */
function implicit(labels: readonly (readonly string[])[], dots: number): string[] {
  const used = labels.flat();
  const once = used.filter(
    (label) => !label.startsWith(".") && used.filter((other) => other === label).length === 1,
  );
  return [...Array.from({ length: dots }, (_, i) => `.${i}`), ...once.sort()];
}

/** A letter that stands twice reads along the diagonal. */
function readAs(call: Call, x: Node, labels: readonly string[], all: readonly string[], shape: Shape): Node {
  const coefficients = labels.flatMap((label, axis) =>
    all.map((other) => Number(other === label && x.shape[axis] !== 1)),
  );
  return call.ops.view(x, shape, { offsets: labels.map(() => 0), coefficients });
}
