import { call, type Index } from "../graph/expression.ts";
import type { Primitive } from "../graph/node.ts";
import { InputError } from "../tensor/error.ts";
import type { Random } from "../tensor/random.ts";
import { formatShape, positionOf, type Shape, sizeOf } from "../tensor/shape.ts";
import { filled, type Tensor, type Values } from "../tensor/tensor.ts";
import { axesOf, keptAxes, walkKept } from "./axes.ts";

/** The largest number over the axes of the attribute `axes`, which vanish. */
export const largest: Primitive = {
  name: "largest",
  arity: 1,
  shape: ([x], { axes }) => keptShape("largest", x, axes as readonly number[]),
  meaning: (node, [x], out) => fillLargest(node.inputs[0].shape, axesOf(node), x, out),

  element(node, at, input) {
    const rivals = rivalsOf(node.inputs[0].shape, axesOf(node), at);
    return rivals.length === 1 ? input(0, rivals[0]) : call("max", ...rivals.map((place) => input(0, place)));
  },

  vjp(calculus, node, _i, g) {
    const [x] = node.inputs;
    const axes = axesOf(node);
    const spread = calculus.broadcast(g, x.shape, keptAxes(x.shape, axes));
    return calculus.apply("mul", spread, calculus.firstLargest(x, axes));
  },

  ties: "only the largest passes a slope on; of equal ones the first counts as the largest",
  sample: (random) => ({
    inputs: [apart([2, 3, 2], random)],
    attrs: { axes: random.uniform() < 0.5 ? [1] : [0, 2] },
  }),
};

/** @throws InputError where the shape has no such axes, or nothing to choose from */
export function keptShape(name: string, x: Shape, axes: readonly number[]): Shape {
  if (axes.some((axis) => !(x[axis] > 0))) {
    throw new InputError(`${name}: expected axes of the shape ${formatShape(x)}, got ${formatShape(axes)}`);
  }
  return x.filter((_, axis) => !axes.includes(axis));
}

/** The positions among which the largest is chosen, in order; `at` is the position of the result. */
export function rivalsOf(shape: Shape, axes: readonly number[], at: readonly Index[]): Index[][] {
  const over = axes.map((axis) => shape[axis]);
  const sorted = [...axes].sort((a, b) => a - b);
  const extents = sorted.map((axis) => shape[axis]);
  return Array.from({ length: sizeOf(over) }, (_, offset) => {
    const chosen = positionOf(extents, offset);
    let kept = 0;
    return shape.map((_extent, axis): Index => {
      const place = sorted.indexOf(axis);
      return place < 0 ? at[kept++] : chosen[place];
    });
  });
}

export function fillLargest(shape: Shape, axes: readonly number[], x: Values, out: Values): void {
  out.fill(Number.NEGATIVE_INFINITY);
  walkKept(shape, axes, (offset, to) => {
    out[to] = Math.max(out[to], x[offset]);
  });
}

/** Numbers of which no two are near each other, in any order. */
export function apart(shape: Shape, random: Random): Tensor {
  const { values } = filled(shape, (i) => 0.3 * i - 1.5 + 0.1 * random.uniform());
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [values[i], values[j]] = [values[j], values[i]];
  }
  return { shape, values };
}
