import { describe, expect, test } from "vitest";
import { elementName } from "../graph/naming.ts";
import { verify } from "../graph/verify.ts";
import { InputError } from "../tensor/error.ts";
import { positionOf } from "../tensor/shape.ts";
import { everyKind } from "./every-kind.ts";
import { losses } from "./losses.ts";
import { buildModel, lastActivationIsLink } from "./network.ts";
import { type Parameter, parametersOf } from "./parameters.ts";
import { neuronText } from "./shapes.ts";
import type { BiasSpec, DenseSpec, NetworkSpec } from "./spec.ts";

function namesOf({ initial, naming }: Parameter): string[] {
  return Array.from(initial.values, (_, offset) => elementName(naming, positionOf(initial.shape, offset)));
}

const network: NetworkSpec = {
  inputs: 2,
  layers: [{ dense: 3 }, { dense: 2, bias: { shared: 0.5 } }, { dense: 2, bias: [0.1, 0.2] }],
};

test("weights are numbered through the network neuron by neuron, biases too, one for each or one for all", () => {
  const parameters = parametersOf(network, 0, everyKind);
  expect(parameters.map(({ path, initial }) => [path, initial.shape])).toEqual([
    ["layers.1.weight", [3, 2]],
    ["layers.1.bias", [3]],
    ["layers.2.weight", [2, 3]],
    ["layers.2.bias", []],
    ["layers.3.weight", [2, 2]],
    ["layers.3.bias", [2]],
  ]);
  expect(parameters.map(namesOf)).toEqual([
    ["w1", "w2", "w3", "w4", "w5", "w6"],
    ["b1", "b2", "b3"],
    ["w7", "w8", "w9", "w10", "w11", "w12"],
    ["b4"],
    ["w13", "w14", "w15", "w16"],
    ["b5", "b6"],
  ]);
});

test("neurons are called as the article calls them", () => {
  const deep = [-1, 0, 1, 2].map((layer) => neuronText(network, layer));
  expect(deep).toEqual(["i", "h1.", "h2.", "o"]);
  const article = { inputs: 2, layers: [{ dense: 2 }, { dense: 2 }] };
  expect([-1, 0, 1].map((layer) => neuronText(article, layer))).toEqual(["i", "h", "o"]);
  expect(neuronText({ inputs: 2, layers: [{ dense: 1 }] }, 0)).toBe("o");
});

describe("biases", () => {
  const biasOf = (bias?: BiasSpec): Parameter | undefined => {
    const layer: DenseSpec = { dense: 2, ...(bias !== undefined && { bias }) };
    return parametersOf({ inputs: 1, layers: [layer] }, 0, everyKind)[1];
  };

  test.each<
    [what: string, bias: BiasSpec | undefined, values: number[], shape: number[], trainable: boolean]
  >([
    ["none said", undefined, [0, 0], [2], true],
    ["one number", 0.5, [0.5, 0.5], [2], true],
    ["a number each", [0.5, -0.5], [0.5, -0.5], [2], true],
    ["shared", { shared: 0.5 }, [0.5], [], true],
    ["shared and frozen", { shared: 0.5, trainable: false }, [0.5], [], false],
    ["each, frozen", { values: [1, 2], trainable: false }, [1, 2], [2], false],
    ["one number each, frozen", { values: 3, trainable: false }, [3, 3], [2], false],
    ["frozen at 0", { trainable: false }, [0, 0], [2], false],
  ])("%s", (_what, bias, values, shape, trainable) => {
    const found = biasOf(bias);
    expect([...(found?.initial.values ?? [])]).toEqual(values);
    expect(found).toMatchObject({ kind: "bias", trainable, initial: { shape } });
  });

  test("absent", () => {
    expect(biasOf(false)).toBeUndefined();
  });
});

describe("weights that do not fit are refused, in words", () => {
  const layers = (weights: number[][], bias: BiasSpec = 0) => [{ dense: 2 }, { dense: 3, weights, bias }];
  const expected = "weights of layer 2: expected 3 rows of 2 (3 neurons, 2 inputs), found";

  test.each<[number[][], string]>([
    [[[1, 2]], `${expected} 1 row of 2`],
    [
      [
        [1, 2, 3],
        [1, 2, 3],
      ],
      `${expected} 2 rows of 3   is it transposed?`,
    ],
    [[[1, 2], [1], [1, 2]], `${expected} rows of 2, 1, 2`],
    [[[1], [2], [3]], `${expected} 3 rows of 1`],
    [[], `${expected} 0 rows of 0`],
  ])("%j", (weights, message) => {
    const build = () => parametersOf({ inputs: 2, layers: layers(weights) }, 0, everyKind);
    expect(build).toThrow(InputError);
    expect(build).toThrow(message);
  });

  test("and biases", () => {
    const build = () =>
      parametersOf(
        {
          inputs: 2,
          layers: layers(
            [
              [1, 2],
              [1, 2],
              [1, 2],
            ],
            [1, 2],
          ),
        },
        0,
        everyKind,
      );
    expect(build).toThrow(InputError);
    expect(build).toThrow("bias of layer 2: expected 3 numbers (one per neuron), found 2");
  });
});

describe("weights that are not given are drawn by seed and layer", () => {
  const drawn = (seed: number, layers: readonly DenseSpec[]) =>
    parametersOf({ inputs: 4, layers }, seed, everyKind)
      .filter(({ kind }) => kind === "weight")
      .map(({ initial }) => initial.values);
  const plain: DenseSpec = { dense: 4, activation: "tanh" };

  test("the same seed gives the same, another seed or layer others", () => {
    const [first, second] = drawn(1, [plain, plain]);
    expect(drawn(1, [plain, plain])).toEqual([first, second]);
    expect(first).not.toEqual(second);
    expect(drawn(2, [plain])[0]).not.toEqual(first);
  });

  test("a layer's own are not moved by what the layers before it are", () => {
    const given: DenseSpec = {
      dense: 4,
      weights: Array.from({ length: 4 }, () => [0, 0, 0, 0]),
      bias: false,
    };
    expect(drawn(1, [given, plain])[1]).toEqual(drawn(1, [plain, plain])[1]);
  });

  test("for relu as He has it, else as Glorot has it, unless said", () => {
    const as = (spec: Partial<DenseSpec>) => drawn(1, [{ dense: 4, ...spec }])[0];
    for (const activation of ["relu", "leaky-relu"] as const) {
      expect(as({ activation })).toEqual(as({ initializer: "he-uniform" }));
    }
    for (const activation of ["sigmoid", "tanh", "softmax", "linear"] as const) {
      expect(as({ activation })).toEqual(as({ initializer: "glorot-uniform" }));
    }
    expect(as({})).toEqual(as({ initializer: "glorot-uniform" }));
    expect(as({ activation: "relu", initializer: "zeros" })).toEqual(new Float64Array(16));
  });
});

test("a loss applies the last activation by itself where it is its own, or there is none", () => {
  const answers = ([undefined, "linear", "softmax", "sigmoid", "tanh"] as const).map((activation) => [
    lastActivationIsLink(activation, losses["softmax-cross-entropy"]),
    lastActivationIsLink(activation, losses["binary-cross-entropy-with-logits"]),
    lastActivationIsLink(activation, losses["mean-squared-error"]),
  ]);
  expect(answers).toEqual([
    [true, true, false],
    [true, true, false],
    [true, false, false],
    [false, true, false],
    [false, false, false],
  ]);
});

describe("the graph of a model", () => {
  const names = (samples: number, ...asked: string[]): boolean[] => {
    const model = { network, loss: "half-squared-error" } as const;
    const { graph } = buildModel(
      { model, kinds: everyKind },
      parametersOf(network, 0, everyKind),
      samples,
      "f64",
    );
    verify(graph);
    return asked.map((name) => graph.find(name) !== undefined);
  };

  test("calls everything by its name, on one sample", () => {
    const there = [
      "i1",
      "i2",
      "net_h1.3",
      "out_h1.3",
      "net_h2.1",
      "out_o2",
      "target_o1",
      "E_o1",
      "E",
      "w16",
      "b6",
    ];
    expect(names(1, ...there)).toEqual(there.map(() => true));
    const absent = ["i3", "net_h1.4", "net_h1", "out_o3", "w17", "b7", "out_o1#1", "E#1"];
    expect(names(1, ...absent)).toEqual(absent.map(() => false));
  });

  test("and with the sample's number, on several", () => {
    const there = ["i1#1", "i2#3", "net_h1.3#2", "out_o2#3", "target_o1#1", "E_o1#3", "E#2", "E", "w16"];
    expect(names(3, ...there)).toEqual(there.map(() => true));
    const absent = ["i1", "i1#4", "i1#0", "out_o1", "w1#1"];
    expect(names(3, ...absent)).toEqual(absent.map(() => false));
  });
});
