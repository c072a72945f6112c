import { createHash } from "node:crypto";
import { dataFileKeys, type Example } from "../../index.ts";

/** Plain data. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Lists of numbers above this length are told apart by their bytes: given weights may be many. */
const LONGEST = 64;

/**
 * Everything of an example that changes what a training comes to, but for the epochs, which may be raised, and the bytes of the
 * data, which fingerprints tell.
 */
export function settingsOf({ model, optimizer, data, training }: Example): Json {
  const { epochs: _, ...rest } = training;
  const sources = "inline" in data ? {} : { data };
  return plain({ ...model, optimizer, training: rest, ...sources }) as Json;
}

/** Paths of files, and where in the example something stands. */
function isLeftOut(key: string): boolean {
  return dataFileKeys.includes(key) || /place/i.test(key);
}

function plain(value: unknown): Json | undefined {
  if (Array.isArray(value)) {
    const numbers = value.flat(Number.POSITIVE_INFINITY);
    const isLong = numbers.length > LONGEST && numbers.every((item) => typeof item === "number");
    return isLong
      ? `${numbers.length} numbers, sha256 ${sumOf(numbers)}`
      : value.map((item) => plain(item) ?? null);
  }
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).flatMap(([key, member]) => {
      const kept = isLeftOut(key) ? undefined : plain(member);
      return kept === undefined ? [] : [[key, kept]];
    });
    return Object.fromEntries(members) as Json;
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : undefined;
}

function sumOf(numbers: readonly number[]): string {
  return createHash("sha256").update(Float64Array.from(numbers)).digest("hex");
}

/** A setting that differs; undefined where one has none. */
export interface Difference {
  /** `optimizer.learningRate`, `network.layers[2].dense`, counted from 1 */
  readonly path: string;
  readonly a: Json | undefined;
  readonly b: Json | undefined;
}

/** What differs between two settings, as deep down as it does. */
export function differencesOf(a: Json | undefined, b: Json | undefined, path = ""): Difference[] {
  if (isObject(a) && isObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].flatMap((key) =>
      differencesOf(own(a, key), own(b, key), path === "" ? key : `${path}.${key}`),
    );
  }
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.some(isObject)) {
    return a.flatMap((item, i) => differencesOf(item, b[i], `${path}[${i + 1}]`));
  }
  return JSON.stringify(a) === JSON.stringify(b) ? [] : [{ path, a, b }];
}

function own(of: { readonly [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(of, key) ? of[key] : undefined;
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
