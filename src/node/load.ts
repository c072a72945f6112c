import {
  type DataSource,
  type Example,
  type ExpressionExample,
  frameFromArrays,
  frameFromSource,
  InputError,
  isTableSource,
  MAX_CSV_MIB,
  MAX_EXAMPLE_MIB,
  parseCsv,
  parseExample,
  parseExampleFile,
  parseJsonLines,
  type RawData,
  rawDataOf,
  rawSamples,
  type SourceFrame,
  type Table,
  type TableSource,
  type TrainedColumns,
  trainedOf,
} from "../index.ts";
import { readArrays } from "./arrays.ts";
import { dataPath } from "./data-path.ts";
import { readTextFile, readUnpacked } from "./files.ts";
import { decodeUtf8 } from "./utf8.ts";

/** An example file with the samples that it names. */
export interface LoadedExample extends RawData {
  readonly example: Example;
}

/** An example file of either kind; of a network, with its samples. */
export type LoadedExampleFile =
  | ({ readonly kind: "network" } & LoadedExample)
  | { readonly kind: "expressions"; readonly example: ExpressionExample };

/**
 * Reads the example file of a network and the data files it names, whose paths are relative to it.
 * @param path relative to the current directory, and so are the paths in messages
 * @throws InputError with the place of the first mistake
 */
export async function loadExample(path: string): Promise<LoadedExample> {
  return withData(await openExample(path), path);
}

/**
 * Reads an example file of either kind, a network's with its data files.
 * @param path relative to the current directory, and so are the paths in messages
 * @throws InputError with the place of the first mistake
 */
export async function loadExampleFile(path: string): Promise<LoadedExampleFile> {
  const parsed = parseExampleFile(await readTextFile(path, { limit: MAX_EXAMPLE_MIB }), path);
  if (parsed.kind === "expressions") return parsed;
  return { kind: "network", ...(await withData(parsed.example, path)) };
}

/**
 * Reads the example file of a network, and not its data.
 * @param path relative to the current directory, and so are the paths in messages
 * @throws InputError with the place of the first mistake
 */
export async function openExample(path: string): Promise<Example> {
  return parseExample(await readTextFile(path, { limit: MAX_EXAMPLE_MIB }), path);
}

/**
 * Reads the data of an example.
 * @param path of the example file
 * @throws InputError with the place of the first mistake
 */
export async function withData(example: Example, path: string): Promise<LoadedExample> {
  const { data } = example;
  if ("inline" in data) return { example, ...rawSamples(data.inline) };
  const { test } = data;
  const train = await readSource(data.train, path, example);
  if (test && "fraction" in test && train.frame.rows < 2) {
    const message = "expected at least 2 rows below the header, one of them for the test, found 1";
    throw new InputError(message, { ...(train.frame.file !== undefined && { file: train.frame.file }) });
  }
  const tested =
    test && !("fraction" in test) ? await readSource(test, path, example, trainedOf(train)) : undefined;
  return { example, ...rawDataOf(example, train, tested) };
}

async function readSource(
  source: DataSource,
  examplePath: string,
  { model, data }: Example,
  trained?: TrainedColumns,
): Promise<SourceFrame> {
  const options = {
    scaleLabel: "encoding" in data ? data.encoding.scaleLabel : "none",
    ...(trained && { trained }),
  } as const;
  if (isTableSource(source)) {
    return frameFromSource(await readTable(source, examplePath), source, model, options);
  }
  return frameFromArrays(await readArrays(source, examplePath), source, model, options);
}

async function readTable(source: TableSource, examplePath: string): Promise<Table> {
  const path = dataPath(source.path, source.place, examplePath, source.format);
  const bytes = await readUnpacked(path, { limit: MAX_CSV_MIB, askedAt: source.place });
  const { format, delimiter, header } = source;
  const text = decodeUtf8(bytes, path);
  if (format === "jsonl") return parseJsonLines(text, path);
  return parseCsv(text, path, {
    ...(delimiter !== undefined && { delimiter }),
    ...(header !== undefined && { header }),
  });
}
