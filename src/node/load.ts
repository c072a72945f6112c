import {
  type Example,
  type ExpressionExample,
  InputError,
  MAX_EXAMPLE_MIB,
  parseExample,
  parseExampleFile,
  type RawData,
  rawDataOf,
  rawSamples,
  trainedOf,
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
  // most examples that people follow hold their data themselves, and need nothing that reads others
  const { readSource } = await import("./source.ts");
  const train = await readSource(data.train, path, example);
  if (test && "fraction" in test && train.frame.rows < 2) {
    const message = "expected at least 2 rows below the header, one of them for the test, found 1";
    throw new InputError(message, { ...(train.frame.file !== undefined && { file: train.frame.file }) });
  }
  const tested =
    test && !("fraction" in test) ? await readSource(test, path, example, trainedOf(train)) : undefined;
  return { example, ...rawDataOf(example, train, tested) };
}
