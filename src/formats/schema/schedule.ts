import * as z from "zod";
import type { ScheduleSpec } from "../../nn/schedules.ts";
import { belowOne, mapping, nonNegative, positive, whole } from "./rules.ts";

const factor = belowOne("a number above 0 and below 1").gt(0, "a number above 0 and below 1");
const share = belowOne("a number above 0 and below 1").gt(0, "a number above 0 and below 1");
const to = nonNegative.exactOptional().describe("The factor at the end. Default: 0.");
const over = positive.describe("How long it takes, counted by `per`.");
const common = {
  per: z
    .union([z.literal("epoch"), whole(1, 1_000_000_000)], { error: "epoch, or a number of steps" })
    .exactOptional()
    .describe("What every, at, over and warmUp count: epoch, or so many steps. Default: 1 step."),
  warmUp: nonNegative
    .exactOptional()
    .describe("How long the rate rises in proportion from 0, on top of the schedule. Default: 0."),
};

/** What becomes of the learning rate. */
export const scheduleSchema: z.ZodType<ScheduleSpec> = z.discriminatedUnion(
  "name",
  [
    mapping({ name: z.literal("constant"), ...common }),
    mapping({ name: z.literal("step"), every: positive, factor: factor.exactOptional(), ...common }),
    mapping({
      name: z.literal("milestones"),
      at: z.array(positive, { error: "a list of numbers above 0" }).min(1, "at least one number"),
      factor: factor.exactOptional(),
      ...common,
    }),
    mapping({ name: z.literal("exponential"), factor, ...common }),
    mapping({ name: z.literal("inverse"), decay: nonNegative, ...common }),
    mapping({ name: z.literal("linear"), over, to, ...common }),
    mapping({ name: z.literal("cosine"), over, to, ...common }),
    mapping({
      name: z.literal("one-cycle"),
      over,
      peakAt: share.exactOptional().describe("At which share of it the rate is highest. Default: 0.3."),
      start: nonNegative.exactOptional().describe("The factor at the start. Default: 1/25."),
      end: nonNegative.exactOptional().describe("The factor at the end. Default: 1/250,000."),
      ...common,
    }),
    mapping({
      name: z.literal("plateau"),
      factor: factor.exactOptional(),
      patience: whole(0, 1_000_000).exactOptional().describe("Epochs without a lower loss. Default: 10."),
      minDelta: nonNegative.exactOptional().describe("By how much a loss must be lower. Default: 0."),
      ...common,
    }),
  ],
  { error: "a mapping (name, …)" },
);
