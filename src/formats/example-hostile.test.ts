import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { errorLine as lineOf } from "../../tests/support/error-line.ts";
import { parseExample } from "./example.ts";

/** The line that is printed for a text; what is not an InputError is thrown on. */
function errorLine(text: string): string {
  return lineOf(() => parseExample(text, "net.yaml"));
}

const example = readFileSync(new URL("../../examples/by-example.yaml", import.meta.url), "utf8");
const allKeys =
  "backstep, title, network, loss, reduction, regularization, optimizer, data, training, names, conventions";
const MIB = 2 ** 20;

test.each<[string, string, string]>([
  ["an empty file", "", "  expected an example (backstep: 1 …), found an empty file"],
  ["only comments", "# nothing\n\n# here\n", "  expected an example (backstep: 1 …), found an empty file"],
  ["only a document mark", "---\n", "  expected an example (backstep: 1 …), found an empty file"],
  ["a word", "hello", `:1:1  expected a mapping (${allKeys}), found "hello"`],
  ["a list", "[1, 2]", `:1:1  expected a mapping (${allKeys}), found a list of 2`],
  ["null", "null", `:1:1  expected a mapping (${allKeys}), found nothing`],
  ["two documents", "a: 1\n---\nb: 2\n", ":2:1  expected one YAML document, found a second one"],
  ["a directive", "%YAML 1.1\n---\na: 1\n", ':1:1  expected no directives, found "%YAML 1.1"'],
  ["a tag", "a: !!js/function 'x'\n", ':1:4  expected a value without a tag, found "!!js/function"'],
  ["a known tag", "a: !!str 0.5\n", ':1:4  expected a value without a tag, found "!!str"'],
  ["a tag on a list", "a:\n  - !x [1]\n", ':2:5  expected a value without a tag, found "!x"'],
  [
    "a list that does not end",
    "a: [1, 2",
    ":1:9  not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
  ],
  [
    "a mapping in a mapping's line",
    "a: b: c",
    ":1:4  not valid YAML: Nested mappings are not allowed in compact mappings",
  ],
  ["a tab", "\ta: 1", ":1:1  not valid YAML: Tabs are not allowed as indentation"],
  ["an open quote", "a: 'x", ":1:6  not valid YAML: Missing closing 'quote"],
  [
    "an alias without an anchor",
    "a: *b\n",
    ':1:4  unknown alias "*b": expected one with an anchor before it',
  ],
  [
    "an alias within its anchor",
    "a: &a [*a]\n",
    ':1:8  unknown alias "*a": expected one with an anchor before it',
  ],
  ["many aliases", `a: &a 1\nb: [${"*a, ".repeat(101)}]`, ":2:405  expected at most 100 aliases, found more"],
  ["deep lists", "[".repeat(100_000), ":1:64  expected at most 64 levels of nesting, found more"],
  ["deep block lists", "- ".repeat(100_000), ":1:127  expected at most 64 levels of nesting, found more"],
  ["deep mappings", "{a: ".repeat(100_000), ":1:253  expected at most 64 levels of nesting, found more"],
  ["deep block mappings", "a: ".repeat(100_000), ":1:190  expected at most 64 levels of nesting, found more"],
  [
    "too many brackets",
    "]".repeat(MIB),
    ':1:1  not valid YAML: Unexpected flow-seq-end token in YAML document: "]"',
  ],
  [
    "too many values",
    `[${"1,".repeat(MIB)}`,
    ":1:166667  expected at most 250000 words and marks, found more   move the data to a CSV file",
  ],
  [
    "a mistake in every line",
    ":   :\n".repeat(30_000),
    ":1:5  not valid YAML: Nested mappings are not allowed in compact mappings",
  ],
  ["too long a text", " ".repeat(16 * MIB + 1), "  expected at most 16 MiB, found more"],
  [
    "a long word",
    `backstep: ${"x".repeat(MIB)}`,
    `:1:11  backstep: expected 1 (the version of this format), found "${"x".repeat(40)}…"`,
  ],
  [
    "control characters",
    'backstep: "\\n\\e[31m\\u202e"',
    ':1:11  backstep: expected 1 (the version of this format), found "\\n\\u001b[31m\\u{202e}"',
  ],
  ["control characters in a key", '"a\\nb": 1', `:1:1  unknown key "a\\nb": expected ${allKeys}`],
])("%s", (_, text, expected) => {
  expect(errorLine(text)).toBe(`net.yaml${expected}`);
});

test("an alias bomb is refused before it goes off", () => {
  const levels = "bcdefghij".split("").map((name, i) => {
    const aliases = new Array(9).fill(`*${"abcdefghij"[i]}`).join(", ");
    return `${name}: &${name} [${aliases}]`;
  });
  const bomb = `a: &a [${new Array(9).fill("lol").join(", ")}]\n${levels.join("\n")}`;
  expect(errorLine(bomb)).toBe(
    "net.yaml:7:8  expected aliases that stand for at most 1000000 values, found more",
  );
});

test("a network too large for memory is refused", () => {
  const text = example
    .replace(/ +weights.*/g, "")
    .replace("inputs: 2", "inputs: 100000")
    .replace("dense: 2", "dense: 100000");
  expect(errorLine(text)).toBe(
    "net.yaml:5:3  network: expected at most 100000000 weights and biases, found 10000300002",
  );
});

test("nothing in a file changes the prototype of objects", () => {
  errorLine('{ "__proto__": { "polluted": 1 }, "constructor": { "prototype": { "polluted": 1 } } }');
  errorLine(`${example}\n__proto__: { polluted: 1 }\n`);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
