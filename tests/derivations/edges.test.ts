import { describe, expect, test } from "vitest";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { deriverOf, reevaluate, stepsInOrder } from "../../src/explain/derive.ts";
import type { Node } from "../../src/graph/node.ts";
import { createSession } from "../../src/index.ts";
import type { ActivationName } from "../../src/nn/activations.ts";
import type { LossName } from "../../src/nn/losses.ts";
import { positionsOf } from "../../src/tensor/shape.ts";
import type { DType } from "../../src/tensor/tensor.ts";

import { expectClose } from "../support/numbers.ts";
import { samplesOf } from "../support/sessions.ts";

/** One neuron for each net input, which is its bias; what the loss and its gradient are must be derived too. */
interface Edge {
  readonly what: string;
  readonly loss: LossName;
  readonly activation?: ActivationName;
  readonly nets: readonly number[];
  readonly targets: readonly number[];
  readonly dtype?: DType;
}

const edges: readonly Edge[] = [
  {
    what: "a probability that has rounded to 1",
    loss: "binary-cross-entropy",
    activation: "sigmoid",
    nets: [40, 40, 40],
    targets: [1, 0, 0.25],
  },
  {
    what: "a probability that has rounded to 1 in float32",
    loss: "binary-cross-entropy",
    activation: "sigmoid",
    nets: [20, 20, 20],
    targets: [1, 0, 0.25],
    dtype: "f32",
  },
  {
    what: "probabilities nearer to 0 and 1 than the loss lets them",
    loss: "binary-cross-entropy",
    activation: "sigmoid",
    nets: [30, -30, -800],
    targets: [0.25, 0.5, 0.75],
  },
  {
    what: "logits that their sigmoid cannot tell apart",
    loss: "binary-cross-entropy-with-logits",
    nets: [40, -800, 0],
    targets: [0, 1, 0.5],
  },
  {
    what: "a softmax that has rounded to 0",
    loss: "softmax-cross-entropy",
    nets: [0, -800, 1],
    targets: [0.25, 0.25, 0.5],
  },
  {
    what: "a softmax that has rounded to 0 in float32",
    loss: "softmax-cross-entropy",
    nets: [0, -120, 1],
    targets: [0.25, 0.25, 0.5],
    dtype: "f32",
  },
  {
    what: "logits too large for their exponentials",
    loss: "softmax-cross-entropy",
    nets: [900, -850, 0],
    targets: [0, 1, 0],
  },
  {
    what: "a softmax of numbers too large for their exponentials",
    loss: "half-squared-error",
    activation: "softmax",
    nets: [900, 899, 0],
    targets: [0, 1, 0],
  },
  {
    what: "targets that do not add up to 1",
    loss: "softmax-cross-entropy",
    nets: [0.5, -0.25, 1],
    targets: [0.25, 0.25, 1],
  },
  {
    what: "a relu at its kink",
    loss: "half-squared-error",
    activation: "relu",
    nets: [0, -0, 1],
    targets: [1, 1, 1],
  },
  {
    what: "a leaky relu at its kink",
    loss: "mean-squared-error",
    activation: "leaky-relu",
    nets: [0, -0, 1],
    targets: [1, 1, 1],
  },
  { what: "an error of 0", loss: "half-squared-error", nets: [1, 2, 3], targets: [1, 2, 3] },
];

describe("derivations where formulas usually break", () => {
  test.each(edges)("$what", ({ loss, activation, nets, targets, dtype = "f64" }) => {
    const layer = {
      dense: nets.length,
      weights: nets.map(() => [1]),
      bias: nets,
      ...(activation && { activation }),
    };
    const session = createSession({
      model: { network: { inputs: 1, layers: [layer] }, loss },
      optimizer: { name: "sgd", learningRate: 0.5 },
      backend: referenceBackend,
      dtype,
    });
    const executed = session.look(samplesOf({ inputs: [[0]], targets: [targets] }));
    // in float64 a derivation would not round as the float32 execution does: it starts from the executed values
    const deriver = deriverOf(executed, dtype === "f64" ? "derived" : "given");
    const tolerance = { relative: dtype === "f64" ? 1e-12 : 1e-6, absolute: dtype === "f64" ? 1e-15 : 1e-7 };

    const derivations = executed.parameters.flatMap(({ node }) => {
      const adjoint = executed.backward.adjoint.get(node.id) as Node;
      return positionsOf(node.shape).map((at) => ({
        derivation: deriver.gradient(node, at),
        value: executed.value(adjoint, at),
      }));
    });
    const { loss: total } = executed.backward;
    derivations.push({ derivation: deriver.value(total, []), value: executed.value(total, []) });
    for (const { derivation, value } of derivations) {
      expect(Number.isFinite(value)).toBe(true);
      expectClose(reevaluate(derivation), value, tolerance, derivation.root);
      for (const step of stepsInOrder(derivation)) expect(step.value, step.id).not.toBeNaN();
    }
  });
});
