import { type InitializerSpec, initialize } from "../initializers.ts";
import { givenNumbers } from "./given.ts";
import type { LayerKind } from "./kind.ts";

/** Each input is a whole number from 0, which stands for a class, a word; each becomes the row of numbers of its class. */
export interface EmbeddingSpec {
  /** How many numbers stand for each class. */
  readonly embedding: number;
  /** How many classes there are. */
  readonly classes: number;
  /** One row per class; drawn by the initializer where absent. */
  readonly weights?: readonly (readonly number[])[];
  /** Default: normal with mean 0 and standard deviation 1. */
  readonly initializer?: InitializerSpec;
  /** false freezes the table. */
  readonly trainable?: boolean;
}

/** out[…, j] = table[in[…], j] */
export const embedding: LayerKind<EmbeddingSpec> = {
  name: "embedding",
  shape: ({ embedding: width }, input) => [...input, width],

  parameters(spec) {
    const shape = [spec.classes, spec.embedding];
    const { weights, initializer = { name: "normal", deviation: 1 } } = spec;
    const given = givenNumbers("weights", weights, shape, " (one row per class)");
    return [
      {
        name: "weight",
        kind: "weight",
        shape,
        trainable: spec.trainable ?? true,
        initial: (random) => given ?? initialize(initializer, shape, random),
      },
    ];
  },

  build(_spec, x, { ops, parameter }) {
    const table = parameter("weight");
    if (!table) throw new Error("embedding: no weight");
    return ops.gather(table, x);
  },

  takes({ classes }, number) {
    if (Number.isInteger(number) && number >= 0 && number < classes) return undefined;
    return `a whole number from 0 to ${classes - 1}`;
  },
};
