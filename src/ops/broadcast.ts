import type { Primitive } from "../graph/node.ts";
import { InputError } from "../tensor/error.ts";
import { formatShape, stridesOf, walk } from "../tensor/shape.ts";
import { tensor } from "../tensor/tensor.ts";

/** Repeats a tensor to the shape `shape`; axis i of the input becomes axis `axes[i]` of the output. */
export const broadcast: Primitive = {
  name: "broadcast",
  arity: 1,

  shape([x], attrs) {
    const shape = attrs.shape as readonly number[];
    const axes = attrs.axes as readonly number[];
    const isRising = axes.every((axis, i) => i === 0 || axis > axes[i - 1]);
    if (axes.length !== x.length || !isRising || axes.some((axis, i) => shape[axis] !== x[i])) {
      throw new InputError(
        `broadcast: expected ${formatShape(x)} to fit the rising axes ${formatShape(axes)} of ${formatShape(shape)}`,
      );
    }
    return shape;
  },

  meaning(node, [x], out) {
    const axes = node.attrs.axes as readonly number[];
    const strides = stridesOf(node.inputs[0].shape);
    walk(
      node.shape,
      node.shape.map((_, axis) => strides[axes.indexOf(axis)] ?? 0),
      (offset, from) => {
        out[offset] = x[from];
      },
    );
  },

  element: (node, at, input) =>
    input(
      0,
      (node.attrs.axes as readonly number[]).map((axis) => at[axis]),
    ),

  vjp(calculus, node, _i, g) {
    const axes = node.attrs.axes as readonly number[];
    const added = node.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
    return calculus.sum(g, added);
  },

  sample(random) {
    const values = Array.from({ length: 3 }, () => random.normal());
    return { inputs: [tensor([3], values)], attrs: { shape: [2, 3, 2], axes: [1] } };
  },
};
