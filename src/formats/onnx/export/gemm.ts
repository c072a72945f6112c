import type { Node } from "../../../graph/node.ts";
import type { Drawn, Pen } from "./pen.ts";

/** The product of two matrices that a sum takes in, and what is added to it; undefined where the sum is of other things. */
export function gemmOf(sum: Node, uses: (node: Node) => number): { product: Node; added: Node } | undefined {
  const [a, b] = sum.inputs;
  const isProduct = (node: Node) => node.op.name === "matmul" && node.shape.length === 2 && uses(node) === 1;
  if (isProduct(a)) return { product: a, added: b };
  return isProduct(b) ? { product: b, added: a } : undefined;
}

/** a·b + c as one operation, either of a and b read transposed. */
export function drawGemm(
  { drawing, full, drawn, extents, called }: Pen,
  node: Node,
  product: Node,
  added?: Node,
): Drawn {
  const inputs = [...product.inputs.map(full), ...(added ? [drawn(added).name] : [])];
  const { transposeA, transposeB } = product.attrs;
  const attributes = {
    ...(transposeA && { transA: { integer: 1 } }),
    ...(transposeB && { transB: { integer: 1 } }),
  };
  return { name: drawing.add("Gemm", inputs, attributes, called), extents: extents(node) };
}
