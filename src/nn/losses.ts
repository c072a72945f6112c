import { call, type Expr, type Index } from "../graph/expression.ts";
import type { Graph } from "../graph/graph.ts";
import type { Node } from "../graph/node.ts";
import type { Ops } from "../ops/index.ts";
import type { ActivationName } from "./activations.ts";

/** Probabilities are kept this far from 0 before their logarithm is taken. */
const SMALLEST_PROBABILITY = 1e-12;

export type LossName =
  | "half-squared-error"
  | "squared-error"
  | "mean-squared-error"
  | "binary-cross-entropy"
  | "binary-cross-entropy-with-logits"
  | "softmax-cross-entropy";

/** What the terms of a loss stand for: one for each output of each sample, or one for each sample. */
type Terms = "outputs" | "samples";

/** A loss over samples × outputs. */
export interface Loss {
  /** How the terms of one sample become its loss; a softmax's are added up already. */
  readonly over: "sum of outputs" | "mean of outputs";
  readonly terms: Terms;
  /** The activation that the loss applies by itself, in a form that does not overflow. */
  readonly link?: ActivationName;
  /** What targets may be. */
  readonly targets: "any" | "probabilities" | "distribution";
  build(ops: Ops, graph: Graph, built: LossInputs): Node;
}

export interface LossInputs {
  /** What the network says; before the activation where the loss has a link. */
  readonly output: Node;
  readonly target: Node;
  /** The prediction: `output`, after the link where there is one. */
  readonly prediction: Node;
}

/** ½(target − out)², as the article has it. */
const halfSquaredError: Loss = {
  over: "sum of outputs",
  terms: "outputs",
  targets: "any",
  build: (ops, graph, { output, target }) =>
    graph.within("half-squared-error", (scope) => {
      const difference = ops.apply("sub", target, output);
      const half = ops.constant(0.5, output.shape);
      const terms = ops.apply("mul", half, ops.apply("square", difference));
      graph.closed.set(scope, {
        inputs: [output, target],
        output: terms,
        gradient: (i, at, adjoint) => {
          const error = call("sub", element(target, at), element(output, at));
          return call("mul", adjoint(at), i === 0 ? call("neg", error) : error);
        },
      });
      return terms;
    }),
};

/** (target − out)², added up or averaged over the outputs. */
function squaredError(name: LossName, over: Loss["over"]): Loss {
  return {
    over,
    terms: "outputs",
    targets: "any",
    build: (ops, graph, { output, target }) =>
      graph.within(name, (scope) => {
        const terms = ops.apply("square", ops.apply("sub", target, output));
        graph.closed.set(scope, {
          inputs: [output, target],
          output: terms,
          gradient: (i, at, adjoint) => {
            const error = call("sub", element(target, at), element(output, at));
            return call("mul", adjoint(at), call("mul", i === 0 ? -2 : 2, error));
          },
        });
        return terms;
      }),
  };
}

/** −(target·ln out + (1 − target)·ln(1 − out)), for outputs that are probabilities. */
const binaryCrossEntropy: Loss = {
  over: "sum of outputs",
  terms: "outputs",
  targets: "probabilities",
  build: (ops, graph, { output, target }) =>
    graph.within("binary-cross-entropy", (scope) => {
      const constant = (value: number) => ops.constant(value, output.shape);
      const logarithm = (p: Node) => ops.apply("log", ops.apply("max", p, constant(SMALLEST_PROBABILITY)));
      const yes = ops.apply("mul", target, logarithm(output));
      const no = ops.apply(
        "mul",
        ops.apply("sub", constant(1), target),
        logarithm(ops.apply("sub", constant(1), output)),
      );
      const terms = ops.apply("neg", ops.apply("add", yes, no));
      graph.closed.set(scope, {
        inputs: [output, target],
        output: terms,
        // where a probability is not kept from 0
        holds: (at, read) => {
          const p = read(output, at);
          return p > SMALLEST_PROBABILITY && 1 - p > SMALLEST_PROBABILITY;
        },
        value: (at) => {
          const [t, p] = [element(target, at), element(output, at)];
          return call(
            "neg",
            call(
              "add",
              call("mul", t, call("log", p)),
              call("mul", call("sub", 1, t), call("log", call("sub", 1, p))),
            ),
          );
        },
        // (out − target) / (out(1 − out))
        gradient: (i, at, adjoint) => {
          if (i !== 0) return undefined;
          const [t, p] = [element(target, at), element(output, at)];
          const slope = call("div", call("sub", p, t), call("mul", p, call("sub", 1, p)));
          return call("mul", adjoint(at), slope);
        },
      });
      return terms;
    }),
};

/**
 * The binary cross-entropy of σ(net), as softplus(net) − target·net, which does not overflow; the gradient with
 * respect to net is out − target.
 */
const binaryCrossEntropyWithLogits: Loss = {
  over: "sum of outputs",
  terms: "outputs",
  targets: "probabilities",
  link: "sigmoid",
  build: (ops, graph, { output, target, prediction }) =>
    graph.within("binary-cross-entropy-with-logits", (scope) => {
      const terms = ops.apply("sub", ops.apply("softplus", output), ops.apply("mul", target, output));
      graph.closed.set(scope, {
        inputs: [output, target],
        output: terms,
        gradient: (i, at, adjoint) =>
          i === 0
            ? call("mul", adjoint(at), call("sub", element(prediction, at), element(target, at)))
            : call("neg", call("mul", adjoint(at), element(output, at))),
      });
      return terms;
    }),
};

/**
 * −Σ_j target_j · ln softmax(net)_j. Where the targets of a sample add up to 1, which is checked of data, the
 * gradient with respect to net is out − target. A softmax that has rounded to 0 has no logarithm to show.
 */
const softmaxCrossEntropy: Loss = {
  over: "sum of outputs",
  terms: "samples",
  targets: "distribution",
  link: "softmax",
  build: (ops, graph, { output, target, prediction }) =>
    graph.within("softmax-cross-entropy", (scope) => {
      const terms = ops.apply("neg", ops.sum(ops.apply("mul", target, ops.logSoftmax(output)), [1]));
      const classes = Array.from({ length: output.shape[1] }, (_, j) => j);
      const slack = graph.dtype === "f32" ? 1e-6 : 1e-12;
      graph.closed.set(scope, {
        inputs: [output, target],
        output: terms,
        holds: ([n], read) => {
          const whole = classes.reduce((sum, j) => sum + read(target, [n, j]), 0);
          return Math.abs(whole - 1) < slack && classes.every((j) => read(prediction, [n, j]) > 0);
        },
        value: ([n]) => {
          const j = { index: "j", size: classes.length };
          const logarithm = call("log", element(prediction, [n, j]));
          return call("neg", { sum: [j], of: call("mul", element(target, [n, j]), logarithm) });
        },
        gradient: (i, at, adjoint) =>
          i === 0
            ? call("mul", adjoint([at[0]]), call("sub", element(prediction, at), element(target, at)))
            : call("neg", call("mul", adjoint([at[0]]), call("log", element(prediction, at)))),
      });
      return terms;
    }),
};

function element(node: Node, at: readonly Index[]): Expr {
  return { ref: { node: node.id, at } };
}

export const losses: Readonly<Record<LossName, Loss>> = {
  "half-squared-error": halfSquaredError,
  "squared-error": squaredError("squared-error", "sum of outputs"),
  "mean-squared-error": squaredError("mean-squared-error", "mean of outputs"),
  "binary-cross-entropy": binaryCrossEntropy,
  "binary-cross-entropy-with-logits": binaryCrossEntropyWithLogits,
  "softmax-cross-entropy": softmaxCrossEntropy,
};
