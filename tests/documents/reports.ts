import type { Finding, LayerNumbers, Report } from "../../src/index.ts";

const histogram = (low: number, high: number, bins = 20): LayerNumbers["weights"] => ({
  low,
  high,
  counts: Array.from({ length: bins }, (_, i) => (i * 7) % 11),
  mean: (low + high) / 2,
  deviation: (high - low) / 4,
});

const finding: Finding = {
  kind: "dead-units",
  step: 40,
  layer: "layers.1",
  by: "relu",
  about: ["h1", "h4"],
  count: 2,
  among: 8,
  measured: 0,
  threshold: 0,
  advice: ["initializer", "leaky-relu"],
};

/** A report with everything that there is in one. */
export const fullReport: Report = {
  title: "Three species",
  status: "finished",
  phrases: ["4 inputs · dense 8 relu · dense 3 softmax", "softmax cross-entropy"],
  example: "examples/iris.yaml",
  started: "2026-11-27T08:15:14.123Z",
  ended: "2026-11-27T09:15:14.123Z",
  seconds: 3599,
  resumed: [640, 720],
  epochs: { done: 100, planned: 100 },
  steps: 800,
  bestEpoch: 62,
  machine: ["wasm", "float32", "fma"],
  versions: ["backstep 0.1.0", "Node v20.20.2", "linux x64"],
  data: [{ path: "data/iris.csv", bytes: 3858, sha256: "9cc1c345".repeat(8) }],
  sha256: "577afa1a".repeat(8),
  results: {
    train: { loss: 0.0836918, accuracy: 0.979, f1: 0.9792, auc: 0.9987 },
    validation: { loss: 0.106111, accuracy: 1, f1: 1, auc: 1 },
    test: { loss: 0.0504677, accuracy: 1, f1: 1, auc: 1 },
  },
  points: Array.from({ length: 100 }, (_, i) => ({
    epoch: i + 1,
    loss: 2 * Math.exp(-i / 20),
    validation: 1.8 * Math.exp(-i / 25) + (i / 100) ** 4,
    metrics: { accuracy: 1 - Math.exp(-i / 10), f1: 1 - Math.exp(-i / 12) },
    of: "validation",
  })),
  moments: Array.from({ length: 21 }, (_, i) => ({
    epoch: 5 * i,
    layers: ["layers.1", "layers.3"].map((layer) => ({
      layer,
      weights: histogram(-1 - i / 20, 1 + i / 10),
      gradients: histogram(-0.5 / (i + 1) ** 2, 0.3 / (i + 1) ** 2),
    })),
  })),
  findings: [finding],
  confusion: {
    of: "test",
    classes: ["setosa", "versicolor", "virginica"],
    counts: [
      [10, 0, 0],
      [0, 9, 1],
      [0, 2, 8],
    ],
  },
  settings: [
    ["network.layers[1].dense", "8"],
    ["optimizer.learningRate", "0.01"],
  ],
};

/** The same with somebody's words wherever there may be words. */
export function hostileReport(name: string): Report {
  return {
    ...fullReport,
    title: name,
    phrases: [name],
    example: name,
    started: name,
    machine: [name],
    versions: [name],
    data: [{ path: name, bytes: 1, sha256: name }],
    sha256: name,
    points: fullReport.points.map((point) => ({ ...point, metrics: { [name]: point.loss } })),
    moments: fullReport.moments.map(({ epoch, layers }) => ({
      epoch,
      layers: layers.map((layer) => ({ ...layer, layer: name })),
    })),
    findings: [{ ...finding, layer: name, by: name, about: [name] }],
    confusion: { of: "train", classes: [name, name, name], counts: fullReport.confusion?.counts ?? [] },
    settings: [[name, name]],
  };
}

/** Of a training that ended before it began. */
export const emptyReport: Report = {
  status: "killed",
  phrases: [],
  example: "x.yaml",
  started: "2026-11-27T08:15:14.123Z",
  seconds: 0,
  resumed: [],
  epochs: { planned: 5 },
  machine: ["wasm"],
  versions: [],
  data: [],
  points: [],
  moments: [],
  findings: [],
  settings: [],
};
