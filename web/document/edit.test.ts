import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseExample } from "../../src/index.ts";
import { editText, hasPath, readPath, withLayer, withNeurons, withOptimizer, withoutLayer } from "./edit.ts";

const example = readFileSync(new URL("../../examples/by-example.yaml", import.meta.url), "utf8");
const layersOf = (text: string) => parseExample(text, "x.yaml").model.network.layers;

describe("a number", () => {
  test("is replaced where it stands, and nothing else is", () => {
    const edited = editText(example, [{ path: ["network", "layers", 1, "weights", 0, 0], value: 0.41 }]);
    expect(edited).toBe(example.replace("[[0.40, 0.45]", "[[0.41, 0.45]"));
  });

  test("that nothing says yet is added", () => {
    const edited = editText(example, [{ path: ["training", "seed"], value: 7 }]);
    expect(readPath(edited, ["training", "seed"])).toBe(7);
    expect(edited).toContain("# one row per neuron");
    expect(parseExample(edited, "x.yaml").training.seed).toBe(7);
  });

  test("is read back as it was written, whatever it is", () => {
    const path = ["data", "inputs", 0, 1];
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Object.is(readPath(editText(example, [{ path, value }]), path), value || 0)).toBe(true);
      }),
    );
  });
});

test("a matrix that is added is read back", () => {
  const text = "network: { inputs: 2, layers: [{ dense: 1 }] }\n";
  const path = ["network", "layers", 0, "weights"];
  expect(hasPath(text, path)).toBe(false);
  const edited = editText(text, [{ path, value: [[0.5, -1e-7]] }]);
  expect(readPath(edited, [...path, 0, 1])).toBe(-1e-7);
});

describe("another architecture", () => {
  test("with more neurons loses the weights that do not fit, and keeps a bias that is shared", () => {
    const layers = layersOf(withNeurons(example, 0, 5));
    expect(layers[0]).toMatchObject({ dense: 5, bias: { shared: 0.35 } });
    expect(layers.map((layer) => "weights" in layer)).toEqual([false, false]);
  });

  test("with a layer more, and with it taken away again", () => {
    const more = withLayer(example, 1);
    expect(layersOf(more).map((layer) => "dense" in layer && layer.dense)).toEqual([2, 4, 2]);
    expect(layersOf(withoutLayer(more, 1)).map((layer) => "weights" in layer)).toEqual([true, false]);
  });
});

test("another optimiser keeps the learning rate", () => {
  expect(parseExample(withOptimizer(example, "adam"), "x.yaml").optimizer).toEqual({
    name: "adam",
    learningRate: 0.5,
  });
});
