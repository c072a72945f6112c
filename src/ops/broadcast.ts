import type { Primitive } from "../graph/node.ts";
import { InputError } from "../tensor/error.ts";
import { formatShape, stridesOf, walk } from "../tensor/shape.ts";
import { axesOf, keptAxes } from "./axes.ts";
import { drawn } from "./drawn.ts";

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
    const axes = axesOf(node);
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
      axesOf(node).map((axis) => at[axis]),
    ),

  vjp(calculus, node, _i, g) {
    return calculus.sum(g, keptAxes(node.shape, axesOf(node)));
  },

  sample(random) {
    return { inputs: [drawn([3], random)], attrs: { shape: [2, 3, 2], axes: [1] } };
  },
};
