import type { Node, Primitive } from "../graph/node.ts";
import { InputError } from "../tensor/error.ts";
import { philox4x32 } from "../tensor/random.ts";
import { formatShape, type Shape, sameShape } from "../tensor/shape.ts";
import { tensor } from "../tensor/tensor.ts";

/** The last word of the counter, which keeps these numbers apart from those of `randomStream`. */
export const PURPOSE = 0x8000_0000;

/**
 * 1 with the probability `probability`, else 0, in the shape `shape`, samples first. Each number is a function of the key
 * (two whole numbers), of the step (a whole number), and of where it stands: a word of Philox4x32-10 with the counter
 * (place in the sample / 4, sample, step, PURPOSE), samples being counted from `firstSample` (default: 0). It is drawn in integers, and so the same in float32 and float64.
 * A primitive because there is nothing that it could be composed of.
 */
export const bernoulli: Primitive = {
  name: "bernoulli",
  arity: 2,

  shape([key, step], attrs) {
    const { shape, probability } = attrs as { shape: Shape; probability: number };
    if (!sameShape(key, [2]) || !sameShape(step, [])) {
      throw new InputError(
        `bernoulli: expected a key [2] and a step [], got ${formatShape(key)} and ${formatShape(step)}`,
      );
    }
    if (!(probability > 0 && probability <= 1) || shape.length === 0) {
      throw new InputError(
        `bernoulli: expected a probability above 0 and up to 1, and a shape with samples first, got ${probability} and ${formatShape(shape)}`,
      );
    }
    return shape;
  },

  meaning({ shape: [samples], attrs }, [key, step], out) {
    const most = mostOf(attrs.probability as number);
    const width = out.length / samples;
    const first = (attrs.firstSample as number | undefined) ?? 0;
    const [low, high, count] = [key[0], key[1], step[0]].map((x) => Math.round(x) >>> 0);
    for (let sample = 0; sample < samples; sample++) {
      for (let place = 0; place < width; place += 4) {
        const words = philox4x32([place / 4, first + sample, count, PURPOSE], [low, high]);
        const here = Math.min(4, width - place);
        for (let i = 0; i < here; i++) out[sample * width + place + i] = words[i] <= most ? 1 : 0;
      }
    }
  },

  // it is drawn: there is nothing that it reads as
  element: (node: Node, at) => ({ ref: { node: node.id, at } }),
  isDrawn: true,
  vjp: () => undefined,

  sample: (random) => ({
    inputs: [
      tensor([2], [random.integer(2 ** 24), random.integer(2 ** 24)]),
      tensor([], [random.integer(100)]),
    ],
    attrs: {
      shape: random.uniform() < 0.5 ? [3, 6] : [2, 3, 3],
      probability: 0.6,
      firstSample: random.integer(3) * 100,
    },
  }),
};

/** The largest word that becomes a 1. */
export function mostOf(probability: number): number {
  return Math.max(1, Math.round(probability * 2 ** 32)) - 1;
}
