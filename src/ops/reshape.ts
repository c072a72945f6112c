import type { Index } from "../graph/expression.ts";
import type { Primitive } from "../graph/node.ts";
import { InputError } from "../tensor/error.ts";
import { formatShape, offsetOf, positionOf, type Shape, sameShape, sizeOf } from "../tensor/shape.ts";
import { drawn } from "./drawn.ts";

/** The same numbers in the shape `shape`, in the same order. */
export const reshape: Primitive = {
  name: "reshape",
  arity: 1,

  shape([x], attrs) {
    const shape = attrs.shape as Shape;
    if (sizeOf(shape) !== sizeOf(x)) {
      throw new InputError(
        `reshape: expected a shape of ${sizeOf(x)} elements (${formatShape(x)}), got ${formatShape(shape)}`,
      );
    }
    return shape;
  },

  meaning: (_node, [x], out) => out.set(x),

  element: ({ inputs: [x], shape }, at, input) => input(0, reshaped(shape, x.shape, at)),

  vjp: (calculus, { inputs: [x] }, _i, g) => calculus.reshape(g, x.shape),

  sample(random) {
    return { inputs: [drawn([2, 3, 2], random)], attrs: { shape: random.uniform() < 0.5 ? [4, 3] : [12] } };
  },
};

/** The position in one shape that is `at` in another. Indices without a number are kept where an axis stays as it is. */
function reshaped(shape: Shape, to: Shape, at: readonly Index[]): readonly Index[] {
  if (sameShape(shape, to)) return at;
  return positionOf(to, offsetOf(shape, concrete("reshape", at)));
}

/** The indices of an operation that moves elements about are asked for as numbers. */
export function concrete(name: string, at: readonly Index[]): number[] {
  return at.map((index) => {
    if (typeof index !== "number")
      throw new Error(`${name}: an element is told by numbers, not by ${index.index}`);
    return index;
  });
}
