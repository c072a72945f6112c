import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatInputError, InputError } from "../tensor/error.ts";
import { parseExample } from "./example.ts";

/** The line that is printed for a text; what is not an InputError is thrown on. */
function errorLine(text: string): string {
  try {
    parseExample(text, "net.yaml");
  } catch (error) {
    if (error instanceof InputError) return formatInputError(error);
    throw error;
  }
  return "no error";
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

test("a changed file is either read or refused with one line, in good time", () => {
  const one = fc.tuple(
    fc.boolean(),
    fc.constantFrom(...mutations),
    fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
    snippets,
  );
  const files = ["by-example.yaml", "iris.yaml", "xor.yaml"].map((name) =>
    readFileSync(new URL(`../../examples/${name}`, import.meta.url), "utf8"),
  );
  fc.assert(
    fc.property(fc.constantFrom(...files), fc.array(one, { minLength: 1, maxLength: 4 }), (file, changes) => {
      const text = changes.reduce((changed, change) => mutate(changed, ...change), file);
      const started = performance.now();
      const line = errorLine(text);
      expect(performance.now() - started).toBeLessThan(1000);
      expect(line).toMatch(/^no error$|^net\.yaml(:\d+:\d+)? {2}\S.*$/);
      expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]|undefined|NaN|Invalid input|\[object/u);
      expect(line.length).toBeLessThan(500);
    }),
    { numRuns: 3000, seed: 1 },
  );
});

test("any text at all is either read or refused with one line", () => {
  fc.assert(
    fc.property(fc.array(snippets, { maxLength: 60 }), (parts) => {
      expect(errorLine(parts.join(""))).toMatch(/^no error$|^net\.yaml(:\d+:\d+)? {2}\S.*$/);
    }),
    { numRuns: 2000, seed: 1 },
  );
});
