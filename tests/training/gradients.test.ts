import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/backends/backend.ts";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { wasmBackend } from "../../src/backends/wasm/wasm.ts";
import { createSession } from "../../src/index.ts";
import type { OptimizerSpec } from "../../src/nn/optimizers.ts";
import type { ModelSpec } from "../../src/nn/spec.ts";
import { randomStream } from "../../src/tensor/random.ts";
import { tensor } from "../../src/tensor/tensor.ts";
import { takeRows } from "../../src/train/rows.ts";
import type { Session } from "../../src/train/session.ts";
import { expectAllClose, expectClose } from "../support/numbers.ts";

const model: ModelSpec = {
  network: { inputs: 3, layers: [{ dense: 4, activation: "tanh" }, { dense: 2 }] },
  loss: "half-squared-error",
};
const random = randomStream(11, 1);
const draw = (count: number) => Array.from({ length: count }, () => 3 * random.normal());
const samples = { inputs: tensor([12, 3], draw(36)), targets: tensor([12, 2], draw(24)) };
const rows = (from: number, to: number) =>
  takeRows(
    samples,
    Array.from({ length: to - from }, (_, i) => from + i),
  );

function sessionWith(settings: Partial<OptimizerSpec>, backend: Backend): Session {
  const optimizer = { name: "momentum", learningRate: 0.05, momentum: 0.5, ...settings } as OptimizerSpec;
  return createSession({ model, optimizer, backend, seed: 4 });
}

const parametersOf = (session: Session) => session.parameters.flatMap((p) => [...session.read(p)]);

/** What the first step of plain descent subtracts, divided by the rate: the gradient as the rule gets it. */
function firstGradient(settings: Partial<OptimizerSpec>, backend: Backend): number[] {
  const session = sessionWith({ ...settings, name: "sgd", learningRate: 1 }, backend);
  const before = parametersOf(session);
  session.step(samples);
  return parametersOf(session).map((after, i) => before[i] - after);
}

describe.each([referenceBackend, wasmBackend()])("on the $name backend", (backend) => {
  const plain = firstGradient({}, backend);
  const length = Math.hypot(...plain);

  test("clipping by value keeps every number within the limit, and the others as they are", () => {
    const limit = [...plain].map(Math.abs).sort((a, b) => a - b)[Math.floor(plain.length / 2)];
    const clipped = firstGradient({ clip: { value: limit } }, backend);
    const wanted = plain.map((g) => Math.max(-limit, Math.min(limit, g)));
    expectAllClose(clipped, wanted, { absolute: 1e-12 }, "clipped");
  });

  test("clipping by norm shortens all gradients together, and only where they are too long", () => {
    const clipped = firstGradient({ clip: { norm: length / 3 } }, backend);
    expectClose(Math.hypot(...clipped), length / 3, { relative: 1e-12 }, "norm");
    expectAllClose(
      clipped,
      plain.map((g) => g / 3),
      { absolute: 1e-12 },
      "clipped",
    );
    expectAllClose(firstGradient({ clip: { norm: 2 * length } }, backend), plain, { absolute: 1e-12 }, "all");
  });

  test("gradients of three batches, accumulated, are those of one three times as large", () => {
    const several = sessionWith({ accumulate: 3 }, backend);
    const whole = sessionWith({}, backend);
    for (let round = 0; round < 4; round++) {
      const start = parametersOf(several);
      several.step(rows(0, 4));
      several.step(rows(4, 8));
      expect(parametersOf(several)).toEqual(start);
      several.step(rows(8, 12));
      whole.step(samples);
      expectAllClose(parametersOf(several), parametersOf(whole), { absolute: 1e-11 }, `round ${round}`);
    }
  });

  test("each sample counts as much as its class: softmax, and two classes that share an output", () => {
    const lossOf = (loss: ModelSpec["loss"], outputs: number, targets: number[]) => {
      const network = { inputs: 3, layers: [{ dense: outputs }] };
      const options = { optimizer: { name: "sgd", learningRate: 1 }, backend, seed: 4 } as const;
      const session = createSession({ model: { network, loss }, ...options });
      const count = targets.length / outputs;
      const inputs = tensor([count, 3], [...samples.inputs.values].slice(0, 3 * count));
      return session.measure({ inputs, targets: tensor([count, outputs], targets) }).loss;
    };
    for (const [name, outputs, first, second] of [
      ["softmax-cross-entropy", 2, [1, 0], [0, 1]],
      ["binary-cross-entropy-with-logits", 1, [0], [1]],
      ["hinge", 1, [-1], [1]],
    ] as const) {
      const weighted = { name, classWeights: [0.5, 3] };
      const one = lossOf(name, outputs, [...first]);
      const two = 2 * lossOf(name, outputs, [...first, ...second]) - one;
      const found = lossOf(weighted, outputs, [...first, ...second]);
      expectClose(found, (0.5 * one + 3 * two) / 2, { relative: 1e-12 }, name);
    }
  });

  test("a schedule and what is accumulated go on inside of many steps in one call", () => {
    const settings = {
      accumulate: 2,
      clip: { norm: 1 },
      schedule: { name: "cosine", over: 5, per: 2, warmUp: 1 },
    } as const;
    const [one, many] = [sessionWith(settings, backend), sessionWith(settings, backend)];
    const order = Uint32Array.from({ length: 48 }, (_, i) => (i * 5) % 12);
    for (let from = 0; from < 48; from += 4) one.step(takeRows(samples, order.subarray(from, from + 4)));
    many.run(samples, order, 4);
    expectAllClose(parametersOf(many), parametersOf(one), { absolute: 1e-13 }, "parameters");
  });
});
