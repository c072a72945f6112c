import { dirname, isAbsolute, join } from "node:path";
import {
  type CsvSource,
  type Example,
  type ExpressionExample,
  type Idx,
  type IdxSource,
  InputError,
  MAX_CSV_MIB,
  MAX_EXAMPLE_MIB,
  MAX_IDX_MIB,
  type Place,
  parseCsv,
  parseExample,
  parseExampleFile,
  parseIdx,
  type RawData,
  type Samples,
  samplesFromIdx,
  samplesFromTable,
} from "../index.ts";
import { readTextFile, readUnpacked } from "./files.ts";

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
  if ("inline" in data) return { example, train: data.inline, scale: "none" };
  const { scale } = data;
  const train = await readSamples(data.train, path, example);
  if (!data.test) return { example, train, scale };
  if ("fraction" in data.test) {
    if (train.inputs.shape[0] < 2) {
      const message = "expected at least 2 rows below the header, one of them for the test, found 1";
      throw new InputError(message, {
        file: "csv" in data.train ? resolve(data.train.csv, data.train.place, path) : data.train.idx.images,
      });
    }
    return { example, train, testFraction: data.test.fraction, scale };
  }
  return { example, train, test: await readSamples(data.test, path, example, train.classes ?? []), scale };
}

async function readSamples(
  source: CsvSource | IdxSource,
  examplePath: string,
  { model }: Example,
  classes?: readonly string[],
): Promise<Samples> {
  if ("idx" in source) {
    const { images, labels } = source.idx;
    const [x, y] = await Promise.all([
      readIdx(resolve(images, source.place, examplePath, "images"), source.place),
      readIdx(resolve(labels, source.labelPlace, examplePath, "labels"), source.labelPlace),
    ]);
    return samplesFromIdx(x, y, source, model, classes);
  }
  const path = resolve(source.csv, source.place, examplePath);
  const text = await readTextFile(path, { limit: MAX_CSV_MIB, askedAt: source.place });
  const { delimiter } = source;
  return samplesFromTable(parseCsv(text, path, { ...(delimiter && { delimiter }) }), source, model, classes);
}

async function readIdx(path: string, askedAt: Place): Promise<Idx> {
  return parseIdx(await readUnpacked(path, { limit: MAX_IDX_MIB, askedAt }), path);
}

/** The path of a data file as seen from where the path of the example file is. */
function resolve(data: string, place: Place, examplePath: string, key = "csv"): string {
  if (URL_START.test(data)) {
    throw new InputError(`${key}: expected a file on this machine, found ${JSON.stringify(data)}`, place);
  }
  return isAbsolute(data) ? data : join(dirname(examplePath), data);
}
