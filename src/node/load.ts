import { dirname, isAbsolute, join } from "node:path";
import {
  type CsvSource,
  type Example,
  type ExpressionExample,
  InputError,
  MAX_CSV_MIB,
  MAX_EXAMPLE_MIB,
  parseCsv,
  parseExample,
  parseExampleFile,
  type RawData,
  type Samples,
  samplesFromTable,
} from "../index.ts";
import { readTextFile } from "./files.ts";

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
      throw new InputError(message, { file: resolve(data.train, path) });
    }
    return { example, train, testFraction: data.test.fraction, scale };
  }
  return { example, train, test: await readSamples(data.test, path, example, train.classes ?? []), scale };
}

async function readSamples(
  source: CsvSource,
  examplePath: string,
  { model }: Example,
  classes?: readonly string[],
): Promise<Samples> {
  const path = resolve(source, examplePath);
  const text = await readTextFile(path, { limit: MAX_CSV_MIB, askedAt: source.place });
  const { delimiter } = source;
  return samplesFromTable(parseCsv(text, path, { ...(delimiter && { delimiter }) }), source, model, classes);
}

/** The path of a data file as seen from where the path of the example file is. */
function resolve({ csv, place }: CsvSource, examplePath: string): string {
  if (URL_START.test(csv)) {
    throw new InputError(`csv: expected a file on this machine, found ${JSON.stringify(csv)}`, place);
  }
  return isAbsolute(csv) ? csv : join(dirname(examplePath), csv);
}
