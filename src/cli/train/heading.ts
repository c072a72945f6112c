import { besideOrBelow, countOf, type SampleSet, wholeOf } from "../../index.ts";
import { fullEn } from "../../locale/full-en.ts";
import { columnsText, unseenText } from "../columns.ts";
import type { Prepared } from "../prepare.ts";
import {
  counted,
  lossSummary,
  networkSummary,
  optimizerSummary,
  parameterSummary,
  titleOf,
} from "../summary.ts";

function rowsIn(set: SampleSet): string {
  return countOf(set).toLocaleString("en");
}

/** What is about to be trained, in a few lines. */
export function headingOf({ example, data, session }: Prepared): string {
  const samples = countOf(data.blocks?.train ?? data.train);
  const [validation, test] = [wholeOf(data, "validation"), wholeOf(data, "test")];
  const { batchSize, seed } = example.training;
  const { backend, dtype, together } = session.options;
  const title = titleOf(example);
  const width = process.stderr.columns ?? 100;
  const training = counted(samples, "training sample");
  return [
    ...(title ? [title] : []),
    besideOrBelow([networkSummary(example, fullEn), parameterSummary(session)], width),
    besideOrBelow(
      [
        [
          training,
          ...(validation ? [`${rowsIn(validation)} for validation`] : []),
          ...(test ? [`${rowsIn(test)} for testing`] : []),
        ].join(" + "),
        lossSummary(example.model.loss, fullEn),
        optimizerSummary(example.optimizer, fullEn),
        ...(batchSize < samples ? [`batches of ${batchSize}`] : []),
        `seed ${seed}`,
        `${backend.name} backend, ${dtype === "f32" ? "float32" : "float64"}`,
        ...(together && together.ranks.size > 1 ? [`${together.ranks.size} ranks`] : []),
        ...(together?.blocks !== undefined ? [`${together.blocks} blocks of each batch`] : []),
      ],
      width,
    ),
    ...("inline" in example.data ? [] : columnsText(data.columns, width)),
    ...unseenText(data),
    ...(together && example.model.network.layers.some((layer) => "batchNorm" in layer)
      ? ["batchNorm normalises over each part of a batch by itself (docs/distributed.md)"]
      : []),
  ].join("\n");
}
