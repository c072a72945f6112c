import * as z from "zod";
import type { OptimizerSpec } from "../../nn/optimizers.ts";
import type { ModelSpec } from "../../nn/spec.ts";
import { type EarlyStopping, type MetricName, metricNames } from "../../nn/training.ts";
import { type AuthorFile, networkAuthor } from "./author.ts";
import { dataSchema, type FileData, type InlineData } from "./data.ts";
import { type Title, title, version } from "./heading.ts";
import { lossSchema } from "./loss.ts";
import { networkSchema } from "./network.ts";
import { optimizerSchema } from "./optimizer.ts";
import { belowOne, flag, mapping, nonNegative, whole } from "./rules.ts";

/** An example of a network as it is written: nothing filled in. */
export interface ExampleFile extends ModelSpec, AuthorFile {
  readonly backstep: 1;
  readonly title?: Title;
  readonly optimizer: OptimizerSpec;
  readonly data: InlineData | FileData;
  readonly training?: TrainingFile;
}

interface TrainingFile {
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly seed?: number;
  readonly shuffle?: boolean;
  readonly validation?: { readonly fraction: number };
  readonly earlyStopping?: EarlyStopping;
  readonly metrics?: readonly MetricName[];
}

const training = mapping({
  epochs: whole(0, 1_000_000_000).exactOptional().describe("Default: 100."),
  batchSize: whole(1, 1_000_000_000).exactOptional().describe("Default: all samples, or 32 from files."),
  seed: whole(0, Number.MAX_SAFE_INTEGER).exactOptional().describe("Default: 0."),
  shuffle: flag.exactOptional().describe("Default: true for files."),
  validation: mapping({
    fraction: belowOne("a number between 0 and 1")
      .gt(0, "a number between 0 and 1")
      .describe("The share of the training samples that are only measured."),
  }).exactOptional(),
  earlyStopping: mapping({
    patience: whole(1, 1_000_000_000).describe(
      "Epochs without a lower loss, of the validation samples if any.",
    ),
    minDelta: nonNegative.exactOptional().describe("By how much a loss must be lower. Default: 0."),
    restoreBest: flag
      .exactOptional()
      .describe("Whether the parameters become those of the best epoch again. Default: true."),
  }).exactOptional(),
  metrics: z
    .array(z.enum(metricNames), { error: `a list of metrics (${metricNames.join(", ")})` })
    .exactOptional(),
});

/** The shape of an example file; what its numbers must be to each other is in checks.ts. */
export const exampleSchema: z.ZodType<ExampleFile> = mapping({
  backstep: version,
  title: title.exactOptional(),
  network: networkSchema,
  loss: lossSchema,
  reduction: z.enum(["mean", "sum"]).exactOptional().describe("Over the samples of a batch. Default: mean."),
  regularization: mapping({
    l1: nonNegative.exactOptional().describe("Adds l1 · Σ |w| to the loss. Default: 0."),
    l2: nonNegative.exactOptional().describe("Adds l2/2 · Σ w² to the loss. Default: 0."),
    reduction: z
      .enum(["sum", "mean"])
      .exactOptional()
      .describe("mean: divided by the number of samples in the batch. Default: sum, which is not."),
    biases: flag.exactOptional().describe("Whether biases are kept small as well. Default: false."),
  }).exactOptional(),
  optimizer: optimizerSchema,
  data: dataSchema,
  training: training.exactOptional(),
  ...networkAuthor,
});
