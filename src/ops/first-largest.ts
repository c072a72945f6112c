import { call, type Expr } from "../graph/expression.ts";
import type { Primitive } from "../graph/node.ts";
import { sizeOf } from "../tensor/shape.ts";
import { axesOf, keptAxes, walkKept } from "./axes.ts";
import { apart, fillLargest, keptShape, rivalsOf } from "./largest.ts";
import { concrete } from "./reshape.ts";

/** 1 at the first of the largest numbers over the axes of the attribute `axes`, else 0: the slope of `largest`. */
export const firstLargest: Primitive = {
  name: "firstLargest",
  arity: 1,

  shape([x], { axes }) {
    keptShape("firstLargest", x, axes as readonly number[]);
    return x;
  },

  meaning(node, [x], out) {
    const axes = axesOf(node);
    const largest = new Float64Array(sizeOf(keptShape("firstLargest", node.shape, axes)));
    fillLargest(node.shape, axes, x, largest);
    const isFound = new Uint8Array(largest.length);
    walkKept(node.shape, axes, (offset, to) => {
      const isFirst = isFound[to] === 0 && x[offset] === largest[to];
      if (isFirst) isFound[to] = 1;
      out[offset] = isFirst ? 1 : 0;
    });
  },

  /** Larger than each before it, and no smaller than any behind it. */
  element(node, at, input) {
    const own = concrete("firstLargest", at);
    const axes = axesOf(node);
    const rivals = rivalsOf(
      node.shape,
      axes,
      keptAxes(node.shape, axes).map((axis) => own[axis]),
    );
    const mine = rivals.findIndex((place) => place.join() === own.join());
    const x = input(0, own);
    const factors = rivals.flatMap((place, i): Expr[] => {
      const rival = input(0, place);
      if (i === mine) return [];
      return [
        i < mine ? call("step", call("sub", x, rival)) : call("sub", 1, call("step", call("sub", rival, x))),
      ];
    });
    if (factors.length === 0) return 1;
    return factors.length === 1 ? factors[0] : call("mul", ...factors);
  },

  vjp: () => undefined,
  ties: "of equal ones the first counts as the largest; the slope is 0 everywhere",
  sample: (random) => ({
    inputs: [apart([2, 3, 2], random)],
    attrs: { axes: random.uniform() < 0.5 ? [1] : [0, 2] },
  }),
};
