import { describe, expect, it } from "vitest";
import type { Node } from "../../src/graph/node.ts";
import type { ModelSpec, RegularizationSpec } from "../../src/nn/spec.ts";
import { tensor } from "../../src/tensor/tensor.ts";
import { numberOf, numbersOf } from "../support/execute.ts";
import { LossFunction } from "../support/loss-function.ts";
import { expectClose } from "../support/numbers.ts";
import { samplesOf, sessionOf } from "../support/sessions.ts";

const plain: ModelSpec = {
  network: {
    inputs: 2,
    layers: [
      {
        dense: 2,
        activation: "sigmoid",
        weights: [
          [0.5, -1],
          [2, 0.25],
        ],
        bias: [0.5, -0.5],
      },
      { dense: 1, weights: [[1, -2]], bias: [3] },
    ],
  },
  loss: "half-squared-error",
};
const data = samplesOf({
  inputs: [
    [1, 2],
    [-1, 0.5],
  ],
  targets: [[1], [0]],
});

/** Σ w² = 0.25 + 1 + 4 + 0.0625 + 1 + 4, and with the biases 0.25 + 0.25 + 9 more. */
describe.each<[RegularizationSpec, number]>([
  [{ l2: 0.4 }, 0.2 * 10.3125],
  [{ l2: 0.4, reduction: "mean" }, 0.1 * 10.3125],
  [{ l2: 0.4, biases: true }, 0.2 * 19.8125],
  // Σ |w| = 0.5 + 1 + 2 + 0.25 + 1 + 2
  [{ l1: 0.3 }, 0.3 * 6.75],
  [{ l1: 0.3, l2: 0.4, reduction: "mean" }, (0.3 * 6.75 + 0.2 * 10.3125) / 2],
])("%j", (regularization, added) => {
  const session = sessionOf({ ...plain, regularization });
  const executed = session.look(data);
  const before = sessionOf(plain).look(data);

  it("is added to the loss", () => {
    expectClose(numberOf(executed, "R"), added, { relative: 1e-14 }, "R");
    expect(numberOf(executed, "E_data")).toBe(numberOf(before, "E"));
    expectClose(numberOf(executed, "E"), numberOf(before, "E") + added, { relative: 1e-14 }, "E");
  });

  it("is part of every gradient, as differences say", () => {
    const loss = new LossFunction(session, data);
    for (const [i, { node, path }] of executed.parameters.entries()) {
      const found = numbersOf(executed, executed.backward.adjoint.get(node.id) as Node);
      for (const [offset, gradient] of found.entries()) {
        const slope = loss.slope(i, offset, 1e-3) as number;
        expectClose(gradient, slope, { relative: 1e-8, absolute: 1e-10 }, `${path} ${offset}`);
      }
    }
  });

  it("is there once, however many samples are measured", () => {
    const rows = 600;
    const many = {
      inputs: tensor(
        [rows, 2],
        Array.from({ length: rows * 2 }, (_, i) => Math.sin(i)),
      ),
      targets: tensor(
        [rows, 1],
        Array.from({ length: rows }, (_, i) => Math.cos(i)),
      ),
    };
    const whole = session.look(many);
    expectClose(session.measure(many).loss, numberOf(whole, "E"), { relative: 1e-12 }, "loss");
  });
});
