import { z } from "zod";
import type { OptimizerSpec } from "../../nn/optimizers.ts";
import { belowOne, mapping, nonNegative, positive } from "./rules.ts";

const rate = positive.describe("The step size η.");
const epsilon = nonNegative.exactOptional();
const moments = { beta1: belowOne().exactOptional(), beta2: belowOne().exactOptional(), epsilon };

export const optimizerSchema: z.ZodType<OptimizerSpec> = z.discriminatedUnion(
  "name",
  [
    mapping({ name: z.literal("sgd"), learningRate: rate }),
    mapping({
      name: z.enum(["momentum", "nesterov"]),
      learningRate: rate,
      momentum: belowOne().exactOptional(),
    }),
    mapping({ name: z.literal("adam"), learningRate: rate.exactOptional(), ...moments }),
    mapping({
      name: z.literal("adamw"),
      learningRate: rate.exactOptional(),
      ...moments,
      weightDecay: nonNegative.exactOptional(),
    }),
    mapping({
      name: z.literal("rmsprop"),
      learningRate: rate.exactOptional(),
      decay: belowOne().exactOptional(),
      epsilon,
    }),
    mapping({ name: z.literal("adagrad"), learningRate: rate.exactOptional(), epsilon }),
  ],
  { error: "a mapping (name, learningRate, …)" },
);
