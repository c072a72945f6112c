import { dirname, isAbsolute, join } from "node:path";
import {
  type DataSource,
  type Example,
  type ExpressionExample,
  frameFromIdx,
  frameFromSource,
  type Idx,
  InputError,
  MAX_CSV_MIB,
  MAX_EXAMPLE_MIB,
  MAX_IDX_MIB,
  type Place,
  parseCsv,
  parseExample,
  parseExampleFile,
  parseIdx,
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

const URL_START = /^[a-z][a-z0-9+.-]+:\/\//i;

/**
 * Reads the example file of a network and the data files it names, whose paths are relative to it.
 * @param path relative to the current directory, and so are the paths in messages
 * @throws InputError with the place of the first mistake
 */
export async function loadExample(path: string): Promise<LoadedExample> {
  return withData(parseExample(await readTextFile(path, { limit: MAX_EXAMPLE_MIB }), path), path);
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

async function withData(example: Example, path: string): Promise<LoadedExample> {
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
  if ("idx" in source) {
    const { images, labels } = source.idx;
    const [x, y] = await Promise.all([
      readIdx(resolve(images, source.place, examplePath, "images"), source.place),
      readIdx(resolve(labels, source.labelPlace, examplePath, "labels"), source.labelPlace),
    ]);
    return frameFromIdx(x, y, source, model, trained);
  }
  const scaleLabel = "encoding" in data ? data.encoding.scaleLabel : "none";
  return frameFromSource(await readTable(source, examplePath), source, model, {
    scaleLabel,
    ...(trained && { trained }),
  });
}

async function readTable(source: TableSource, examplePath: string): Promise<Table> {
  const path = resolve(source.path, source.place, examplePath, source.format);
  const bytes = await readUnpacked(path, { limit: MAX_CSV_MIB, askedAt: source.place });
  const { format, delimiter, header } = source;
  const text = decodeUtf8(bytes, path);
  if (format === "jsonl") return parseJsonLines(text, path);
  return parseCsv(text, path, {
    ...(delimiter !== undefined && { delimiter }),
    ...(header !== undefined && { header }),
  });
}

async function readIdx(path: string, askedAt: Place): Promise<Idx> {
  return parseIdx(await readUnpacked(path, { limit: MAX_IDX_MIB, askedAt }), path);
}

/** The path of a data file as seen from where the path of the example file is. */
function resolve(data: string, place: Place, examplePath: string, key: string): string {
  if (URL_START.test(data)) {
    throw new InputError(`${key}: expected a file on this machine, found ${JSON.stringify(data)}`, place);
  }
  return isAbsolute(data) ? data : join(dirname(examplePath), data);
}
