import { expect, it } from "vitest";
import { parse } from "yaml";
import { exampleToYaml, oneSample } from "./example.ts";

it("writes what YAML reads back, whatever is in it", () => {
  const example = {
    title: { en: 'a: "b" # c\u2028\u0085\uFEFF\n---\n', "zh-Hant": "題：一" },
    expressions: { f: "x * -y" },
    values: { x: -0.15, y: 1e-7 },
  };
  const text = exampleToYaml(example);
  expect(parse(text)).toEqual({ backstep: 1, ...example });
  expect(text.split("\n")).toHaveLength(5);
});

it("keeps the first sample alone", () => {
  const example = {
    network: { inputs: 1, layers: [{ dense: 1 }] },
    loss: "half-squared-error",
    optimizer: { name: "sgd", learningRate: 1 },
    data: { inputs: [[1], [2]], targets: [[3], [4]] },
  };
  expect(oneSample(example)).toEqual({ ...example, data: { inputs: [[1]], targets: [[3]] } });
});
