import { expect, test } from "vitest";
import { parseExample } from "../../index.ts";
import { differencesOf, settingsOf } from "./settings.ts";

const example = (training = "{ epochs: 5, seed: 1 }", csv = "a.csv", rate = 0.1) =>
  parseExample(
    `backstep: 1
network: { inputs: 2, layers: [{ dense: 2, activation: tanh }, { dense: 1 }] }
loss: half-squared-error
optimizer: { name: sgd, learningRate: ${rate} }
data: { train: { csv: ${csv}, label: y, features: [a, b] } }
training: ${training}
`,
    "x.yaml",
  );

test("what changes no result is no setting: epochs, places, paths", () => {
  const settings = settingsOf(example());
  expect(settings).toEqual(settingsOf(example("\n  epochs: 9\n  seed: 1", "elsewhere/b.csv")));
  expect(JSON.stringify(settings)).not.toMatch(/epochs|place|x\.yaml|a\.csv/i);
});

test("what does is named where it differs", () => {
  const difference = (other: ReturnType<typeof example>) =>
    differencesOf(settingsOf(example()), settingsOf(other));
  expect(difference(example())).toEqual([]);
  expect(difference(example("{ epochs: 5, seed: 2 }", "a.csv", 0.2))).toEqual([
    { path: "optimizer.learningRate", a: 0.1, b: 0.2 },
    { path: "training.seed", a: 1, b: 2 },
  ]);
  const wider = example();
  const layers = wider.model.network.layers.map((layer, i) => (i === 0 ? { ...layer, dense: 3 } : layer));
  const network = { ...wider.model.network, layers };
  expect(difference({ ...wider, model: { ...wider.model, network } })).toEqual([
    { path: "network.layers[1].dense", a: 2, b: 3 },
  ]);
});

test("many weights are told apart by their bytes", () => {
  const given = (last: number) => {
    const { model, ...rest } = example();
    const weights = [
      Array.from({ length: 100 }, (_, i) => (i === 99 ? last : i)),
      new Array<number>(100).fill(0),
    ];
    return { ...rest, model: { ...model, network: { inputs: 100, layers: [{ dense: 2, weights }] } } };
  };
  const [difference, ...others] = differencesOf(settingsOf(given(1)), settingsOf(given(2)));
  expect(others).toEqual([]);
  expect(difference.path).toBe("network.layers[1].weights");
  expect(JSON.stringify(difference.a).length).toBeLessThan(200);
  expect(settingsOf(given(1))).toEqual(settingsOf(given(1)));
});

test("members that objects inherit are not there", () => {
  expect(differencesOf({}, JSON.parse('{"__proto__": 1}'))).toEqual([
    { path: "__proto__", a: undefined, b: 1 },
  ]);
  expect(differencesOf({ constructor: 1 }, {})).toEqual([{ path: "constructor", a: 1, b: undefined }]);
});
