import fc from "fast-check";
import { expect, test } from "vitest";
import { errorLine as lineOf } from "../../tests/support/error-line.ts";
import { parseExampleFile } from "./example-file.ts";

/** The line that is printed for a text; what is not an InputError is thrown on. */
function errorLine(text: string): string {
  return lineOf(() => parseExampleFile(text, "graph.yaml"));
}

const good = `backstep: 1
expressions: { f: q * z, q: x + y }
values: { x: -2, y: 5, z: -4 }
optimizer: { name: sgd, learningRate: 0.1 }
`;

const snippets = fc.oneof(
  fc.constantFrom("x", "q", "f", ": ", "\n  ", "{", "}", ",", "values:", "of: q\n", "expressions:"),
  fc.constantFrom("+", "-", "*", "/", "^", "(", ")", "1", "tanh(", "max(", "'", '"', "|\n", "#", "&a ", "*a"),
  fc.string({ unit: "binary", maxLength: 3 }),
);

test("a changed file is either read or refused with one line", () => {
  const change = fc.tuple(fc.nat(good.length), fc.nat(3), snippets);
  let readFiles = 0;
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      const text = changes.reduce(
        (text, [at, cut, by]) => text.slice(0, at) + by + text.slice(at + cut),
        good,
      );
      const line = errorLine(text);
      if (line === "no error") readFiles++;
      expect(line).toMatch(/^no error$|^graph\.yaml(:\d+:\d+)? {2}\S.*$/);
      expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]|undefined|NaN|Invalid input|\[object/u);
      expect(line.length).toBeLessThan(500);
    }),
    { numRuns: 2000, seed: 1 },
  );
  expect(readFiles).toBeGreaterThan(20);
});
