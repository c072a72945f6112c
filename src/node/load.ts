import { dirname, isAbsolute, join } from "node:path";
import { MAX_CSV_MIB, parseCsv } from "../formats/csv.ts";
import {
  type CsvSource,
  type Example,
  MAX_EXAMPLE_MIB,
  parseExample,
  type Scale,
} from "../formats/example.ts";
import { samplesFromTable } from "../formats/samples.ts";
import type { Samples } from "../nn/samples.ts";
import { InputError } from "../tensor/error.ts";
import { readTextFile } from "./files.ts";

/** An example file with the samples that it names. */
export interface LoadedExample {
  readonly example: Example;
  readonly train: Samples;
  readonly test?: Samples;
  /** The share of `train` to set aside for testing, where there is no test data of its own. */
  readonly testFraction?: number;
  readonly scale: Scale;
}

const URL_START = /^[a-z][a-z0-9+.-]+:\/\//i;

/**
 * Reads an example file and the data files it names, whose paths are relative to it.
 * @param path relative to the current directory, and so are the paths in messages
 * @throws InputError with the place of the first mistake
 */
export async function loadExample(path: string): Promise<LoadedExample> {
  const example = parseExample(await readTextFile(path, { limit: MAX_EXAMPLE_MIB }), path);
  const { data } = example;
  if ("inline" in data) return { example, train: data.inline, scale: "none" };
  const { scale } = data;
  const train = await readSamples(data.train, path, example);
  if (!data.test) return { example, train, scale };
  if ("fraction" in data.test) {
    const [count] = train.inputs.shape;
    if (count < 2)
      throw new InputError(`expected at least 2 rows to keep some for the test, found ${count}`, {
        file: resolve(data.train, path),
      });
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
  if (URL_START.test(csv)) throw new InputError(`csv: expected a file on this machine, found ${csv}`, place);
  return isAbsolute(csv) ? csv : join(dirname(examplePath), csv);
}
