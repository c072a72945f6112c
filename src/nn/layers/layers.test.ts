import { describe, expect, test } from "vitest";
import { referenceBackend } from "../../backends/reference/reference.ts";
import { reevaluate } from "../../explain/derive.ts";
import { explain } from "../../explain/explain.ts";
import type { Node } from "../../graph/node.ts";
import { verify } from "../../graph/verify.ts";
import { createSession } from "../../index.ts";
import { tensor } from "../../tensor/tensor.ts";
import { everyKind } from "../every-kind.ts";

import { buildModel } from "../network.ts";
import { parametersOf } from "../parameters.ts";
import { outputsOf, shapesOf } from "../shapes.ts";
import type { NetworkSpec } from "../spec.ts";
import type { LayerSpec } from "./index.ts";
import type { LayerKind } from "./kind.ts";

const pictures: NetworkSpec = {
  inputs: [2, 3],
  layers: [{ activate: "tanh" }, { flatten: true }, { reshape: [3, 2] }, { flatten: true }, { dense: 2 }],
};

test("the shape of a sample is followed from layer to layer", () => {
  expect(shapesOf(pictures, everyKind)).toEqual([[2, 3], [2, 3], [6], [3, 2], [6], [2]]);
  expect(outputsOf(pictures, everyKind)).toBe(2);
});

test("what has rows and columns is told by its place; what only moves keeps the names it had", () => {
  const { graph } = buildModel(
    { model: { network: pictures, loss: "squared-error" }, kinds: everyKind },
    parametersOf(pictures, 0, everyKind),
    1,
    "f64",
  );
  verify(graph);
  const names = [...graph.names.keys()].map((id) =>
    graph.elementName(
      id,
      graph.nodes[id].shape.map(() => 0),
    ),
  );
  expect(names).toEqual(["i[1,1]", "w1", "b1", "out_h1[1,1]", "net_o1", "out_o1", "target_o1", "E_o1", "E"]);
  expect(graph.find("out_h1[2,3]")?.at).toEqual([0, 1, 2]);
  expect(graph.find("out_h1[3,1]")).toBeUndefined();
});

describe("a layer that does not fit is named, with what to do", () => {
  test.each<[NetworkSpec, string]>([
    [
      { inputs: 4, layers: [{ lstm: 2 }] },
      "layer 1 (lstm): expected time × features, found [4]; put reshape before it, as [4, 1]",
    ],
    [
      { inputs: [3, 6], layers: [{ attention: 4 }] },
      "layer 1 (attention): expected features that 4 heads divide, found 6 ([3, 6])",
    ],
    [{ inputs: 6, layers: [{ attention: 2 }] }, "layer 1 (attention): expected time × features, found [6]"],
    [
      { inputs: 6, layers: [{ positions: "sinusoidal" }] },
      "layer 1 (positions): expected time × features, found [6]",
    ],
    [
      { inputs: [2, 3], layers: [{ dense: 2 }] },
      "layer 1 (dense): expected inputs in one row, as [6], found [2, 3]; put flatten before it",
    ],
    [
      { inputs: 6, layers: [{ dense: 4 }, { reshape: [2, 3] }] },
      "layer 2 (reshape): expected a shape of the 4 numbers that come in ([4]), found [2, 3], which has 6",
    ],
    [
      { inputs: [2, 3], layers: [{ activate: "softmax" }] },
      "layer 1 (activate): softmax goes over inputs in one row, found [2, 3]; put flatten before it",
    ],
    [
      { inputs: 4, layers: [{ reshape: [2, 2] }] },
      "layer 1 (reshape): expected outputs in one row behind the last layer, found [2, 2]; put flatten behind it",
    ],
  ])("%j", (network, message) => {
    expect(() => outputsOf(network, everyKind)).toThrow(message);
  });
});

test("given weights that do not fit name the layer, and say how gates are ordered", () => {
  const of = (spec: LayerSpec) => () => parametersOf({ inputs: [3, 2], layers: [spec] }, 0, everyKind);
  expect(of({ gru: 1, weights: { input: [[1, 2]] } })).toThrow(
    "inputWeight of layer 1: expected [3, 2] (gates r, z, n, one after the other), found [1, 2]",
  );
  expect(of({ lstm: 1, bias: { hidden: [1] } })).toThrow(
    "hiddenBias of layer 1: expected [4] (gates i, f, g, o",
  );
  expect(of({ attention: 1, weights: { in: [[1, 2]] } })).toThrow(
    "inWeight of layer 1: expected [6, 2], found [1, 2]",
  );
});

test("positions are sines and cosines of waves ten thousand times as long in the end", () => {
  const [position] = parametersOf(
    { inputs: [3, 4], layers: [{ positions: "sinusoidal" }, { flatten: true }] },
    0,
    everyKind,
  );
  const at = (step: number) => [Math.sin(step), Math.cos(step), Math.sin(step / 100), Math.cos(step / 100)];
  expect([...position.initial.values]).toEqual([...at(0), ...at(1), ...at(2)]);
  expect(position.trainable).toBe(false);
});

/** A residual connection, and two branches one behind the other. */
const branches: NetworkSpec = {
  inputs: 2,
  layers: [
    { dense: 3, activation: "tanh", name: "first" },
    { dense: 3, activation: "relu" },
    { add: ["first", 2] },
    { dense: 2, from: "input", name: "aside" },
    { concat: [3, "aside"] },
    { dense: 1 },
  ],
};

describe("a graph of layers", () => {
  test("each layer takes what it says", () => {
    expect(shapesOf(branches, everyKind)).toEqual([[2], [3], [3], [2], [3], [5], [1]]);
    const { graph } = buildModel(
      { model: { network: branches, loss: "squared-error" }, kinds: everyKind },
      parametersOf(branches, 0, everyKind),
      2,
      "f64",
    );
    verify(graph);
    expect(graph.find("out_h5.4#2")?.at).toEqual([1, 3]);
  });

  const wrong = (layer: number, spec: LayerSpec): NetworkSpec => ({
    ...branches,
    layers: branches.layers.map((one, i) => (i === layer - 1 ? spec : one)),
  });

  test.each<[NetworkSpec, string]>([
    [
      wrong(3, { add: ["frist", 2] }),
      'layer 3 (add): expected input, first or the number of a layer before it, found "frist"   did you mean "first"?',
    ],
    [wrong(3, { add: ["first", 9] }), "layer 3 (add): expected input, or a layer from 1 to 2, found 9"],
    [
      wrong(3, { add: [1, "aside"] }),
      "layer 3 (add): expected a layer before it, found layer 4, which comes later",
    ],
    [
      wrong(3, { add: [1, 3] }),
      "layer 3 (add): expected a layer before it, found itself: a network has no cycles",
    ],
    [
      wrong(3, { add: ["first", "input"] }),
      "layer 3 (add): expected inputs of one shape, found [3] from layer 1 (dense) and [2] from the input",
    ],
    [
      {
        inputs: [2, 3],
        layers: [{ flatten: true }, { dense: 2 }, { concat: ["input", 2] }, { flatten: true }],
      },
      "layer 3 (concat): expected inputs that differ along axis 1 only, found [2, 3] from the input and [2] from layer 2 (dense)",
    ],
    [wrong(5, { concat: [3, "aside"], axis: 2 }), "layer 5 (concat): axis: expected one of [3], found 2"],
    [
      wrong(4, { dense: 2, from: "input", name: "first" }),
      'layer 4 (dense): name: expected a name of its own, found "first", which is layer 1\'s',
    ],
    [wrong(4, { dense: 2, name: "input" }), "layer 4 (dense): name: expected another word than input"],
    [
      wrong(5, { dense: 5, from: 3 }),
      "layer 4 (dense): expected a layer that takes what it puts out, found none; only the last layer's",
    ],
    [
      { inputs: [2, 3], layers: [{ flatten: true }, { dense: 4, from: "input" }] },
      "layer 2 (dense), which takes the input: expected inputs in one row, as [6], found [2, 3]; put flatten before it",
    ],
  ])("%j", (network, message) => {
    expect(() => outputsOf(network, everyKind)).toThrow(message);
  });
});

/** Subtracts what it has seen on average: half of that, and half of the batch. */
const centre: LayerKind<unknown> = {
  name: "centre",
  shape: (_spec, input) => input,
  parameters: (_spec, input) => [
    {
      name: "mean",
      kind: "statistic",
      shape: input,
      trainable: false,
      initial: () => tensor(input, new Float64Array(input[0])),
    },
  ],
  build(_spec, x, { ops, mode, parameter, update }) {
    const mean = parameter("mean");
    if (!mean) throw new Error("no mean");
    const half = (node: typeof mean) => ops.apply("mul", ops.constant(0.5, node.shape), node);
    const ofBatch = ops.apply("div", ops.sum(x, [0]), ops.constant(x.shape[0], mean.shape));
    const next = ops.apply("add", half(mean), half(ofBatch));
    update("mean", next);
    return ops.apply("sub", x, ops.broadcast(mode === "train" ? ofBatch : mean, x.shape, [1]));
  },
};

test("a layer of the user's own keeps a statistic of the batches it trains on, and uses it to predict", () => {
  const session = createSession({
    model: {
      network: { inputs: 1, layers: [{ custom: centre }, { dense: 1, weights: [[1]], bias: false }] },
      loss: "squared-error",
    },
    optimizer: { name: "sgd", learningRate: 1e-9 },
    backend: referenceBackend,
  });
  const samples = { inputs: tensor([2, 1], [2, 6]), targets: tensor([2, 1], [0, 0]) };
  expect([...session.measure(samples).predictions]).toEqual([2, 6]);
  expect(session.step(samples)).toBeCloseTo(4, 6);
  expect([...session.read(session.parameters[0])]).toEqual([2]);
  session.run(samples, Uint32Array.of(0, 1), 2);
  expect([...session.read(session.parameters[0])]).toEqual([3]);
  const [first] = session.measure(samples).predictions;
  expect(first).toBeCloseTo(-1, 6);
});

/** factor · in, as in docs/layers.md. */
const scaled: LayerKind<{ settings: { start: number } }> = {
  name: "scaled",
  shape: (_spec, input) => input,
  parameters: ({ settings: { start } }) => [
    { name: "factor", kind: "weight", shape: [], trainable: true, initial: () => tensor([], [start]) },
  ],
  build: (_spec, x, { ops, parameter }) =>
    ops.apply("mul", ops.broadcast(parameter("factor") as Node, x.shape, []), x),
};

test("a layer of the user's own is differentiated, and explained, like any other", () => {
  const network: NetworkSpec = {
    inputs: 2,
    layers: [
      { custom: scaled, settings: { start: 0.5 } },
      { dense: 1, weights: [[3, 4]], bias: false },
    ],
  };
  const session = createSession({
    model: { network, loss: "half-squared-error" },
    optimizer: { name: "sgd", learningRate: 0.1 },
    backend: referenceBackend,
  });
  const executed = session.look({ inputs: tensor([1, 2], [1, 2]), targets: tensor([1, 1], [5]) });
  const [{ node }] = executed.parameters;
  // out = 0.5 · (3·1 + 4·2) = 5.5, so that ∂E/∂factor = (5.5 − 5) · 11
  expect(executed.value(executed.backward.adjoint.get(node.id) as Node, [])).toBe(5.5);
  const [{ derivation, place }] = explain(executed, ["layers.1.factor"]).explained;
  expect(reevaluate(derivation)).toBe(5.5);
  expect(place).toMatchObject({ layer: 1 });
});
