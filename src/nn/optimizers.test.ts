import { describe, expect, test } from "vitest";
import { Graph } from "../graph/graph.ts";
import { verify } from "../graph/verify.ts";
import { opsFor } from "../ops/index.ts";
import { everyKind } from "./every-kind.ts";
import { buildUpdates, initialState, inSteps, type OptimizerSpec } from "./optimizers.ts";

function built(spec: OptimizerSpec): { graph: Graph; states: Record<string, string> } {
  const graph = new Graph();
  const ops = opsFor(graph);
  const parameters = [
    graph.name(ops.state([2, 2]), { text: "w", first: 5, strides: [2, 1] }),
    graph.name(ops.state([]), { text: "b", first: 1 }),
  ].map((node) => ({ node, gradient: ops.constant(1, node.shape) }));
  const updates = buildUpdates(graph, spec, parameters, everyKind);
  verify(graph);
  const firstName = ({ id, shape }: { id: number; shape: readonly number[] }) =>
    graph.elementName(
      id,
      shape.map(() => 0),
    );
  return {
    graph,
    states: Object.fromEntries(updates.map(({ of, next }) => [firstName(of), firstName(next)])),
  };
}

describe("what an optimiser keeps is called after the parameter, and so is what comes next", () => {
  const weights = { w5: "w5⁺", b1: "b1⁺" };
  const velocity = { v_w5: "v_w5⁺", v_b1: "v_b1⁺" };
  const moments = { m_w5: "m_w5⁺", m_b1: "m_b1⁺", ...velocity, steps: "t" };

  test.each<[OptimizerSpec, Record<string, string>]>([
    [{ name: "sgd", learningRate: 0.1 }, weights],
    [
      { name: "momentum", learningRate: 0.1 },
      { ...weights, ...velocity },
    ],
    [
      { name: "nesterov", learningRate: 0.1 },
      { ...weights, ...velocity },
    ],
    [{ name: "adam" }, { ...weights, ...moments }],
    [{ name: "adamw" }, { ...weights, ...moments }],
    [{ name: "rmsprop" }, { ...weights, ...velocity }],
    [
      { name: "rmsprop", momentum: 0.5, centered: true },
      {
        ...weights,
        ...velocity,
        a_w5: "a_w5⁺",
        a_b1: "a_b1⁺",
        u_w5: "u_w5⁺",
        u_b1: "u_b1⁺",
      },
    ],
    [{ name: "adagrad" }, { ...weights, s_w5: "s_w5⁺", s_b1: "s_b1⁺" }],
    [
      { name: "adamax" },
      { ...weights, m_w5: "m_w5⁺", m_b1: "m_b1⁺", u_w5: "u_w5⁺", u_b1: "u_b1⁺", steps: "t" },
    ],
    [{ name: "nadam" }, { ...weights, ...moments, q_w5: "q_w5⁺", q_b1: "q_b1⁺" }],
    [{ name: "adadelta" }, { ...weights, ...velocity, u_w5: "u_w5⁺", u_b1: "u_b1⁺" }],
    [{ name: "lion" }, { ...weights, m_w5: "m_w5⁺", m_b1: "m_b1⁺" }],
    [
      { name: "sgd", learningRate: 0.1, accumulate: 3, schedule: { name: "step", every: 2 } },
      {
        ...weights,
        G_w5: "G_w5⁺",
        G_b1: "G_b1⁺",
        batches: "batches⁺",
        drops: "drops⁺",
        steps: "steps⁺",
      },
    ],
  ])("$name", (spec, expected) => {
    expect(built(spec).states).toEqual(expected);
  });

  test("Adam's corrected moments too", () => {
    const { graph } = built({ name: "adam" });
    for (const name of ["m̂_w5", "v̂_w8", "m̂_b1", "t"]) expect(graph.find(name), name).toBeDefined();
  });
});

describe("settings that are not said are PyTorch's", () => {
  test.each<[OptimizerSpec, Record<string, number>]>([
    [{ name: "sgd", learningRate: 0.25 }, { η: 0.25 }],
    [
      { name: "momentum", learningRate: 0.25, momentum: 0.5 },
      { η: 0.25, μ: 0.5 },
    ],
    [{ name: "adam" }, { η: 0.001, β1: 0.9, β2: 0.999, ε: 1e-8 }],
    [
      { name: "adam", learningRate: 0.5, beta1: 0.6, beta2: 0.7, epsilon: 0.1 },
      { η: 0.5, β1: 0.6, β2: 0.7, ε: 0.1 },
    ],
    [{ name: "adamw" }, { η: 0.001, β1: 0.9, β2: 0.999, ε: 1e-8, λ: 0.01 }],
    [{ name: "rmsprop" }, { η: 0.01, ρ: 0.99, ε: 1e-8 }],
    [{ name: "adagrad" }, { η: 0.01, ε: 1e-10 }],
    [{ name: "adamax" }, { η: 0.002, β1: 0.9, β2: 0.999, ε: 1e-8 }],
    [{ name: "nadam" }, { η: 0.002, β1: 0.9, β2: 0.999, ε: 1e-8, ψ: 0.004 }],
    [{ name: "adadelta" }, { η: 1, ρ: 0.9, ε: 1e-6 }],
    [{ name: "lion" }, { η: 1e-4, β1: 0.9, β2: 0.99 }],
  ])("$name", (spec, settings) => {
    const { graph } = built(spec);
    for (const [symbol, value] of Object.entries(settings)) {
      expect(graph.find(symbol)?.node.attrs.value, symbol).toBe(value);
    }
  });
});

test("what is kept may start elsewhere than at 0", () => {
  const graph = new Graph();
  const ops = opsFor(graph);
  const node = graph.name(ops.state([2, 2]), { text: "w", first: 5, strides: [2, 1] });
  const spec: OptimizerSpec = { name: "adam", state: { m_w6: 0.5, v_w8: 2, steps: 5 } };
  const updates = buildUpdates(graph, spec, [{ node, gradient: ops.constant(1, node.shape) }], everyKind);
  const started = initialState(graph, spec, updates).map(({ node: { id }, values }) => [
    graph.names.get(id)?.text,
    [...values],
  ]);
  expect(started).toEqual([
    ["m_w", [0, 0.5, 0, 0]],
    ["v_w", [0, 0, 0, 2]],
    ["steps", [5]],
  ]);
  for (const name of ["w5", "m_w9", "n_w5"]) {
    const start = () => initialState(graph, { ...spec, state: { [name]: 1 } }, updates);
    expect(start, name).toThrow(/^state: expected what adam keeps \(.*steps\), found "/);
  }
});

test("a parameter without a name cannot be trained", () => {
  const graph = new Graph();
  const node = opsFor(graph).state([2]);
  const build = () => buildUpdates(graph, { name: "adam" }, [{ node, gradient: node }], everyKind);
  expect(build).toThrow(/%0: a parameter must have a name/);
});

test("a schedule in epochs counts the updates that they have", () => {
  const schedule = { name: "cosine", over: 10, per: "epoch" } as const;
  const perOf = (samples: number, batchSize: number, accumulate?: number) =>
    inSteps(
      { name: "sgd", learningRate: 0.1, schedule, ...(accumulate && { accumulate }) },
      samples,
      batchSize,
    ).schedule?.per;
  expect(perOf(96, 32)).toBe(3);
  // the last batch of an epoch is smaller
  expect(perOf(100, 32)).toBe(4);
  expect(perOf(100, 32, 2)).toBe(2);
  expect(perOf(1, 32, 8)).toBe(1);
  const inUpdates = { name: "sgd", learningRate: 0.1, schedule: { ...schedule, per: 5 } } as const;
  expect(inSteps(inUpdates, 100, 32)).toBe(inUpdates);
});
