import { describe, expect, test } from "vitest";
import { type Backward, backward } from "../../src/autodiff/backward.ts";
import { type Element, type Expr, type Index, unroll } from "../../src/graph/expression.ts";
import { type ClosedRules, Graph } from "../../src/graph/graph.ts";
import type { Node } from "../../src/graph/node.ts";
import { verify } from "../../src/graph/verify.ts";
import { type ActivationName, activations } from "../../src/nn/activations.ts";
import { normalize } from "../../src/nn/layers/normalize.ts";
import { type LossName, losses } from "../../src/nn/losses.ts";
import { evaluate } from "../../src/ops/evaluate.ts";
import { type Ops, opsFor } from "../../src/ops/index.ts";
import { type Random, randomStream } from "../../src/tensor/random.ts";
import { offsetOf, positionsOf, type Shape, sizeOf } from "../../src/tensor/shape.ts";
import { execute } from "../support/execute.ts";
import { expectClose } from "../support/numbers.ts";
import { activationNames, lossNames, targetRow } from "../support/random-network.ts";

const BATCHES = [1, 3];
const OUTPUTS = [1, 4];
const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);
const SAME = { relative: 1e-12, absolute: 1e-14 };

/** The rules that each states; what is one primitive states none. */
const stated: { readonly [N in ActivationName | LossName]: readonly string[] } = {
  linear: [],
  sigmoid: [],
  tanh: [],
  relu: [],
  "leaky-relu": ["gradient 0"],
  softplus: [],
  gelu: ["value", "gradient 0"],
  silu: ["gradient 0"],
  softmax: ["value"],
  "half-squared-error": ["gradient 0", "gradient 1"],
  "squared-error": ["gradient 0", "gradient 1"],
  "mean-squared-error": ["gradient 0", "gradient 1"],
  "binary-cross-entropy": ["value", "gradient 0"],
  "binary-cross-entropy-with-logits": ["gradient 0", "gradient 1"],
  "softmax-cross-entropy": ["value", "gradient 0", "gradient 1"],
  "absolute-error": ["value", "gradient 0", "gradient 1"],
  "mean-absolute-error": ["value", "gradient 0", "gradient 1"],
  "mean-absolute-percentage-error": ["gradient 0"],
  "mean-squared-logarithmic-error": [],
  huber: ["gradient 0", "gradient 1"],
  "log-cosh": ["value", "gradient 0", "gradient 1"],
  poisson: ["value", "gradient 0", "gradient 1"],
  hinge: ["gradient 0", "gradient 1"],
  "squared-hinge": ["gradient 0", "gradient 1"],
  "categorical-hinge": ["gradient 0"],
  "kl-divergence": ["value", "gradient 0"],
  "cosine-similarity": ["gradient 0"],
};

describe.each(BATCHES)("a closed rule gives what its unfolded scope gives, on %i samples", (samples) => {
  test.each(activationNames)("%s", (name) => {
    for (const neurons of OUTPUTS) {
      for (const seed of SEEDS) {
        const start = new Start(seed);
        // the kinks are at 0
        const net = start.draw([samples, neurons], (i) => (i === 0 ? 0 : 2 * start.random.normal()));
        expect(checkScopes(start, activations[name](start.graph, net))).toEqual(new Set(stated[name]));
      }
    }
  });

  test.each(lossNames)("%s", (name) => {
    for (const outputs of OUTPUTS) {
      for (const seed of SEEDS) {
        const start = new Start(seed);
        expect(checkScopes(start, buildLoss(name, start, [samples, outputs]))).toEqual(new Set(stated[name]));
      }
    }
  });
});

describe("normalisation", () => {
  test.each<[Shape, number[]]>([
    [[4, 3], [0]],
    [[3, 4], [1]],
    [
      [2, 3, 2, 2],
      [0, 2, 3],
    ],
    [
      [2, 3, 2],
      [1, 2],
    ],
    [[2, 2, 3], [2]],
    [[1, 3], [0]],
  ])("of %j over %j", (shape, axes) => {
    for (const seed of SEEDS) {
      const start = new Start(seed);
      const x = start.draw(shape, () => 2 * start.random.normal());
      const { output } = normalize(start.ops, start.graph, x, axes, 0.1);
      expect(checkScopes(start, output)).toEqual(new Set(["value", "gradient 0"]));
    }
  });
});

describe("where a rule does not hold, it says so", () => {
  const rulesOf = (name: "binary-cross-entropy" | "softmax-cross-entropy"): ClosedRules => {
    const graph = new Graph();
    const ops = opsFor(graph);
    const [output, target] = [ops.input([1, 2]), ops.input([1, 2])];
    const prediction = losses[name].link ? ops.softmax(output) : output;
    losses[name].build(ops, graph, { output, target, prediction });
    return [...graph.closed.values()][0];
  };

  test.each([
    [0.5, true],
    [2e-12, true],
    [1 - 2e-12, true],
    [1e-12, false],
    [0, false],
    [1 - 1e-13, false],
    [1, false],
  ])("binary cross-entropy keeps probabilities from 0: %d", (p, holds) => {
    expect(rulesOf("binary-cross-entropy").holds?.([0, 0], () => p)).toBe(holds);
  });

  test.each([
    ["a distribution", [0.25, 0.75], [0.5, 0.5], true],
    ["targets that do not add up to 1", [0.25, 0.5], [0.5, 0.5], false],
    ["a softmax that has rounded to 0", [0, 1], [0, 1], false],
  ])("softmax cross-entropy: %s", (_what, targets, predictions, holds) => {
    const rules = rulesOf("softmax-cross-entropy");
    const read = (node: Node, [, j]: readonly number[]) =>
      node === rules.inputs[1] ? targets[j] : predictions[j];
    expect(rules.holds?.([0], read)).toBe(holds);
  });
});

/** A graph to build on, and the numbers of its inputs. */
class Start {
  readonly random: Random;
  readonly graph = new Graph();
  readonly ops: Ops = opsFor(this.graph);
  readonly given = new Map<Node, ArrayLike<number>>();

  constructor(seed: number) {
    this.random = randomStream(seed, 2000);
  }

  draw(shape: Shape, number: (i: number) => number): Node {
    const node = this.ops.input(shape);
    const values = Array.from({ length: sizeOf(shape) }, (_, i) => number(i));
    this.given.set(node, values);
    return node;
  }
}

function buildLoss(name: LossName, start: Start, shape: readonly [number, number]): Node {
  const { graph, ops, random } = start;
  const { link, build } = losses[name];
  const takesProbabilities = losses[name].outputs !== undefined;
  const said = takesProbabilities ? () => 0.01 + 0.98 * random.uniform() : () => 2 * random.normal();
  const output = start.draw(shape, said);
  const prediction = link ? activations[link](graph, output) : output;
  const rows = Array.from({ length: shape[0] }, () => targetRow(name, shape[1], random));
  const target = start.draw(shape, (i) => rows.flat()[i]);
  return build(ops, graph, { output, target, prediction });
}

/** Holds the rules of every scope against what is executed, for a random weighting of `out`; says which. */
function checkScopes({ graph, ops, given, random }: Start, out: Node): Set<string> {
  const inputs = [...given.keys()];
  const weights = ops.input(out.shape);
  given.set(
    weights,
    Array.from({ length: sizeOf(out.shape) }, () => random.normal()),
  );
  const axes = out.shape.map((_, axis) => axis);
  const back = backward(graph, ops.sum(ops.apply("mul", weights, out), axes), inputs);
  verify(graph);
  const numbers = execute(graph, given);
  const values = graph.nodes.map(numbers);
  const read: Read = ({ id, shape }, at) => values[id][offsetOf(shape, at)];
  const compared = new Set<string>();
  for (const [scope, rules] of graph.closed) {
    if (compareValue(graph, rules, read)) compared.add("value");
    for (const i of rules.inputs.keys()) {
      if (compareGradient(graph, back, scope, i, read)) compared.add(`gradient ${i}`);
    }
  }
  return compared;
}

type Read = (node: Node, at: readonly number[]) => number;

function compareValue(graph: Graph, rules: ClosedRules, read: Read): boolean {
  for (const at of positionsOf(rules.output.shape)) {
    const form = rules.value?.(at);
    if (form === undefined) return false;
    expect(rules.holds?.(at, read) ?? true).toBe(true);
    const worked = evaluate(unroll(form), ({ node, at: of }) => read(graph.nodes[node], of as number[]));
    expectClose(worked, read(rules.output, at), SAME, `value at ${at}`);
  }
  return true;
}

/** The rule for the i-th input against what the edges into the scope contribute. */
function compareGradient(graph: Graph, back: Backward, scope: number, i: number, read: Read): boolean {
  const rules = graph.closed.get(scope) as ClosedRules;
  const node = rules.inputs[i];
  const upstream = (at: readonly Index[]): Expr => ({ ref: { node: rules.output.id, at, of: "gradient" } });
  const number = ({ node: id, at, of }: Element): number =>
    read(of === "gradient" ? (back.adjoint.get(id) as Node) : graph.nodes[id], at as number[]);
  const edges = (back.contributions.get(node.id) ?? []).filter(({ consumer }) =>
    graph.inside(consumer.scope, scope),
  );
  for (const at of positionsOf(node.shape)) {
    const form = rules.gradient?.(i, at, upstream);
    if (form === undefined) return false;
    const unfolded = edges.reduce((sum, edge) => sum + read(edge.node, at), 0);
    expectClose(evaluate(unroll(form), number), unfolded, SAME, `gradient ${i} at ${at}`);
  }
  return true;
}
