import { describe, expect, test } from "vitest";
import { referenceBackend } from "../backends/reference/reference.ts";
import { createSession } from "../index.ts";
import type { Samples } from "../nn/samples.ts";
import type { ModelSpec, Reduction } from "../nn/spec.ts";
import { InputError } from "../tensor/error.ts";
import { randomStream } from "../tensor/random.ts";
import { fromNested, tensor } from "../tensor/tensor.ts";
import { takeRows } from "./rows.ts";
import type { Session } from "./session.ts";

const network = { inputs: 2, layers: [{ dense: 3, activation: "tanh" }, { dense: 2 }] } as const;

function newSession(spec: Partial<ModelSpec> = {}): Session {
  const model: ModelSpec = { network, loss: "mean-squared-error", ...spec };
  return createSession({
    model,
    optimizer: { name: "sgd", learningRate: 0.1 },
    backend: referenceBackend,
    seed: 4,
  });
}

function randomSamples(count: number): Samples {
  const random = randomStream(9, 4000);
  const draw = () => Array.from({ length: count * 2 }, () => random.normal());
  return { inputs: tensor([count, 2], draw()), targets: tensor([count, 2], draw()) };
}

describe("samples that do not fit the network are refused", () => {
  const good = [[0, 0]];

  test.each([
    ["inputs", [[0, 0, 0]], good, "inputs: expected samples × 2, got [1, 3]"],
    ["targets", good, [[0]], "targets: expected samples × 2, got [1, 1]"],
    [
      "another number of targets",
      good,
      [
        [0, 0],
        [0, 0],
      ],
      "targets: expected samples × 2, got [2, 2]",
    ],
    ["no samples", [], [], "inputs: expected samples × 2, got [0]"],
  ])("%s", (_what, inputs, targets, message) => {
    const session = newSession();
    const samples = { inputs: fromNested(inputs), targets: fromNested(targets) };
    for (const use of ["step", "look", "measure"] as const) {
      expect(() => session[use](samples)).toThrow(InputError);
      expect(() => session[use](samples)).toThrow(message);
    }
  });
});

describe("measuring", () => {
  // more than are measured at once
  const samples = randomSamples(600);

  test.each<Reduction>(["mean", "sum"])("many samples gives the %s of measuring each", (reduction) => {
    const session = newSession({ reduction });
    const whole = session.measure(samples);
    const each = Array.from({ length: 600 }, (_, row) => session.measure(takeRows(samples, [row])));
    const sum = each.reduce((total, { loss }) => total + loss, 0);
    expect(whole.loss).toBeCloseTo(reduction === "sum" ? sum : sum / 600, 10);
    expect([...whole.predictions]).toEqual(each.flatMap(({ predictions }) => [...predictions]));
  });

  test("is the loss that a step starts from", () => {
    const session = newSession();
    const batch = randomSamples(5);
    const { loss } = session.measure(batch);
    expect(session.step(batch)).toBe(loss);
    expect(session.measure(batch).loss).toBeLessThan(loss);
  });
});

test("steps on batches of different sizes train the same parameters", () => {
  const session = newSession();
  const read = () => session.parameters.map((parameter) => [...session.read(parameter)]);
  const seen = [read()];
  for (const count of [1, 3, 1, 2, 3]) {
    session.step(randomSamples(count));
    seen.push(read());
  }
  expect(session.stepsTaken).toBe(5);
  expect(new Set(seen.map((parameters) => JSON.stringify(parameters))).size).toBe(6);
});

test("the same seed gives the same training, bit for bit", () => {
  const trained = () => {
    const session = newSession();
    for (let step = 0; step < 5; step++) session.step(randomSamples(4));
    return session.parameters.map((parameter) => session.read(parameter));
  };
  expect(trained()).toEqual(trained());
});

test("what is read is a copy, and what is frozen stays", () => {
  const layers = [{ dense: 2, trainable: false, bias: { shared: 0.5, trainable: false } }] as const;
  const session = newSession({ network: { inputs: 2, layers } });
  const read = () => session.parameters.map((parameter) => session.read(parameter));
  const before = read();
  session.read(session.parameters[0]).fill(7);
  session.step(randomSamples(2));
  expect(read()).toEqual(before);
});
