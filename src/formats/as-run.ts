import { isAlias, parseDocument, visit, type Document as Yaml } from "yaml";
import type { Example } from "./example.ts";
import { withoutByteOrderMark } from "./place.ts";
import { filesIn } from "./source.ts";

/** Where a source of data names files, below `data.train` and `data.test`. */
const FILE_KEYS = [
  ["csv"],
  ["jsonl"],
  ["idx", "images"],
  ["idx", "labels"],
  ["npy", "inputs"],
  ["npy", "targets"],
  ["npz"],
  ["safetensors"],
] as const;

/** The keys below which a source has the paths of its files. */
export const dataFileKeys: readonly string[] = ["path", "files"];

/** What the command line said in place of an example file. */
export interface RunOverrides {
  readonly epochs?: number;
  readonly seed?: number;
  /** Whatever else, by its keys from the top; entries of a list are counted from 0. */
  readonly settings?: readonly {
    readonly path: readonly (string | number)[];
    readonly value: number | string;
  }[];
}

/** The paths of data files that an example names, as they are written. */
export function dataFilesOf({ data }: Example): string[] {
  if ("inline" in data) return [];
  return [data.train, data.test].flatMap((source) => (source && "format" in source ? filesIn(source) : []));
}

/**
 * An example file as it was run, comments and all: with what the command line said in its place.
 * @param text of an example that has been read without a mistake
 * @param pathOf the path of a data file from where the new file will be
 */
export function exampleAsRun(
  text: string,
  overrides: RunOverrides,
  pathOf: (path: string) => string,
): string {
  const { epochs, seed, settings = [] } = overrides;
  const document = withoutAliases(parseDocument(withoutByteOrderMark(text), { version: "1.2" }));
  if (epochs !== undefined) document.setIn(["training", "epochs"], epochs);
  if (seed !== undefined) document.setIn(["training", "seed"], seed);
  for (const { path, value } of settings) document.setIn(path, value);
  for (const part of ["train", "test"]) {
    for (const keys of FILE_KEYS) {
      const place = ["data", part, ...keys];
      const path = document.getIn(place);
      if (typeof path === "string") document.setIn(place, pathOf(path));
    }
  }
  return document.toString({ lineWidth: 0 });
}

/** What an alias stands for cannot be changed in one place alone; it is written out. */
function withoutAliases(document: Yaml): Yaml {
  let hasAliases = false;
  visit(document, {
    Node: (_key, node) => {
      hasAliases ||= isAlias(node);
    },
  });
  if (!hasAliases) return document;
  const { contents } = document;
  // objects that are the same would become aliases again
  const written: unknown = JSON.parse(JSON.stringify(contents?.toJS(document)));
  document.contents = document.createNode(written) as typeof contents;
  return document;
}
