import { describe, expect, test } from "vitest";
import { createSession, explain, type ModelSpec, samples } from "../../index.ts";
import { everyKind } from "../../nn/every-kind.ts";
import { outputsOf } from "../../nn/shapes.ts";
import { type Picture, type PictureEdge, textWidth, weightText } from "./picture.ts";
import { pictureOf } from "./picture-of.ts";

const byExample: ModelSpec = {
  network: {
    inputs: 2,
    layers: [
      {
        dense: 2,
        activation: "sigmoid",
        weights: [
          [0.15, 0.2],
          [0.25, 0.3],
        ],
        bias: { shared: 0.35 },
      },
      {
        dense: 2,
        activation: "sigmoid",
        weights: [
          [0.4, 0.45],
          [0.5, 0.55],
        ],
        bias: [0.6, 0.7],
      },
    ],
  },
  loss: "half-squared-error",
};

/** @param layers with how many neurons */
function dense(inputs: number, ...layers: number[]): ModelSpec {
  return {
    network: { inputs, layers: layers.map((size) => ({ dense: size, activation: "tanh" as const })) },
    loss: "half-squared-error",
  };
}

function pictured(model: ModelSpec, of: readonly string[], count = 1): Picture {
  const { inputs } = model.network;
  const row = (width: number) => Array.from({ length: width }, (_, i) => (i + 1) / 10);
  const batch = samples(
    Array.from({ length: count }, () => row(Number(inputs))),
    Array.from({ length: count }, () => row(outputsOf(model.network, everyKind))),
  );
  const session = createSession({ model, optimizer: { name: "sgd", learningRate: 0.5 }, seed: 1 });
  return pictureOf(explain(session.look(batch), of));
}

const ends = ({ from, to }: PictureEdge): string => `${from}-${to}`;
const coloured = ({ edges }: Picture, emphasis: string): string[] =>
  edges.filter((edge) => edge.emphasis === emphasis).map(ends);

function columnsOf({ neurons }: Picture): string[][] {
  const places = [...new Set(neurons.map(({ x }) => x))];
  return places.map((place) => neurons.filter(({ x }) => x === place).map(({ id }) => id));
}

describe("the network of the example", () => {
  const picture = pictured(byExample, ["w5"]);

  test("has its neurons in columns, the loss last", () => {
    expect(columnsOf(picture)).toEqual([["i1", "i2"], ["h1", "h2"], ["o1", "o2"], ["E"]]);
    expect(picture.layers.map(({ count }) => count)).toEqual([2, 2, 2]);
  });

  test("has every weight at its line", () => {
    const weights = picture.edges.map((edge) => [ends(edge), edge.weight?.id, edge.weight?.value]);
    expect(weights).toEqual([
      ["i1-h1", "w1", 0.15],
      ["i2-h1", "w2", 0.2],
      ["i1-h2", "w3", 0.25],
      ["i2-h2", "w4", 0.3],
      ["h1-o1", "w5", 0.4],
      ["h2-o1", "w6", 0.45],
      ["h1-o2", "w7", 0.5],
      ["h2-o2", "w8", 0.55],
      ["o1-E", undefined, undefined],
      ["o2-E", undefined, undefined],
    ]);
  });

  test("has biases, one that a layer shares at every neuron of it", () => {
    const biases = picture.neurons.map(({ bias }) => bias?.id);
    expect(biases).toEqual([undefined, undefined, "b1", "b1", "b2", "b3", undefined]);
  });

  test("shows values where there is one sample", () => {
    expect(picture.neurons.find(({ id }) => id === "h1")?.value).toBeCloseTo(0.59988837, 8);
    const batch = pictured(byExample, ["w5"], 3);
    expect(batch.neurons.filter(({ value }) => value !== undefined).map(({ id }) => id)).toEqual(["E"]);
    expect(batch.edges.map(ends)).toEqual(picture.edges.map(ends));
  });

  test("keeps its texts apart", () => {
    const boxes = picture.edges.flatMap(({ weight, label }) =>
      weight && label ? [{ ...label, width: textWidth(weightText(weight)) }] : [],
    );
    expect(boxes).toHaveLength(8);
    for (const [i, a] of boxes.entries()) {
      for (const b of boxes.slice(i + 1)) {
        const isApart = Math.abs(a.x - b.x) * 2 >= a.width + b.width || Math.abs(a.y - b.y) >= 15;
        expect(isApart, JSON.stringify([a, b])).toBe(true);
      }
    }
  });
});

describe("the way of what is asked for", () => {
  test("of a weight", () => {
    const picture = pictured(byExample, ["w1"]);
    expect(coloured(picture, "asked")).toEqual(["i1-h1"]);
    expect(coloured(picture, "path")).toEqual(["h1-o1", "h1-o2", "o1-E", "o2-E"]);
    expect(picture.highlighted).toEqual(["w1"]);
  });

  test("of a bias that a layer shares", () => {
    const picture = pictured(byExample, ["b1"]);
    expect(coloured(picture, "path")).toEqual(["h1-o1", "h2-o1", "h1-o2", "h2-o2", "o1-E", "o2-E"]);
    expect(picture.neurons.filter(({ bias }) => bias?.asked).map(({ id }) => id)).toEqual(["h1", "h2"]);
    expect(picture.neurons.find(({ id }) => id === "h1")?.emphasis).toBe("path");
  });

  test("of a neuron, and of an input", () => {
    const neuron = pictured(byExample, ["delta_o1"]);
    expect(coloured(neuron, "path")).toEqual(["o1-E"]);
    expect(neuron.neurons.filter(({ emphasis }) => emphasis === "asked").map(({ id }) => id)).toEqual(["o1"]);
    expect(coloured(pictured(byExample, ["i2"]), "path")).toContain("i2-h1");
  });

  test("a value has none", () => {
    expect(pictured(byExample, ["out_h1", "E"]).highlighted).toEqual([]);
  });

  test("where all is asked for, nothing stands out", () => {
    const picture = pictured(byExample, ["all"]);
    expect(picture.edges.some(({ emphasis }) => emphasis)).toBe(false);
    expect(picture.highlighted).toEqual([]);
  });
});

describe("a wide layer", () => {
  test("is cut down, but not what is asked for", () => {
    const { neurons, edges } = pictured(dense(2, 128, 1), ["w(i1->h77)"]);
    const hidden = neurons.filter(({ id }) => id.startsWith("h") || id.startsWith("⋮"));
    expect(hidden.map(({ id, folded }) => folded ?? id)).toEqual([
      "h1",
      "h2",
      "h3",
      "h4",
      "h5",
      "h6",
      "h7",
      120,
      "h77",
    ]);
    expect(edges.filter(({ weight }) => weight).map(({ weight }) => weight?.id)).toEqual(["w153"]);
    expect(edges.filter(({ emphasis }) => emphasis).map(ends)).toEqual(["i1-h77", "h77-o1", "o1-E"]);
  });

  test("of nine has room for seven and the words that two are left out", () => {
    const { neurons } = pictured(dense(1, 9, 1), ["w1"]);
    expect(neurons.map(({ folded }) => folded).filter((folded) => folded !== undefined)).toEqual([2]);
    expect(pictured(dense(1, 8, 1), ["w1"]).neurons).toHaveLength(11);
  });

  test("whose forward pass is taken as given is drawn all the same", () => {
    const { neurons, edges, layers } = pictured(dense(200, 110, 3), ["w(i150->h20)"]);
    expect(layers.map(({ count }) => count)).toEqual([200, 110, 3]);
    expect(neurons.map(({ id }) => id)).toContain("i150");
    expect(coloured({ edges } as Picture, "asked")).toEqual(["i150-h20"]);
    expect(coloured({ edges } as Picture, "path")).toEqual(
      expect.arrayContaining(["h20-o1", "h20-o2", "h20-o3", "o1-E"]),
    );
  });
});

test("several hidden layers stand one behind the other", () => {
  const columns = columnsOf(pictured(dense(2, 3, 3, 2), ["w1"]));
  expect(columns.map(([first]) => first)).toEqual(["i1", "h1.1", "h2.1", "o1", "E"]);
});
