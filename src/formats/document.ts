import type { z } from "zod";
import { InputError, type Place } from "../tensor/error.ts";
import { placeAt, withoutByteOrderMark } from "./place.ts";
import { firstOf, type Problem, problemsOf } from "./problems.ts";
import { readTree, type Tree } from "./tree.ts";

/** The largest example file, in MiB. */
export const MAX_EXAMPLE_MIB = 16;

/** An example file as it is written. */
export interface Document {
  readonly tree: Tree;
  /** A network with its data, or a small graph without layers. */
  readonly kind: "network" | "expressions";
  place(offset: number): Place;
}

/**
 * Opens an example file, YAML or JSON.
 * @param file what messages call it
 * @throws InputError with the place of the first mistake
 */
export function openDocument(text: string, file: string): Document {
  if (text.length > MAX_EXAMPLE_MIB * 2 ** 20) {
    throw new InputError(`expected at most ${MAX_EXAMPLE_MIB} MiB, found more`, { file });
  }
  const source = withoutByteOrderMark(text);
  const tree = readTree(source, file);
  if (!tree) throw new InputError("expected an example (backstep: 1 …), found an empty file", { file });
  const place = (offset: number) => placeAt(source, file, offset);
  const has = (key: string) => tree.get([key]) !== undefined;
  if (has("network") && has("expressions")) {
    const later = Math.max(tree.key(["network"]).start, tree.key(["expressions"]).start);
    throw new InputError("expected either network or expressions, found both", place(later));
  }
  const isGraph = has("expressions") || (has("values") && !has("network"));
  return { tree, kind: isGraph ? "expressions" : "network", place };
}

/**
 * What a document says, where it fits a schema.
 * @param check finds what the schema cannot say, up to the offset at which the schema found something
 * @throws InputError with the place of the first mistake
 */
export function accept<T>(
  document: Document,
  schema: z.ZodType<T>,
  check: (tree: Tree, limit: number) => readonly Problem[] = () => [],
): T {
  const parsed = schema.safeParse(document.tree.value, { jitless: true });
  const problems = parsed.error ? problemsOf(parsed.error.issues, document.tree) : [];
  const limit = firstOf(problems)?.order ?? Number.POSITIVE_INFINITY;
  refuseFirst(document, [...problems, ...check(document.tree, limit)]);
  return parsed.data as T;
}

/** @throws InputError with the place of the problem that a reader meets first, if there is any */
export function refuseFirst({ place }: Document, problems: readonly Problem[]): void {
  const first = firstOf(problems);
  if (first) throw new InputError(first.message, place(first.at));
}
