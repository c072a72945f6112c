import type { z } from "zod";
import { nearestWord } from "../tensor/error.ts";
import type { Path, Tree } from "./tree.ts";
import { expectedWords, label, quote } from "./wording.ts";

/** Something that is not as it must be. */
export interface Problem {
  readonly message: string;
  /** The offset of what the message is about. */
  readonly at: number;
  /** The offset at which a reader notices: of a missing key, the end of where it should have been. */
  readonly order: number;
}

type Issue = z.core.$ZodIssue;

/** What the schema found wrong, in the words of somebody who reads the file. */
export function problemsOf(issues: readonly Issue[], tree: Tree): Problem[] {
  return issues.flatMap((issue) => problemsOfIssue(issue, [], tree));
}

/** A problem with the value at `path`, in a sentence that begins with the value's name. */
export function problemAt(tree: Tree, path: Path, message: string): Problem {
  const { start } = tree.span(path);
  return { message, at: start, order: start };
}

/** The problem of several that a reader meets first. */
export function firstOf(problems: readonly Problem[]): Problem | undefined {
  let first: Problem | undefined;
  for (const problem of problems) if (!first || problem.order < first.order) first = problem;
  return first;
}

function problemsOfIssue(issue: Issue, base: Path, tree: Tree): Problem[] {
  const path = [...base, ...(issue.path as Path)];
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const branch = meantBranch(issue.errors, tree.get(path));
    if (branch) return branch.flatMap((inner) => problemsOfIssue(inner, path, tree));
  }
  if (issue.code === "unrecognized_keys") return [unknownKey(issue, path, tree)];
  if (tree.get(path) === undefined && path.length > 0) return [missingKey(issue, path, tree)];
  return [problemAt(tree, path, wrongValue(issue, path, tree))];
}

/**
 * The branch of a union that the writer had in mind: one for this kind of value, with the fewest unknown keys and
 * then the fewest mistakes; undefined where no branch is for this kind, or nothing is there to tell by.
 */
function meantBranch(branches: readonly (readonly Issue[])[], value: unknown): readonly Issue[] | undefined {
  if (typeof value === "object" && value !== null && Object.keys(value).length === 0) return undefined;
  const cost = (branch: readonly Issue[]) => {
    const unknown = branch.flatMap((issue) =>
      issue.code === "unrecognized_keys" ? unknownCosts(issue) : [],
    );
    return unknown.reduce((sum, one) => sum + one, 0) + Math.min(branch.length, 999);
  };
  const [best] = branches
    .filter((branch) => !branch.some((issue) => isOtherKind(issue, value)))
    .sort((a, b) => cost(a) - cost(b));
  return best;
}

/** What each unknown key tells against a branch: less, where it is nearly one that the branch has. */
function unknownCosts({ keys, message }: z.core.$ZodIssueUnrecognizedKeys): number[] {
  return keys.map((key) => {
    const near = nearestWord(key, message.split(", "));
    if (near === undefined) return 4000;
    return near.startsWith(key) ? 1000 : 2000;
  });
}

function isOtherKind(issue: Issue, value: unknown): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === "invalid_value") return issue.values.every((word) => typeof word !== typeof value);
  return issue.code === "invalid_type";
}

function unknownKey(issue: z.core.$ZodIssueUnrecognizedKeys, path: Path, tree: Tree): Problem {
  const [key] = issue.keys;
  const { start } = tree.key([...path, key]);
  const words = expectedWords(key, issue.message.split(", "));
  return { message: `unknown key ${quote(key)}${inside(path)}: ${words}`, at: start, order: start };
}

function missingKey(issue: Issue, path: Path, tree: Tree): Problem {
  const parent = path.slice(0, -1);
  const { start, end } = tree.span(parent);
  const expected = wordsOf(issue)?.join(", ") ?? issue.message;
  const message = `missing key ${quote(String(path.at(-1)))}${inside(parent)}: expected ${expected}, found none`;
  return { message, at: start, order: end };
}

function wrongValue(issue: Issue, path: Path, tree: Tree): string {
  const words = wordsOf(issue);
  const value = tree.get(path);
  if (words && typeof value === "string") {
    return `unknown ${wordKind(path)} ${quote(value)}: ${expectedWords(value, words)}`;
  }
  return `${nameOf(path)}expected ${words?.join(", ") ?? issue.message}, found ${tree.found(path)}`;
}

/** The words of which one must stand there, where it is words that the schema expects. */
function wordsOf(issue: Issue): string[] | undefined {
  const values =
    issue.code === "invalid_value"
      ? issue.values
      : issue.code === "invalid_union" && issue.errors.length === 0
        ? (issue as { readonly options?: readonly unknown[] }).options
        : undefined;
  return values?.every((value) => typeof value === "string") ? (values as string[]) : undefined;
}

/** What a word at this path is called: of `optimizer.name` an optimizer, of an entry of `metrics` a metric. */
function wordKind(path: Path): string {
  const keys = path.filter((step) => typeof step === "string");
  const key = keys.at(-1) === "name" ? keys.at(-2) : keys.at(-1);
  return typeof path.at(-1) === "number" ? String(key).replace(/s$/, "") : String(key);
}

/** `learningRate: `; of an entry of a list the list's; nothing at the top. */
function nameOf(path: Path): string {
  const layer = layerOf(path);
  if (layer) return `${layer}: `;
  const key = path.findLast((step) => typeof step === "string");
  return typeof key === "string" ? `${label(key)}: ` : "";
}

/** ` in layer 2`, ` in optimizer`; nothing at the top. */
function inside(path: Path): string {
  if (path.length === 0) return "";
  return ` in ${layerOf(path) ?? path.findLast((step) => typeof step === "string")}`;
}

function layerOf(path: Path): string | undefined {
  const step = path.at(-1);
  return typeof step === "number" && path.at(-2) === "layers" ? `layer ${step + 1}` : undefined;
}
