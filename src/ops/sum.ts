import type { Index, IndexVar } from "../graph/expression.ts";
import type { Primitive } from "../graph/node.ts";
import { InputError } from "../tensor/error.ts";
import { formatShape, type Shape, stridesOf, walk } from "../tensor/shape.ts";
import { tensor } from "../tensor/tensor.ts";

/** Adds up over the axes of the attribute `axes`, which vanish. */
export const sum: Primitive = {
  name: "sum",
  arity: 1,

  shape([x], attrs) {
    const axes = attrs.axes as readonly number[];
    if (axes.some((axis) => !(axis >= 0 && axis < x.length))) {
      throw new InputError(`sum: expected axes of the shape ${formatShape(x)}, got ${formatShape(axes)}`);
    }
    return x.filter((_, axis) => !axes.includes(axis));
  },

  meaning(node, [x], out) {
    const from = node.inputs[0].shape;
    const kept = keptAxes(from, node.attrs.axes as readonly number[]);
    const strides = stridesOf(node.shape);
    const sums = new Float64Array(out.length);
    walk(
      from,
      from.map((_, axis) => strides[kept.indexOf(axis)] ?? 0),
      (offset, to) => {
        sums[to] += x[offset];
      },
    );
    out.set(sums);
  },

  element(node, at, input) {
    const axes = node.attrs.axes as readonly number[];
    const indices = axes.map((axis): IndexVar => ({ index: "n", size: node.inputs[0].shape[axis] }));
    let kept = 0;
    const from = node.inputs[0].shape.map((_, axis): Index => {
      const summed = axes.indexOf(axis);
      return summed < 0 ? at[kept++] : indices[summed];
    });
    return { sum: indices, of: input(0, from) };
  },

  vjp(calculus, { inputs: [x], attrs }, _i, g) {
    const axes = attrs.axes as readonly number[];
    return calculus.broadcast(g, x.shape, keptAxes(x.shape, axes));
  },

  sample(random) {
    const values = Array.from({ length: 12 }, () => random.normal());
    return { inputs: [tensor([2, 3, 2], values)], attrs: { axes: random.uniform() < 0.5 ? [1] : [0, 2] } };
  },
};

function keptAxes(shape: Shape, summed: readonly number[]): number[] {
  return shape.map((_, axis) => axis).filter((axis) => !summed.includes(axis));
}
