import { call } from "../graph/expression.ts";
import type { Primitive } from "../graph/node.ts";
import type { Shape } from "../tensor/shape.ts";
import { drawn } from "./drawn.ts";
import { concrete } from "./reshape.ts";
import { checkMap, mapOf, placesReading, READ, sampleView, walkView } from "./view.ts";

/** What flows back through a view of the shape `shape`: each element adds up all positions that read it. */
export const unview: Primitive = {
  name: "unview",
  arity: 1,

  shape([x], attrs) {
    const shape = attrs.shape as Shape;
    checkMap("unview", shape, x, mapOf(attrs));
    return shape;
  },

  meaning({ inputs, shape, attrs }, [x], out) {
    const sums = new Float64Array(out.length);
    walkView(shape, inputs[0].shape, mapOf(attrs), (from, to) => {
      if (to >= 0) sums[to] += x[from];
    });
    out.set(sums);
  },

  element({ inputs: [x], attrs }, at, input) {
    const terms = placesReading(x.shape, mapOf(attrs), concrete("unview", at)).map((place) =>
      input(0, place),
    );
    if (terms.length === 0) return 0;
    return terms.length === 1 ? terms[0] : call("add", ...terms);
  },

  vjp: (calculus, { inputs: [x], attrs }, _i, g) => calculus.view(g, x.shape, mapOf(attrs)),

  sample(random) {
    const { shape, ...map } = sampleView(random);
    return { inputs: [drawn(shape, random)], attrs: { shape: READ, ...map } };
  },
};
