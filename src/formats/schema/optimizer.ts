import * as z from "zod";
import type { OptimizerSpec } from "../../nn/optimizers.ts";
import { belowOne, flag, mapping, nonNegative, number, positive } from "./rules.ts";

const rate = positive.describe("The step size η.");
const epsilon = nonNegative.exactOptional();
const epsilonInRoot = flag.exactOptional().describe("√(v + ε) in place of √v + ε.");
const velocity = z
  .enum(["gradients", "steps"])
  .exactOptional()
  .describe(
    "gradients: v⁺ = μv + g, w⁺ = w − ηv⁺ (PyTorch). steps: v⁺ = μv − ηg, w⁺ = w + v⁺ (Keras, CS231n). Default: gradients.",
  );
const momentum = belowOne().exactOptional();
const state = z
  .record(z.string(), number(), { error: "a mapping of names (as v_w5, m_w5, steps) to numbers" })
  .exactOptional()
  .describe("What the optimiser keeps at the start, and how many steps it has taken. Default: 0.");
const moments = { beta1: belowOne().exactOptional(), beta2: belowOne().exactOptional(), epsilon };

export const optimizerSchema: z.ZodType<OptimizerSpec> = z.discriminatedUnion(
  "name",
  [
    mapping({ name: z.literal("sgd"), learningRate: rate, state }),
    mapping({
      name: z.enum(["momentum", "nesterov"]),
      learningRate: rate,
      momentum,
      velocity,
      state,
    }),
    mapping({ name: z.literal("adam"), learningRate: rate.exactOptional(), ...moments, state }),
    mapping({
      name: z.literal("adamw"),
      learningRate: rate.exactOptional(),
      ...moments,
      weightDecay: nonNegative.exactOptional(),
      state,
    }),
    mapping({
      name: z.literal("rmsprop"),
      learningRate: rate.exactOptional(),
      decay: belowOne().exactOptional(),
      epsilon,
      epsilonInRoot,
      centered: flag.exactOptional().describe("The variance of the gradients in place of their mean square."),
      momentum,
      velocity,
      state,
    }),
    mapping({
      name: z.literal("adagrad"),
      learningRate: rate.exactOptional(),
      epsilon,
      epsilonInRoot,
      state,
    }),
  ],
  { error: "a mapping (name, learningRate, …)" },
);
