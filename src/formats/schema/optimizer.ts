import * as z from "zod";
import type { OptimizerSpec } from "../../nn/optimizers.ts";
import { belowOne, flag, mapping, nonNegative, number, positive, whole } from "./rules.ts";
import { scheduleSchema } from "./schedule.ts";

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
const clip = z
  .union([mapping({ value: positive }), mapping({ norm: positive })], {
    error: "a mapping (value, or norm)",
  })
  .exactOptional()
  .describe(
    "value: each number of a gradient is kept within ±value. norm: all gradients are shortened to it.",
  );
const accumulate = whole(1, 1_000_000)
  .exactOptional()
  .describe("Of how many batches the mean gradient is taken before an update. Default: 1.");
/** What goes with every rule. */
const common = {
  state,
  schedule: scheduleSchema.exactOptional().describe("What becomes of the learning rate. Default: it stays."),
  clip,
  accumulate,
};
const moments = { beta1: belowOne().exactOptional(), beta2: belowOne().exactOptional(), epsilon };

export const optimizerSchema: z.ZodType<OptimizerSpec> = z.discriminatedUnion(
  "name",
  [
    mapping({ name: z.literal("sgd"), learningRate: rate, ...common }),
    mapping({
      name: z.enum(["momentum", "nesterov"]),
      learningRate: rate,
      momentum,
      velocity,
      ...common,
    }),
    mapping({ name: z.literal("adam"), learningRate: rate.exactOptional(), ...moments, ...common }),
    mapping({
      name: z.literal("adamw"),
      learningRate: rate.exactOptional(),
      ...moments,
      weightDecay: nonNegative.exactOptional(),
      ...common,
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
      ...common,
    }),
    mapping({
      name: z.literal("adagrad"),
      learningRate: rate.exactOptional(),
      epsilon,
      epsilonInRoot,
      ...common,
    }),
    mapping({ name: z.literal("adamax"), learningRate: rate.exactOptional(), ...moments, ...common }),
    mapping({
      name: z.literal("nadam"),
      learningRate: rate.exactOptional(),
      ...moments,
      momentumDecay: nonNegative.exactOptional(),
      ...common,
    }),
    mapping({
      name: z.literal("adadelta"),
      learningRate: rate.exactOptional(),
      decay: belowOne().exactOptional(),
      epsilon,
      ...common,
    }),
    mapping({
      name: z.literal("lion"),
      learningRate: rate.exactOptional(),
      beta1: belowOne().exactOptional(),
      beta2: belowOne().exactOptional(),
      weightDecay: nonNegative.exactOptional(),
      ...common,
    }),
  ],
  { error: "a mapping (name, learningRate, …)" },
);
