import { expect, test } from "vitest";
import { parseDocument } from "yaml";
import { offsetInScalar } from "./scalar-offset.ts";

/** The YAML value of `a`, whose text holds a `$`, and the character at which that is said to stand. */
test.each<[string, string]>([
  ["plain", "a: x + $ y\n"],
  ["double quotes", 'a: "x + $ y"\n'],
  ["single quotes", "a: 'x + $ y'\n"],
  ["over several lines", "a: x +\n     y\n   + $ z\n"],
  ["a block", "a: |\n  x +\n    y + $\n  z\n"],
  ["a folded block", "a: >- # with a comment\n  x +\n\n  y + $\n  z\n"],
  ["in braces", "{ b: 1, a: x + $ }\n"],
  ["windows line ends", "a: |\r\n  x +\r\n  $\r\n"],
])("finds a character of a text: %s", (_, text) => {
  const document = parseDocument(text);
  const node = document.get("a", true) as unknown as { value: string; range: [number, number, number] };
  const [start, end] = node.range;
  const offset = offsetInScalar(text.slice(start, end), node.value, node.value.indexOf("$"));
  expect(text[start + offset]).toBe("$");
});

test.each<[string, string, number, number]>([
  ["x +", "x +", 3, 3],
  ["'x +'", "x +", 3, 4],
  ['"x + "', "x + ", 4, 4],
  ["|\n  x +\n", "x +\n", 4, 7],
  ['"x \\u002b"', "x +", 2, 0],
  ["'x '' y'", "x ' y", 4, 0],
  ["''", "", 0, 0],
  ["|", "", 0, 0],
])("in %j, %j at %i is at %i", (written, value, at, expected) => {
  expect(offsetInScalar(written, value, at)).toBe(expected);
});
