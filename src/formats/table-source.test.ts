import { expect, test } from "vitest";
import { errorLine as lineOf } from "../../tests/support/error-line.ts";
import { prepareData } from "../data/prepare.ts";
import type { LossName } from "../nn/losses.ts";
import type { Samples } from "../nn/samples.ts";
import { parseCsv } from "./csv.ts";
import { type ExampleFiles, parseExample, type TableSource } from "./example.ts";
import { rawDataOf } from "./raw-data.ts";
import { frameFromSource } from "./table-source.ts";

interface Setting {
  readonly loss?: LossName;
  readonly inputs?: number;
  readonly outputs?: number;
  readonly source?: string;
  readonly classes?: readonly string[];
}

/** The samples of a CSV text, for an example file that names the column y as label. */
function samplesOf(csv: string, setting: Setting = {}): Samples {
  const { loss = "half-squared-error", inputs = 1, outputs = 1, source = "label: y", classes } = setting;
  const example = parseExample(
    `backstep: 1
network: { inputs: ${inputs}, layers: [{ dense: ${outputs}${loss === "binary-cross-entropy" ? ", activation: sigmoid" : ""} }] }
loss: ${loss}
optimizer: { name: adam }
data: { train: { csv: a.csv, ${source} } }
`,
    "net.yaml",
  );
  const from = (example.data as ExampleFiles).train as TableSource;
  const trained = classes && { classes, kinds: new Map() };
  const read = frameFromSource(parseCsv(csv, "a.csv"), from, example.model, {
    ...(trained && { trained }),
  });
  const { inputs: rows, targets, classes: names } = prepareData(rawDataOf(example, read), 0).train;
  return { inputs: rows, targets, ...(names && { classes: names }) };
}

function errorLine(csv: string, setting: Setting): string {
  return lineOf(() => samplesOf(csv, setting));
}

const softmax: Setting = { loss: "softmax-cross-entropy", outputs: 3 };
const binary: Setting = { loss: "binary-cross-entropy" };

test("features are all columns but the label, or those that are named, in that order", () => {
  const csv = "a,y,b\n1,10,2\n3, -2e1 ,.5\n";
  expect(samplesOf(csv, { inputs: 2 })).toEqual({
    inputs: { shape: [2, 2], values: Float64Array.of(1, 2, 3, 0.5) },
    targets: { shape: [2, 1], values: Float64Array.of(10, -20) },
  });
  const { inputs } = samplesOf(csv, { inputs: 2, source: "label: y, features: [b, a]" });
  expect(inputs.values).toEqual(Float64Array.of(2, 1, 0.5, 3));
});

test.each<[string, string[], Setting, number[], string[] | undefined]>([
  ["words, in order of appearance", ["b", "a", "c"], softmax, [1, 0, 0, 0, 1, 0, 0, 0, 1], ["b", "a", "c"]],
  ["numbers, by size", ["10", "9", "2.0"], softmax, [0, 0, 1, 0, 1, 0, 1, 0, 0], ["2", "9", "10"]],
  [
    "numbers and words, in order of appearance",
    ["10", "9", "x"],
    softmax,
    [1, 0, 0, 0, 1, 0, 0, 0, 1],
    ["10", "9", "x"],
  ],
  ["two words for one probability", ["no", "yes", "no"], binary, [0, 1, 0], ["no", "yes"]],
  ["probabilities", ["0", "1", "0.25"], binary, [0, 1, 0.25], undefined],
  ["words for several probabilities", ["a", "b"], { ...binary, outputs: 2 }, [1, 0, 0, 1], ["a", "b"]],
  ["numbers for several probabilities", ["1", "0"], { ...binary, outputs: 2 }, [0, 1, 1, 0], ["0", "1"]],
  ["words for a squared error", ["a", "b"], { outputs: 2 }, [1, 0, 0, 1], ["a", "b"]],
  [
    "known classes",
    ["c", "a"],
    { ...softmax, classes: ["a", "b", "c"] },
    [0, 0, 1, 1, 0, 0],
    ["a", "b", "c"],
  ],
  [
    "known numbers",
    ["2.0", "1"],
    { ...softmax, classes: ["1", "2", "3"] },
    [0, 1, 0, 1, 0, 0],
    ["1", "2", "3"],
  ],
  ["known words for one probability", ["yes"], { ...binary, classes: ["no", "yes"] }, [1], ["no", "yes"]],
  ["numbers where there were no classes", ["1"], { ...binary, classes: [] }, [1], undefined],
])("labels: %s", (_, labels, setting, values, classes) => {
  const samples = samplesOf(["x,y", ...labels.map((label) => `0,${label}`)].join("\n"), setting);
  expect([...samples.targets.values]).toEqual(values);
  expect(samples.classes).toEqual(classes);
});

const cure = "   if these are words: columns: { x: category }; if it has no value: missing: […]";

test.each<[string, string, Setting, string]>([
  ["a word as feature", "x,y\n1,2\nabc,2\n", {}, `a.csv:3:1  x: expected a number, found "abc"${cure}`],
  ["infinity", "y,x\n1,-Infinity\n", {}, `a.csv:2:3  x: expected a number, found "-Infinity"${cure}`],
  ["a number out of range", "y,x\n1,1e999\n", {}, `a.csv:2:3  x: expected a number, found "1e999"${cure}`],
  ["a hexadecimal number", "y,x\n1,0x1F\n", {}, `a.csv:2:3  x: expected a number, found "0x1F"${cure}`],
  ["a decimal comma", "y;x\n1;3,14\n", {}, `a.csv:2:3  x: expected a number, found "3,14"${cure}`],
  [
    "nothing but empty cells",
    "y,x\n1, \n",
    {},
    `x: expected a number in at least one row of the training part, found none   leave the column out (features)`,
  ],
  ["no label", "x,y\n1,\n", {}, "a.csv:2:3  y: expected a number, found nothing"],
  [
    "control characters",
    'y,x\n1,"a\nb\u001b"\n1,2\n',
    {},
    `a.csv:2:3  x: expected a number, found "a\\nb\\u001b"${cure}`,
  ],
  [
    "a date among numbers",
    "x,y\n1,2\n3,4\n2026-11-27,2\n",
    {},
    `a.csv:4:1  x: expected a number, found "2026-11-27"${cure}`,
  ],
  [
    "a word among dates",
    "x,y\n2026-11-27,2\n2026-11-28,3\nsoon,2\n",
    {},
    `a.csv:4:1  x: expected a date (ISO 8601), found "soon"${cure}`,
  ],
  [
    "words that are to be numbers",
    "x,y\n1,2\nabc,2\n",
    { source: "label: y, columns: { x: number }" },
    'a.csv:3:1  x: expected a number, found "abc"',
  ],
  [
    "a kind for a column that is not there",
    "x,y\n1,2\n",
    { source: "label: y, columns: { z: number }" },
    'net.yaml:5:23  unknown column "z" of a.csv: expected x, y   did you mean "x"?',
  ],
  [
    "too few inputs for words",
    "x,city,y\n1,Bern,2\n2,Genf,2\n3,Basel,4\n",
    { inputs: 2 },
    "net.yaml:5:23  features: expected 2 inputs (of the network), found 1 number + city (3 levels) = 4",
  ],
  [
    "an unknown label",
    "x,yy\n1,2\n",
    {},
    'net.yaml:5:37  unknown column "y" of a.csv: expected x, yy   did you mean "x"?',
  ],
  [
    "an unknown feature",
    "abc,y\n1,2\n",
    { source: "label: y, features: [abd]" },
    'net.yaml:5:51  unknown column "abd" of a.csv: expected abc, y   did you mean "abc"?',
  ],
  [
    "too many columns",
    "a,b,y\n1,2,3\n",
    {},
    "net.yaml:5:23  features: expected 1 column (1 input of the network), found 2",
  ],
  [
    "too few features",
    "a,b,y\n1,2,3\n",
    { inputs: 2, source: "label: y, features: [a]" },
    "net.yaml:5:51  features: expected 2 columns (2 inputs of the network), found 1",
  ],
  [
    "too few classes",
    "x,y\n1,a\n2,b\n",
    softmax,
    'net.yaml:5:37  label "y": expected 3 classes (the network has 3 outputs), found 2: a, b',
  ],
  [
    "too many classes",
    "x,y\n1,a\n2,b\n3,c\n",
    binary,
    'net.yaml:5:37  label "y": expected 2 classes (the network has 1 output), found 3: a, b, c',
  ],
  [
    "an unknown class",
    "x,y\n1,a\n2,setoza\n",
    { ...softmax, classes: ["setosa", "a", "b"] },
    'a.csv:3:3  y: unknown class "setoza": expected setosa, a, b   did you mean "setosa"?',
  ],
  ["no class", "x,y\n1,a\n2,\n", softmax, "a.csv:3:3  y: expected a class, found nothing"],
  [
    "an impossible probability",
    "x,y\n1,0\n2,1.5\n",
    binary,
    'a.csv:3:3  y: expected a number from 0 to 1 (binary-cross-entropy), found "1.5"',
  ],
  ["a word among numbers", "x,y\n1,7\n2,a\n", {}, 'a.csv:3:3  y: expected a number, found "a"'],
  [
    "numbers for several outputs",
    "x,y\n1,7\n",
    { outputs: 2 },
    'net.yaml:5:37  label "y": expected 1 output for a column of numbers (half-squared-error), found 2 outputs',
  ],
])("refuses %s", (_, csv, setting, expected) => {
  expect(errorLine(csv, setting)).toBe(expected);
});
