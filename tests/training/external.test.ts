import { describe, expect, test } from "vitest";
import { backward } from "../../src/autodiff/backward.ts";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { Graph } from "../../src/graph/graph.ts";
import type { Node } from "../../src/graph/node.ts";
import { verify } from "../../src/graph/verify.ts";
import { everyKind } from "../../src/nn/every-kind.ts";
import type { LossName } from "../../src/nn/losses.ts";
import { buildUpdates, initialState, type OptimizerSpec } from "../../src/nn/optimizers.ts";
import { opsFor } from "../../src/ops/index.ts";
import { sizeOf } from "../../src/tensor/shape.ts";
import { execute, numberOf } from "../support/execute.ts";
import type { Matrix } from "../support/fixtures.ts";
import { expectAllClose, expectClose, flat } from "../support/numbers.ts";
import { lookAtLoss } from "../support/sessions.ts";
import { EXTERNAL, hasExternalTests, readExternal } from "../support/shared.ts";
import { type TfjsCase, translate, translated } from "../support/tfjs.ts";

const SAME = { relative: 1e-12, absolute: 1e-15 };

describe.skipIf(!hasExternalTests)(`gradients in the tests of TensorFlow.js${EXTERNAL}`, () => {
  const { cases } = readExternal<{ cases: readonly TfjsCase[] }>("tfjs-gradients.json", { cases: [] });
  const ours = cases.filter(({ ops }) => ops.every((op) => translated.has(op)));
  const left = new Set(Object.values(differing).flat());

  test.each(ours.filter(({ id }) => !left.has(id)))("$suite: $test ($id)", (one) => {
    const { graph, ops, nodes, given } = translate(one);
    const result = nodes.get(one.result) as Node;
    const weights = ops.input(result.shape);
    given.set(weights, one.dy?.values ?? new Array<number>(sizeOf(result.shape)).fill(1));
    const axes = result.shape.map((_, axis) => axis);
    const inputs = one.inputs.map((_, i) => nodes.get(`x${i}`) as Node);
    const { adjoint } = backward(graph, ops.sum(ops.apply("mul", weights, result), axes), inputs);
    verify(graph);
    const read = execute(graph, given);
    for (const { wrt, values, eps } of one.expected) {
      const node = wrt === "value" ? result : adjoint.get((nodes.get(wrt) as Node).id);
      expectAllClose(read(node as Node), values.map(Number), { absolute: eps }, wrt);
    }
  });

  test("every case is compared, or there is a reason why not", () => {
    expect([...left].filter((id) => !ours.some((one) => one.id === id))).toEqual([]);
    const rest = cases.filter((one) => !ours.includes(one)).flatMap(({ ops }) => ops);
    const unknown = new Set(rest.filter((op) => !translated.has(op)));
    expect([...unknown].sort()).toEqual(Object.values(absent).flat().sort());
    expect(ours.length - left.size).toBe(393);
  });
});

describe.skipIf(!hasExternalTests)(`optimisers in the tests of TensorFlow.js${EXTERNAL}`, () => {
  const { cases } = readExternal<{ cases: readonly OptimizerCase[] }>("tfjs-optimizers.json", { cases: [] });

  test.each(cases.filter((one) => specOf(one)))("$optimizer $hyper", (one) => {
    const graph = new Graph();
    const ops = opsFor(graph);
    const x = graph.name(ops.state([one.x0.length]), { text: "x", first: 1, strides: [1] });
    const loss = ops.sum(ops.apply("square", x), [0]);
    const gradient = backward(graph, loss, [x]).adjoint.get(x.id) as Node;
    const spec = specOf(one) as OptimizerSpec;
    const updates = buildUpdates(graph, spec, [{ node: x, gradient }], everyKind);
    const executable = referenceBackend.compile({ graph, outputs: [loss], updates });
    executable.write(x, one.x0);
    for (const { node, values } of initialState(graph, spec, updates)) executable.write(node, values);
    for (const [step, expected] of one.steps.entries()) {
      executable.evaluate();
      if (step < one.cost.length) {
        expectClose(
          executable.read(loss)[0],
          one.cost[step],
          { absolute: one.eps },
          `loss before step ${step + 1}`,
        );
      }
      executable.commit();
      const found = executable.read(x);
      const absolute = one.step_eps?.[step] ?? one.eps;
      expectAllClose(found, expected, { absolute }, `after step ${step + 1}`);
      expectAllClose(found, one.float64_reference[step], SAME, `the rule in float64, step ${step + 1}`);
    }
  });

  test("every case is compared", () => {
    expect(cases.filter((one) => !specOf(one))).toEqual([]);
    expect(cases.length).toBe(8);
  });
});

describe.skipIf(!hasExternalTests)(`losses in the tests of Keras for TensorFlow.js${EXTERNAL}`, () => {
  const { cases } = readExternal<{ cases: readonly KerasCase[] }>("keras-losses.json", { cases: [] });

  test.each(cases.flatMap((one) => readingOf(one) ?? []))(
    "$title",
    ({ loss, inputs, targets, terms, expected }) => {
      const executed = lookAtLoss(loss, { inputs, targets });
      const found = terms(inputs.length, inputs[0].length).map(
        ([name, divisor]) => numberOf(executed, name) / divisor,
      );
      // Keras keeps logarithms from 0 by 1e-7, we by 1e-12
      expectAllClose(found, expected, { relative: 1e-6, absolute: 2e-6 }, loss);
    },
  );

  test("every case is compared", () => {
    expect(cases.filter((one) => !readingOf(one))).toEqual([]);
    expect(cases.length).toBe(19);
  });
});

/** Cases of operations that we have, which are not ours all the same. */
const differing: Readonly<Record<string, readonly string[]>> = {
  "at a tie TensorFlow.js counts the first as the larger, we the second": ["g114", "g115", "g122", "g123"],
  "our pow is for positive bases; TensorFlow.js takes other bases' slope for the exponent as 0": [
    "g046",
    "g047",
  ],
  "our matmul multiplies two matrices, not stacks of them": ["g319", "g320", "g321", "g322", "g323", "g324"],
  "a tensor of texts": ["g149"],
  "of equal ones TensorFlow.js gives the slope to all, we to the first": [
    ...["g354", "g356", "g361", "g364", "g365", "g370", "g372", "g376", "g379", "g380"],
  ],
  "an average over padding that is given number by number counts it in; ours never does": ["g078"],
};

/** Operations that we do not have. */
const absent: Readonly<Record<string, readonly string[]>> = {
  "other convolutions": [
    ...[
      "conv2dTranspose",
      "dilation2d",
      "fused.conv2d",
      "fused.depthwiseConv2d",
      "localResponseNormalization",
    ],
  ],
  "moving elements": ["batchToSpaceND", "mirrorPad", "oneHot", "spaceToBatchND"],
  trigonometry: ["acos", "asin", "atan", "atan2", "cos", "sin", "tan"],
  "comparison, choice and rounding": [
    ...["argMax", "argMin", "ceil", "floor", "greaterEqual", "isFinite", "isInf", "isNaN"],
    ...["logicalAnd", "mod", "round", "toFloat", "toInt"],
  ],
  "running sums": ["cumsum"],
};

interface OptimizerCase {
  readonly optimizer: string;
  readonly hyper: Readonly<Record<string, number>>;
  readonly x0: readonly number[];
  readonly cost: readonly number[];
  readonly steps: Matrix;
  readonly eps: number;
  /** Where it differs from one step to the next. */
  readonly step_eps?: readonly number[];
  readonly float64_reference: Matrix;
}

/** The same optimiser here, or undefined where the rule is another. */
function specOf({ optimizer, hyper }: OptimizerCase): OptimizerSpec | undefined {
  const { lr: learningRate, momentum, beta1, beta2, eps: epsilon } = hyper;
  switch (optimizer) {
    case "sgd":
      return { name: "sgd", learningRate };
    case "momentum":
      return { name: hyper.nesterov ? "nesterov" : "momentum", learningRate, momentum };
    case "adam":
      return { name: "adam", learningRate, beta1, beta2, epsilon };
    case "adamax": {
      const schedule = { name: "inverse", decay: hyper.decay } as const;
      return { name: "adamax", learningRate, beta1, beta2, epsilon, schedule };
    }
    case "rmsprop":
      return {
        name: "rmsprop",
        learningRate,
        epsilon,
        momentum,
        decay: hyper.rho,
        centered: Boolean(hyper.centered),
        epsilonInRoot: true,
        velocity: "steps",
      };
    case "adagrad": {
      const state = { s_x1: hyper.initial_accumulator, s_x2: hyper.initial_accumulator };
      return { name: "adagrad", learningRate, epsilon, epsilonInRoot: true, state };
    }
    default:
      return undefined;
  }
}

interface KerasCase {
  readonly loss: string;
  readonly y_true: unknown;
  readonly y_pred: unknown;
  readonly expected: unknown;
  readonly from_logits?: boolean;
}

/** A case in our terms: where its expected numbers stand here, and by what ours must be divided. */
interface Reading {
  readonly title: string;
  readonly loss: LossName;
  readonly inputs: Matrix;
  readonly targets: Matrix;
  readonly expected: readonly number[];
  terms(samples: number, outputs: number): readonly (readonly [name: string, divisor: number])[];
}

function readingOf({ loss: title, y_true, y_pred, expected, from_logits }: KerasCase): Reading | undefined {
  const [inputs, targets] = [rowsOf(y_pred), rowsOf(y_true)];
  const reading = { title, inputs, targets, expected: flat(expected), terms: perSample };
  switch (title) {
    case "binary_crossentropy":
      return { ...reading, loss: "binary-cross-entropy", terms: averaged };
    case "squared_hinge":
      return { ...reading, loss: "squared-hinge", terms: averaged };
    case "hinge":
      return { ...reading, loss: "hinge", terms: averaged };
    case "logcosh":
      return { ...reading, loss: "log-cosh", terms: averaged };
    case "poisson":
      return { ...reading, loss: "poisson", terms: averaged };
    case "kullback_leibler_divergence":
      return { ...reading, loss: "kl-divergence" };
    case "cosine_proximity":
      return { ...reading, loss: "cosine-similarity" };
    case "mean_squared_error":
    case "mean_absolute_error":
    case "mean_absolute_percentage_error":
    case "mean_squared_logarithmic_error":
    case "categorical_hinge":
      return { ...reading, loss: title.replaceAll("_", "-") as LossName };
    case "sigmoid_cross_entropy_with_logits":
      return { ...reading, loss: "binary-cross-entropy-with-logits", terms: perOutput };
    case "categorical_crossentropy":
      return { ...reading, loss: "softmax-cross-entropy", inputs: from_logits ? inputs : logarithms(inputs) };
    case "sparse_categorical_crossentropy":
      return {
        ...reading,
        loss: "softmax-cross-entropy",
        inputs: logarithms(inputs),
        targets: flat(y_true).map((label) => inputs[0].map((_, j) => (j === label ? 1 : 0))),
      };
    default:
      return undefined;
  }
}

/** The last axis are the outputs, all before it samples. */
function rowsOf(nested: unknown): Matrix {
  const rows = nested as readonly unknown[];
  if (!Array.isArray(rows[0])) return [rows as readonly number[]];
  return Array.isArray(rows[0][0]) ? rows.flatMap(rowsOf) : (rows as Matrix);
}

/** Logits whose softmax the probabilities are. */
function logarithms(probabilities: Matrix): Matrix {
  return probabilities.map((row) => row.map(Math.log));
}

function perSample(samples: number): (readonly [string, number])[] {
  if (samples === 1) return [["E", 1]];
  return Array.from({ length: samples }, (_, n) => [`E#${n + 1}`, 1]);
}

/** Keras averages over the outputs where we add up. */
function averaged(samples: number, outputs: number): (readonly [string, number])[] {
  return perSample(samples).map(([name]) => [name, outputs]);
}

function perOutput(samples: number, outputs: number): (readonly [string, number])[] {
  return Array.from({ length: samples * outputs }, (_, i) => [
    `E_o${(i % outputs) + 1}#${Math.floor(i / outputs) + 1}`,
    1,
  ]);
}
