import type { Expr } from "../graph/expression.ts";
import { type Definition, type ExpressionsSpec, nameTaken } from "../nn/expressions.ts";
import type { OptimizerSpec } from "../nn/optimizers.ts";
import { inOrder, unusedOf } from "./definitions.ts";
import { isFunction, MAX_NAME, parseExpression } from "./expression.ts";
import { isName } from "./expression-tokens.ts";
import { type Problem, problemAt } from "./problems.ts";
import type { Path, Tree } from "./tree.ts";
import { counted, cut, expectedWords, label, quote } from "./wording.ts";

/** Definitions, and values: every one is differentiated by, and shown. */
const MAX_NAMES = 200;

type Found<T> = T | { readonly problems: readonly Problem[] };

/**
 * The small graph that an example of expressions writes, or all that is wrong with it.
 * @param tree fits the schema
 */
export function readExpressions(tree: Tree, optimizer?: OptimizerSpec): Found<{ spec: ExpressionsSpec }> {
  // own properties of the tree: a name may be that of a property that every object has
  const texts = Object.entries(tree.get(["expressions"]) as Record<string, string | number>);
  const values = Object.entries(tree.get(["values"]) as Record<string, number>);
  const wrongNames = nameProblems(tree, new Map(texts), values);
  if (wrongNames.length > 0) return { problems: wrongNames };
  const parsed = parseAll(tree, texts, new Set([...texts, ...values].map(([name]) => name)));
  if ("problems" in parsed) return parsed;
  const ordered = inOrder(parsed.definitions);
  if ("cycle" in ordered) return { problems: [cycleProblem(tree, ordered.cycle)] };
  const chosen = resultOf(tree, parsed.definitions);
  if ("problems" in chosen) return chosen;
  const { definitions } = ordered;
  const given = values.map(([name, value]) => ({ name, value }));
  const spec: ExpressionsSpec = { values: given, definitions, result: chosen.result };
  const taken = optimizer && nameTaken(spec, optimizer);
  if (!optimizer || taken === undefined) return { spec };
  const message = `expected another name, found ${quote(taken)}, which ${optimizer.name} gives to something of its own`;
  const key = tree.key(values.some(([name]) => name === taken) ? ["values", taken] : ["expressions", taken]);
  return { problems: [{ message, at: key.start, order: key.start }] };
}

/**
 * What a comma without quotes does to `{ f: max(x, y) }`: it ends the expression, and what follows it is a key.
 * @param limit the offset up to which the schema found nothing wrong
 */
export function checkCommas(tree: Tree, limit: number): Problem[] {
  const written = tree.get(["expressions"]);
  if (typeof written !== "object" || written === null) return [];
  const entries = Object.entries(written);
  const cutOff = entries.find(([, text], i) => isOpen(text) && entries[i + 1]?.[1] === null);
  if (!cutOff) return [];
  const [name, text] = cutOff;
  const message = `${label(name)}: expected quotes around an expression with a comma, found ${quote(text)}`;
  return [problemAt(tree, ["expressions", name], message)].filter(({ order }) => order <= limit);
}

function isOpen(text: unknown): boolean {
  if (typeof text !== "string") return false;
  return text.split(/[(（]/).length > text.split(/[)）]/).length;
}

function nameProblems(
  tree: Tree,
  texts: ReadonlyMap<string, unknown>,
  values: readonly (readonly [string, unknown])[],
): Problem[] {
  const problems: Problem[] = [];
  const check = (path: Path, name: string, fault: string | undefined): void => {
    const { start } = tree.key([...path, name]);
    if (fault !== undefined) problems.push({ message: fault, at: start, order: start });
  };
  if (texts.size === 0) {
    problems.push(problemAt(tree, ["expressions"], "expressions: expected at least one, found none"));
  }
  for (const [key, count] of Object.entries({ expressions: texts.size, values: values.length })) {
    if (count <= MAX_NAMES) continue;
    problems.push(problemAt(tree, [key], `${key}: expected at most ${MAX_NAMES}, found ${count}`));
  }
  for (const name of texts.keys()) check(["expressions"], name, nameFault(name));
  for (const [name] of values) {
    const isDefined = texts.has(name) ? "expected no value for what expressions define" : undefined;
    check(["values"], name, nameFault(name) ?? (isDefined && `${isDefined}, found one for ${quote(name)}`));
  }
  return problems;
}

function nameFault(name: string): string | undefined {
  if (isFunction(name)) return `expected a name that no function has, found ${quote(name)}`;
  if (!isName(name)) return `expected a name (a letter, then letters, digits and _), found ${quote(name)}`;
  if (name.length <= MAX_NAME) return undefined;
  return `expected a name of at most ${MAX_NAME} characters, found ${counted(name.length, "character")}`;
}

function parseAll(
  tree: Tree,
  texts: readonly (readonly [string, string | number])[],
  names: ReadonlySet<string>,
): Found<{ definitions: Definition[] }> {
  const problems: Problem[] = [];
  const definitions = texts.map(([name, text]): Definition => {
    const parsed = typeof text === "number" ? { expr: text } : parseExpression(text, names);
    if ("expr" in parsed) return { name, expr: parsed.expr as Expr<string> };
    const at = tree.inside(["expressions", name], parsed.at);
    problems.push({ message: cut(parsed.fault), at, order: at });
    return { name, expr: 0 };
  });
  return problems.length > 0 ? { problems } : { definitions };
}

function cycleProblem(tree: Tree, cycle: readonly string[]): Problem {
  const { start } = tree.key(["expressions", cycle[0]]);
  const message = cut(`expected no cycle, found that ${cycle.join(" needs ")}`);
  return { message, at: start, order: start };
}

/** What is differentiated: the expression that the file names, else the only one that no other uses. */
function resultOf(tree: Tree, definitions: readonly Definition[]): Found<{ result: string }> {
  const named = tree.get(["of"]);
  const unused = unusedOf(definitions);
  if (typeof named !== "string") {
    if (unused.length === 1) return { result: unused[0] };
    const { start } = tree.key(["expressions", unused[1]]);
    const found = cut(unused.join(", "));
    const message = `expected one expression that no other uses, found ${found}   say which, as in of: ${unused[0]}`;
    return { problems: [{ message, at: start, order: start }] };
  }
  const names = definitions.map(({ name }) => name);
  if (names.includes(named)) return { result: named };
  const message = `unknown expression ${quote(named)}: ${expectedWords(named, names)}`;
  return { problems: [problemAt(tree, ["of"], cut(message))] };
}
