import type { Primitive } from "../../../graph/node.ts";
import { keptShape } from "../../../ops/largest.ts";
import type { Shape } from "../../../tensor/shape.ts";

/*
 * What `firstLargest` is inside of the compiler, where an element is not told by numbers: the place of the first of the
 * largest numbers, counted along the axes, and a mark there.
 */

function inside(name: string): never {
  throw new Error(`${name}: inside of the compiler alone`);
}

/** The place of the first number of the first input, over `axes`, that is the second input's; −1 where none is. */
export const firstPlace: Primitive = {
  name: "firstPlace",
  arity: 2,
  shape: ([x], { axes }) => keptShape("firstPlace", x, axes as readonly number[]),
  meaning: () => inside("firstPlace"),
  element: () => inside("firstPlace"),
  vjp: () => undefined,
  sample: () => ({ inputs: [], attrs: {} }),
};

/** 1 at the place that its input says, over `axes` of `shape`, else 0. */
export const mark: Primitive = {
  name: "mark",
  arity: 1,
  shape: (_inputs, { shape }) => shape as Shape,
  meaning: () => inside("mark"),
  element: () => inside("mark"),
  vjp: () => undefined,
  sample: () => ({ inputs: [], attrs: {} }),
};
