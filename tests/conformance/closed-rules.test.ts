import { describe, expect, test } from "vitest";
import { type Backward, backward } from "../../src/autodiff/backward.ts";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { type Element, type Expr, type Index, unroll } from "../../src/graph/expression.ts";
import { type ClosedRules, Graph } from "../../src/graph/graph.ts";
import type { Node } from "../../src/graph/node.ts";
import { verify } from "../../src/graph/verify.ts";
import { activations } from "../../src/nn/activations.ts";
import { losses } from "../../src/nn/losses.ts";
import { evaluate } from "../../src/ops/evaluate.ts";
import { opsFor } from "../../src/ops/index.ts";
import { type Random, randomStream } from "../../src/tensor/random.ts";
import { offsetOf, positionOf, sizeOf } from "../../src/tensor/shape.ts";
import { expectClose } from "../support/numbers.ts";
import { activationNames, lossNames, targetRow } from "../support/random-network.ts";

const BATCHES = [1, 3];
const OUTPUTS = [1, 4];
const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);
const SAME = { relative: 1e-12, absolute: 1e-14 };

/** A graph whose last node `out` depends on inputs, with the numbers of those inputs. */
interface Built {
  readonly graph: Graph;
  readonly out: Node;
  readonly given: ReadonlyMap<Node, ArrayLike<number>>;
}

/** Which rules were compared: `gelu: gradient 0`. */
const compared = new Set<string>();

describe.each(BATCHES)("a closed rule gives what its unfolded scope gives, on %i samples", (samples) => {
  test.each(activationNames)("%s", (name) => {
    for (const neurons of OUTPUTS) {
      for (const seed of SEEDS) {
        const { random, graph, ops, draw, given } = start(seed);
        const net = draw([samples, neurons], () => 2 * random.normal());
        checkScopes({ graph, out: activations[name](graph, net), given }, ops.input, random);
      }
    }
  });

  test.each(lossNames)("%s", (name) => {
    for (const outputs of OUTPUTS) {
      for (const seed of SEEDS) {
        const { random, graph, ops, draw, given } = start(seed);
        const loss = losses[name];
        // without an activation of its own the loss of probabilities takes them as they are
        const said =
          loss.targets === "probabilities" && !loss.link
            ? () => 0.01 + 0.98 * random.uniform()
            : () => 2 * random.normal();
        const output = draw([samples, outputs], said);
        const prediction = loss.link ? activations[loss.link](graph, output) : output;
        const targets = Array.from({ length: samples }, () => targetRow(name, outputs, random)).flat();
        const target = draw([samples, outputs], (i) => targets[i]);
        const out = loss.build(ops, graph, { output, target, prediction });
        checkScopes({ graph, out, given }, ops.input, random);
      }
    }
  });
});

test("every rule that any of them states has been compared", () => {
  // leaky relu is a maximum of two products and states no rule; the others are one primitive each
  expect([...compared].sort()).toEqual([
    "binary-cross-entropy-with-logits: gradient 0",
    "binary-cross-entropy-with-logits: gradient 1",
    "binary-cross-entropy: gradient 0",
    "binary-cross-entropy: value",
    "gelu: gradient 0",
    "half-squared-error: gradient 0",
    "half-squared-error: gradient 1",
    "mean-squared-error: gradient 0",
    "mean-squared-error: gradient 1",
    "silu: gradient 0",
    "softmax-cross-entropy: gradient 0",
    "softmax-cross-entropy: gradient 1",
    "softmax-cross-entropy: value",
  ]);
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

function start(seed: number) {
  const random = randomStream(seed, 2000);
  const graph = new Graph();
  const ops = opsFor(graph);
  const given = new Map<Node, ArrayLike<number>>();
  const draw = (shape: readonly number[], number: (i: number) => number): Node => {
    const node = ops.input(shape);
    given.set(
      node,
      Array.from({ length: sizeOf(shape) }, (_, i) => number(i)),
    );
    return node;
  };
  return { random, graph, ops, draw, given };
}

/** Holds the rules of every scope of the graph against what is executed, for a random weighting of `out`. */
function checkScopes(
  { graph, out, given }: Built,
  input: (shape: readonly number[]) => Node,
  random: Random,
): void {
  const ops = opsFor(graph);
  const weights = input(out.shape);
  const axes = out.shape.map((_, axis) => axis);
  const back = backward(graph, ops.sum(ops.apply("mul", weights, out), axes), [...given.keys()]);
  verify(graph);
  const executable = referenceBackend.compile({ graph, outputs: graph.nodes, updates: [] });
  for (const [node, values] of given) executable.write(node, values);
  executable.write(
    weights,
    Array.from({ length: sizeOf(out.shape) }, () => random.normal()),
  );
  executable.evaluate();
  const values = new Map(graph.nodes.map((node) => [node.id, executable.read(node)]));
  const read = (node: Node, at: readonly number[]): number =>
    values.get(node.id)?.[offsetOf(node.shape, at)] ?? Number.NaN;

  for (const [scope, rules] of graph.closed) {
    const what = graph.scopes[scope].kind;
    checkValue(graph, rules, read, what);
    for (const i of rules.inputs.keys()) checkGradient(graph, back, scope, rules, i, read, what);
  }
}

type Read = (node: Node, at: readonly number[]) => number;

function checkValue(graph: Graph, rules: ClosedRules, read: Read, what: string): void {
  for (const at of positionsOf(rules.output)) {
    const form = rules.value?.(at);
    if (form === undefined) return;
    expect(rules.holds?.(at, read) ?? true).toBe(true);
    const worked = evaluate(unroll(form), (element) =>
      read(graph.nodes[element.node], element.at as number[]),
    );
    expectClose(worked, read(rules.output, at), SAME, `${what}, value at ${at}`);
    compared.add(`${what}: value`);
  }
}

function checkGradient(
  graph: Graph,
  back: Backward,
  scope: number,
  rules: ClosedRules,
  i: number,
  read: Read,
  what: string,
): void {
  const node = rules.inputs[i];
  const inside = (back.contributions.get(node.id) ?? []).filter(({ consumer }) =>
    graph.inside(consumer.scope, scope),
  );
  const upstream = (at: readonly Index[]): Expr => ({ ref: { node: rules.output.id, at, of: "gradient" } });
  const number = (element: Element): number => {
    const owner = graph.nodes[element.node];
    return read(
      element.of === "gradient" ? (back.adjoint.get(owner.id) as Node) : owner,
      element.at as number[],
    );
  };
  for (const at of positionsOf(node)) {
    const form = rules.gradient?.(i, at, upstream);
    if (form === undefined) return;
    const executed = inside.reduce((sum, contribution) => sum + read(contribution.node, at), 0);
    expectClose(evaluate(unroll(form), number), executed, SAME, `${what}, gradient ${i} at ${at}`);
    compared.add(`${what}: gradient ${i}`);
  }
}

function positionsOf({ shape }: Node): number[][] {
  return Array.from({ length: sizeOf(shape) }, (_, offset) => positionOf(shape, offset));
}
