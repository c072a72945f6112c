import * as z from "zod";
import { type LossName, type LossSpec, losses } from "../../nn/losses.ts";
import { belowOne, mapping, positive } from "./rules.ts";

const names = Object.keys(losses) as LossName[];

export const lossSchema: z.ZodType<LossSpec> = z.union(
  [
    z.enum(names),
    mapping({
      name: z.enum(names),
      delta: positive.exactOptional().describe("Of huber: up to which error it is quadratic. Default: 1."),
      labelSmoothing: belowOne()
        .exactOptional()
        .describe("Of classes: every target t becomes (1 − ε)·t + ε/classes. Default: 0."),
      classWeights: z
        .array(positive, { error: "a list of numbers above 0" })
        .min(1, "at least one number")
        .exactOptional()
        .describe("Of classes: by how much the loss of a sample is multiplied, for each class."),
    }),
  ],
  { error: `${names.join(", ")}, or a mapping (name, delta, labelSmoothing, classWeights)` },
);
