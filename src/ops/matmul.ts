import { call, type Index, type IndexVar } from "../graph/expression.ts";
import type { Attrs, Node, Primitive } from "../graph/node.ts";
import { InputError } from "../tensor/error.ts";
import { formatShape, type Shape, sameShape, sizeOf } from "../tensor/shape.ts";
import type { Values } from "../tensor/tensor.ts";
import { drawn } from "./drawn.ts";

/**
 * The product of two matrices, a·b; `transposeA` and `transposeB` read aᵀ or bᵀ in their place. Where there are more axes, the
 * last two are those of matrices, and all others, which are the same of both, say which are multiplied with each other.
 */
export const matmul: Primitive = {
  name: "matmul",
  arity: 2,

  shape([a, b], attrs) {
    const [outer, outerB] = [a.slice(0, -2), b.slice(0, -2)];
    if (a.length < 2 || b.length < 2) {
      throw new InputError(`matmul: expected two matrices, got ${formatShape(a)} and ${formatShape(b)}`);
    }
    if (!sameShape(outer, outerB)) {
      throw new InputError(
        `matmul: expected the same axes before the matrices, got ${formatShape(a)} and ${formatShape(b)}`,
      );
    }
    const [rows, inner] = asRead(a, attrs.transposeA);
    const [innerB, columns] = asRead(b, attrs.transposeB);
    if (inner !== innerB) {
      throw new InputError(
        `matmul: expected as many columns on the left as rows on the right, got ${formatShape([rows, inner])} and ${formatShape([innerB, columns])}`,
      );
    }
    return [...outer, rows, columns];
  },

  meaning(node, [a, b], out) {
    const [rows, columns] = node.shape.slice(-2);
    const inner = innerSize(node);
    const part = (values: Values, size: number, i: number) => values.subarray(i * size, (i + 1) * size);
    for (let i = 0; i < sizeOf(node.shape.slice(0, -2)); i++) {
      multiply(node, part(a, rows * inner, i), part(b, inner * columns, i), part(out, rows * columns, i));
    }
  },

  element(node, at, input) {
    const outer = at.slice(0, -2);
    const [i, j] = at.slice(-2);
    const k: IndexVar = { index: "k", size: innerSize(node) };
    const aAt: Index[] = node.attrs.transposeA ? [k, i] : [i, k];
    const bAt: Index[] = node.attrs.transposeB ? [j, k] : [k, j];
    return { sum: [k], of: call("mul", input(0, [...outer, ...aAt]), input(1, [...outer, ...bAt])) };
  },

  vjp(calculus, { inputs: [a, b], attrs }, i, g) {
    const { transposeA = false, transposeB = false } = attrs as {
      transposeA?: boolean;
      transposeB?: boolean;
    };
    if (i === 0) {
      return transposeA
        ? calculus.matmul(b, g, { transposeA: transposeB, transposeB: true })
        : calculus.matmul(g, b, { transposeB: !transposeB });
    }
    return transposeB
      ? calculus.matmul(g, a, { transposeA: true, transposeB: transposeA })
      : calculus.matmul(a, g, { transposeA: !transposeA });
  },

  sample(random) {
    const transposeA = random.uniform() < 0.5;
    const transposeB = random.uniform() < 0.5;
    const outer = random.uniform() < 0.5 ? [] : [2];
    const matrix = (read: Shape) => drawn([...outer, ...read], random);
    const attrs: Attrs = { transposeA, transposeB };
    return { inputs: [matrix(asRead([2, 3], transposeA)), matrix(asRead([3, 4], transposeB))], attrs };
  },
};

/** One matrix times another. */
function multiply(node: Node, a: Values, b: Values, out: Values): void {
  const [rows, columns] = node.shape.slice(-2);
  const inner = innerSize(node);
  const [aRow, aInner] = node.attrs.transposeA ? [1, rows] : [inner, 1];
  const [bInner, bColumn] = node.attrs.transposeB ? [1, inner] : [columns, 1];
  const sums = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    sums.fill(0);
    // every sum runs over k in order, whichever loop is inside: the one that walks along b's rows is the faster
    if (node.attrs.transposeB) {
      for (let j = 0; j < columns; j++) {
        for (let k = 0; k < inner; k++) sums[j] += a[i * aRow + k * aInner] * b[k + j * bColumn];
      }
    } else {
      for (let k = 0; k < inner; k++) {
        const factor = a[i * aRow + k * aInner];
        for (let j = 0; j < columns; j++) sums[j] += factor * b[k * bInner + j];
      }
    }
    out.set(sums, i * columns);
  }
}

/** Rows and columns. */
function asRead(shape: Shape, transposed: unknown): Shape {
  const [rows, columns] = shape.slice(-2);
  return transposed ? [columns, rows] : [rows, columns];
}

function innerSize(node: Node): number {
  return asRead(node.inputs[0].shape, node.attrs.transposeA)[1];
}
