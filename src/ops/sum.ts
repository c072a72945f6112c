import type { Index, IndexVar } from "../graph/expression.ts";
import type { Primitive } from "../graph/node.ts";
import { InputError } from "../tensor/error.ts";
import { formatShape } from "../tensor/shape.ts";
import { axesOf, keptAxes, walkKept } from "./axes.ts";
import { drawn } from "./drawn.ts";

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
    const sums = new Float64Array(out.length);
    walkKept(node.inputs[0].shape, axesOf(node), (offset, to) => {
      sums[to] += x[offset];
    });
    out.set(sums);
  },

  element(node, at, input) {
    const axes = axesOf(node);
    const indices = axes.map((axis): IndexVar => ({ index: "n", size: node.inputs[0].shape[axis] }));
    let kept = 0;
    const from = node.inputs[0].shape.map((_, axis): Index => {
      const summed = axes.indexOf(axis);
      return summed < 0 ? at[kept++] : indices[summed];
    });
    return { sum: indices, of: input(0, from) };
  },

  vjp(calculus, node, _i, g) {
    const { shape } = node.inputs[0];
    return calculus.broadcast(g, shape, keptAxes(shape, axesOf(node)));
  },

  sample(random) {
    return { inputs: [drawn([2, 3, 2], random)], attrs: { axes: random.uniform() < 0.5 ? [1] : [0, 2] } };
  },
};
