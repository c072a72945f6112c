import { describe, expect, test } from "vitest";
import { referenceBackend } from "../backends/reference/reference.ts";
import { createSession } from "../index.ts";
import type { ModelSpec } from "../nn/spec.ts";
import { fromNested } from "../tensor/tensor.ts";
import { DivergedError } from "./diverged.ts";
import type { Session } from "./session.ts";

const model: ModelSpec = {
  network: {
    inputs: 1,
    layers: [
      { dense: 2, activation: "linear", weights: [[1], [2]], bias: false },
      { dense: 1, activation: "linear", weights: [[1, 1]], bias: false },
    ],
  },
  loss: "half-squared-error",
};

function newSession(spec: ModelSpec = model, learningRate = 0.1): Session {
  return createSession({ model: spec, optimizer: { name: "sgd", learningRate }, backend: referenceBackend });
}

const one = (input: number, target = 0) => ({
  inputs: fromNested([[input]]),
  targets: fromNested([[target]]),
});

function caught(session: Session, input: number): DivergedError {
  try {
    session.step(one(input));
  } catch (error) {
    if (error instanceof DivergedError) return error;
    throw error;
  }
  throw new Error("it did not diverge");
}

describe("leaving the finite numbers is told by the first place, in the order of calculation", () => {
  test("a value that overflows, by its name, its layer and its operation", () => {
    const error = caught(newSession(), 1e308);
    expect(error.first).toEqual({ name: "net_h2", value: Infinity, op: "matmul", scope: "layers.1" });
    expect(error.message).toBe("stopped at step 1: net_h2 became infinite in layers.1 (matmul)");
  });

  // the square overflows; the first quantity with a name that shows it is the term of the loss
  test("a loss that overflows", () => {
    const error = caught(newSession(), 1e200);
    expect(error.first).toMatchObject({ op: "square", scope: "half-squared-error" });
    expect(error.message).toBe("stopped at step 1: E_o1 became infinite in half-squared-error (square)");
  });

  test("data that is not a number", () => {
    const error = caught(newSession(), Number.NaN);
    expect(error.message).toBe("stopped at step 1: i1 became not a number in the input (input)");
  });

  test("the step is counted, and not taken", () => {
    const session = newSession();
    session.step(one(0.5));
    const before = session.parameters.map((parameter) => session.read(parameter));
    expect(caught(session, 1e308).step).toBe(2);
    expect(session.stepsTaken).toBe(1);
    expect(session.parameters.map((parameter) => session.read(parameter))).toEqual(before);
    session.step(one(0.5));
    expect(session.stepsTaken).toBe(2);
  });
});

test("without a place it says what is known", () => {
  expect(new DivergedError(3, undefined).message).toBe("stopped at step 3: the loss is not finite");
});
