import { expect, test } from "vitest";
import { InputError } from "../tensor/error.ts";
import { parseExample } from "./example.ts";
import { parseExampleFile } from "./example-file.ts";

const network = `backstep: 1
network:
  inputs: 2
  layers:
    - dense: 3
      weights: [[1, 2], [3, 4], [5, 6]]
loss: half-squared-error
optimizer: { name: sgd, learningRate: 0.5 }
data: { inputs: [[1, 2]], targets: [[0, 0, 1]] }
`;
const fromTo = network.replace("[[1, 2], [3, 4], [5, 6]]", "[[1, 3, 5], [2, 4, 6]]");

function messageOf(text: string): string {
  try {
    parseExampleFile(text, "a.yaml");
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return `${error.place?.line}:${error.place?.column} ${error.message}`;
  }
  return "accepted";
}

test("an author's names and conventions are kept", () => {
  const text = `${network}names: { w14: "w(i1→h1)", d1: -delta_o1 }\nconventions: { update: sequential, delta: -dE/dnet }\n`;
  const { names, conventions } = parseExample(text, "a.yaml");
  expect([...(names ?? [])]).toEqual([
    ["w14", "w(i1→h1)"],
    ["d1", "-delta_o1"],
  ]);
  expect(conventions).toEqual({ update: "sequential", delta: "-dE/dnet" });
});

test("a small graph may have them as well", () => {
  const text = "backstep: 1\nexpressions: { f: x^2 }\nvalues: { x: 3 }\nnames: { dx: dE/dx }\n";
  const { example } = parseExampleFile(text, "a.yaml");
  expect(example.names?.get("dx")).toBe("dE/dx");
});

test("weights with one row per input are turned", () => {
  const turned = parseExample(`${fromTo}conventions: { weights: from-to }\n`, "a.yaml");
  expect(turned.model).toEqual(parseExample(network, "a.yaml").model);
  expect(turned.conventions).toBeUndefined();
});

test("a mean over samples may be said as a convention", () => {
  const { model } = parseExample(`${network}conventions: { reduction: sum }\n`, "a.yaml");
  expect(model.reduction).toBe("sum");
});

test.each([
  [
    `${network}conventions: { weights: from-to }\n`,
    "6:16 weights of layer 1: expected 2 rows of 3 (weights: from-to), found 2 in row 1",
  ],
  [
    `${network}reduction: sum\nconventions: { reduction: mean }\n`,
    "11:27 reduction: expected sum, as above, found mean",
  ],
  [
    `${network}conventions: { updates: sequential }\n`,
    '10:16 unknown key "updates" in conventions: expected update, weights, reduction, …   did you mean "update"?',
  ],
  [`${network}names: { w14: 3 }\n`, "10:15 w14: expected a name or formula (as w(i1→h1)), found 3"],
])("%#: says what is wrong and where", (text, message) => {
  expect(messageOf(text)).toBe(message);
});
