import { InputError } from "../../tensor/error.ts";
import { tensor } from "../../tensor/tensor.ts";
import type { LayerKind, LayerParameter } from "./kind.ts";

/**
 * While training, each number is left out with this probability; those that stay are divided by 1 − p, so that what comes
 * out is on average what comes in (Srivastava et al., 2014; "inverted", as everybody writes it today).
 */
export interface DropoutSpec {
  /** 0 ≤ p < 1 */
  readonly dropout: number;
}

/** Keys below this are whole numbers in float32 too. */
const KEYS = 2 ** 24;

/** The mask is drawn by (key, step, sample of the batch, place); the key is drawn by (seed, layer), as weights are. */
export const dropout: LayerKind<DropoutSpec> = {
  name: "dropout",

  shape({ dropout: p }, input) {
    if (p >= 0 && p < 1) return input;
    throw new InputError(`expected a probability from 0 up to, and without, 1, found ${p}`);
  },

  parameters({ dropout: p }) {
    if (p === 0) return [];
    const statistic = { kind: "statistic", trainable: false } as const;
    const key: LayerParameter = {
      ...statistic,
      name: "key",
      shape: [2],
      initial: (random) => tensor([2], [random.integer(KEYS), random.integer(KEYS)]),
    };
    return [key, { ...statistic, name: "step", shape: [], initial: () => tensor([], [0]) }];
  },

  build({ dropout: p }, x, { graph, ops, mode, firstSample, parameter, update, name }) {
    const [key, step] = [parameter("key"), parameter("step")];
    if (mode === "predict" || !key || !step) return x;
    return graph.within("dropout", () => {
      const mask = name(ops.bernoulli(key, step, x.shape, 1 - p, firstSample), "mask");
      update("step", ops.apply("add", step, ops.constant(1, [])));
      return ops.apply("div", ops.apply("mul", x, mask), ops.constant(1 - p, x.shape));
    });
  },
};
