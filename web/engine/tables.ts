import {
  type DataSource,
  type Example,
  frameFromSource,
  InputError,
  isTableSource,
  parseCsv,
  parseJsonLines,
  prepareData,
  type RawData,
  rawDataOf,
  rawSamples,
  type SourceFrame,
  type TableSource,
  type TrainedColumns,
  trainedOf,
} from "../../src/index.ts";
import type { DataFiles, Parts } from "./parts.ts";

/** Reads the data of an example, and divides and encodes them. */
export function partsOf(example: Example, files: DataFiles): Parts {
  const { validation, seed } = example.training;
  const raw = readData(example, files);
  return prepareData({ ...raw, ...(validation && { validationFraction: validation.fraction }) }, seed);
}

function readData(example: Example, files: DataFiles): RawData {
  const { data } = example;
  if ("inline" in data) return rawSamples(data.inline);
  const { test } = data;
  const train = readSource(data.train, example, files);
  const tested =
    test && !("fraction" in test) ? readSource(test, example, files, trainedOf(train)) : undefined;
  return rawDataOf(example, train, tested);
}

function readSource(
  source: DataSource,
  { model, data }: Example,
  files: DataFiles,
  trained?: TrainedColumns,
): SourceFrame {
  if (!isTableSource(source)) {
    throw new InputError(
      "expected a CSV file, which is what the studio reads, found another format",
      source.place,
    );
  }
  const { format, delimiter, header, path } = source;
  const text = fileOf(source, files);
  const table =
    format === "jsonl"
      ? parseJsonLines(text, path)
      : parseCsv(text, path, {
          ...(delimiter !== undefined && { delimiter }),
          ...(header !== undefined && { header }),
        });
  return frameFromSource(table, source, model, {
    scaleLabel: "encoding" in data ? data.encoding.scaleLabel : "none",
    ...(trained && { trained }),
  });
}

function fileOf({ path, place }: TableSource, files: DataFiles): string {
  // own keys only: an example may name anything
  if (Object.hasOwn(files, path)) return files[path];
  throw new InputError(`expected the file ${JSON.stringify(path)}: drop it onto the page`, place);
}
