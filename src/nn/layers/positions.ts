import { InputError } from "../../tensor/error.ts";
import { formatShape } from "../../tensor/shape.ts";
import { tensor } from "../../tensor/tensor.ts";
import type { LayerKind } from "./kind.ts";

/** Adds to time × features what tells the steps apart: waves of many lengths (Vaswani et al., 2017). */
export interface PositionsSpec {
  readonly positions: "sinusoidal";
}

/** The longest wave is so many times the shortest. */
const LONGEST = 10_000;

/** out[t, k] = in[t, k] + sin(t / 10000^(k/d)) of even k, + cos(t / 10000^((k−1)/d)) of odd k; t and k counted from 0. */
export const positions: LayerKind<PositionsSpec> = {
  name: "positions",

  shape(_spec, input) {
    if (input.length === 2) return input;
    throw new InputError(`expected time × features, found ${formatShape(input)}`);
  },

  parameters: (_spec, [time, features]) => [
    {
      name: "position",
      kind: "statistic",
      shape: [time, features],
      trainable: false,
      initial: () =>
        tensor(
          [time, features],
          Array.from({ length: time * features }, (_, i) =>
            waveAt(Math.floor(i / features), i % features, features),
          ),
        ),
    },
  ],

  build(_spec, x, { ops, parameter }) {
    const position = parameter("position");
    if (!position) throw new Error("positions: no position");
    return ops.apply("add", x, ops.broadcast(position, x.shape, [1, 2]));
  },
};

function waveAt(step: number, feature: number, features: number): number {
  const angle = step / LONGEST ** ((feature - (feature % 2)) / features);
  return feature % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
}
