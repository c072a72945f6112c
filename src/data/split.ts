import { permutation, randomStream } from "../tensor/random.ts";
import type { Frame } from "./frame.ts";

/** What the numbers drawn with the seed are for. */
const SPLIT = 3;
export const VALIDATION = 5;
const FOLDS = 4;

/** Rows, and of which group each is, so that parts have the same share of each; undefined: all are of one. */
export interface Grouped {
  readonly rows: ArrayLike<number>;
  readonly groupOf?: (row: number) => number;
}

/** Some rows, and those that are set aside. */
export interface Parts {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** Of which part a row is that is drawn by itself. */
export const TRAINING = 0;
const HELD = 1;
const TESTED = 2;

/**
 * Draws rows one by one, in order: each is for testing or for validation by chance, with the seed.
 * @returns of which part the next row is: 0 for training, 1 for validation, 2 for testing
 */
export function drawnPart(
  seed: number,
  { test = 0, validation = 0 }: { readonly test?: number; readonly validation?: number },
): () => number {
  const [forTest, forValidation] = [randomStream(seed, SPLIT), randomStream(seed, VALIDATION)];
  return () => {
    if (test > 0 && forTest.uniform() < test) return TESTED;
    return validation > 0 && forValidation.uniform() < validation ? HELD : TRAINING;
  };
}

/** All rows of a frame, those of a class as a group. */
export function groupedBy({ rows: count, columns }: Frame, label: string): Grouped {
  const rows = Array.from({ length: count }, (_, row) => row);
  const column = columns.get(label);
  if (column?.kind !== "category") return { rows };
  return { rows, groupOf: (row) => column.codes[row] };
}

/**
 * Sets a share of rows aside for testing, drawn with the seed. Of classes, the same share of each.
 * @param fraction between 0 and 1; at least one row stays on either side
 */
export function splitRows(grouped: Grouped, fraction: number, seed: number, use: number = SPLIT): Parts {
  const { rows } = grouped;
  const isTest = new Uint8Array(rows.length);
  for (const group of groupsOf(grouped, permutation(rows.length, randomStream(seed, use)))) {
    const wanted = Math.round(group.length * fraction);
    for (const at of group.slice(0, wanted)) isTest[at] = 1;
  }
  const train: number[] = [];
  const test: number[] = [];
  for (let at = 0; at < rows.length; at++) (isTest[at] === 1 ? test : train).push(rows[at]);
  if (test.length === 0) test.push(...train.splice(-1));
  if (train.length === 0) train.push(...test.splice(-1));
  return { train, test };
}

/**
 * Divides rows into k parts of nearly the same size, drawn with the seed, and sets each aside once. Of classes each
 * part has nearly the same share.
 * @param k at least 2, at most as many as there are rows
 */
export function foldRows(grouped: Grouped, k: number, seed: number): Parts[] {
  const { rows } = grouped;
  if (!(k >= 2 && k <= rows.length)) throw new Error(`folds: expected 2 … ${rows.length}, got ${k}`);
  const part = new Uint32Array(rows.length);
  // dealt out group by group, each going on where the last one ended
  let next = 0;
  for (const group of groupsOf(grouped, permutation(rows.length, randomStream(seed, FOLDS)))) {
    for (const at of group) part[at] = next++ % k;
  }
  const all = Array.from(rows);
  return Array.from({ length: k }, (_, fold) => ({
    train: all.filter((_row, at) => part[at] !== fold),
    test: all.filter((_row, at) => part[at] === fold),
  }));
}

/** Places among the rows, by group, in the given order. */
function groupsOf({ rows, groupOf }: Grouped, order: Uint32Array): number[][] {
  if (!groupOf) return [[...order]];
  const groups = new Map<number, number[]>();
  for (const at of order) {
    const key = groupOf(rows[at]);
    const group = groups.get(key);
    if (group) group.push(at);
    else groups.set(key, [at]);
  }
  return [...groups.values()];
}
