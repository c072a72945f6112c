import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { errorLine as lineOf } from "../../tests/support/error-line.ts";
import { parseExample } from "./example.ts";

/** The line that is printed for a text; what is not an InputError is thrown on. */
function errorLine(text: string): string {
  return lineOf(() => parseExample(text, "net.yaml"));
}

/** A change of a text at a place: what editors, and cats on keyboards, do. */
type Mutation = (text: string, at: number, to: number, by: string) => string;

const mutations: readonly Mutation[] = [
  (text, at, to) => text.slice(0, at) + text.slice(to),
  (text, at, _, by) => text.slice(0, at) + by + text.slice(at),
  (text, at, to) => text.slice(0, to) + text.slice(at),
  (text, at, to, by) => text.slice(0, at) + by + text.slice(to),
];

function mutate(
  text: string,
  byLine: boolean,
  mutation: Mutation,
  [a, b]: [number, number],
  by: string,
): string {
  const [at, to] = [Math.min(a, b), Math.max(a, b)];
  if (!byLine) {
    const start = Math.floor(at * text.length);
    return mutation(text, start, Math.min(text.length, start + Math.ceil((to - at) * 20)), by);
  }
  const lines = text.split("\n");
  const offsetOf = (part: number) => lines.slice(0, Math.floor(part * lines.length)).join("\n").length;
  return mutation(text, offsetOf(at), offsetOf(to), by);
}

const snippets = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 4 }),
  fc.string({ unit: "binary", maxLength: 4 }),
  fc.constantFrom(..."[]{}:,-?&*!|>'\"%@`#\n\t \\".split("")),
  fc.constantFrom(
    "&a ",
    "*a",
    "!!map ",
    "---\n",
    "...",
    "? ",
    "- ",
    "<<: ",
    "null",
    ".inf",
    "1e400",
    "-0",
    "__proto__: ",
  ),
  fc.constantFrom(
    "activation: ",
    "bias: ",
    "false",
    "true",
    "[]",
    "{}",
    "shared: 1, ",
    "train: ",
    "0x1F",
    "reduction: sum\n",
  ),
);

const examples = ["by-example.yaml", "iris.yaml", "xor.yaml"].map((name) =>
  readFileSync(new URL(`../../examples/${name}`, import.meta.url), "utf8"),
);

function expectOneLine(text: string): void {
  const started = performance.now();
  const line = errorLine(text);
  expect(performance.now() - started).toBeLessThan(1000);
  expect(line).toMatch(/^no error$|^net\.yaml(:\d+:\d+)? {2}\S.*$/);
  expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]|undefined|NaN|Invalid input|\[object/u);
  expect(line.length).toBeLessThan(500);
}

test("a changed file is either read or refused with one line, in good time", () => {
  const part = fc.noBias(fc.integer({ min: 0, max: 9999 })).map((n) => n / 10_000);
  const change = fc.tuple(fc.boolean(), fc.constantFrom(...mutations), fc.tuple(part, part), snippets);
  const changes = fc.array(change, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(fc.constantFrom(...examples), changes, (file, list) => {
      expectOneLine(list.reduce((text, each) => mutate(text, ...each), file));
    }),
    { numRuns: 1000, seed: 1 },
  );
});

test("a file with other values is either read or refused with one line, in good time", () => {
  const values = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      false,
      "",
      0,
      -1,
      0.5,
      1e9,
      1e300,
      [],
      {},
      [[]],
      [{}],
      [[1]],
      [1, 2],
    ),
    fc.constantFrom("sigmoid", "sgd", "adam", "softmax-cross-entropy", "he-normal", "unit", "csv", "sum"),
    fc.constantFrom(
      { shared: 1 },
      { name: "uniform" },
      { dense: 1 },
      { fraction: 0.5 },
      { csv: "a", label: "b" },
    ),
    fc.jsonValue({ maxDepth: 3 }),
  );
  const changes = fc.array(fc.tuple(fc.noBias(fc.nat(10_000)), values), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(fc.constantFrom(...examples), changes, (file, list) => {
      const example = list.reduce<unknown>((value, [n, by]) => replaceOne(value, n, by), parse(file));
      expectOneLine(JSON.stringify(example, null, 1));
    }),
    { numRuns: 1000, seed: 1 },
  );
});

/** The value with its nth part, counted from the outside in, replaced. */
function replaceOne(value: unknown, n: number, by: unknown): unknown {
  const sizeOf = (part: unknown): number =>
    typeof part === "object" && part !== null
      ? Object.values(part).reduce((sum: number, inner) => sum + sizeOf(inner), 1)
      : 1;
  let left = n % sizeOf(value);
  const walk = (part: unknown): unknown => {
    if (left-- === 0) return by;
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(value);
}

test("any text at all is either read or refused with one line", () => {
  fc.assert(
    fc.property(fc.array(snippets, { maxLength: 60 }), (parts) => expectOneLine(parts.join(""))),
    { numRuns: 1000, seed: 1 },
  );
});
