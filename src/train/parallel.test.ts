import { describe, expect, test } from "vitest";
import type { Backend } from "../backends/backend.ts";
import { referenceBackend } from "../backends/reference/reference.ts";
import { wasmBackend } from "../backends/wasm/wasm.ts";
import { createSession } from "../index.ts";
import type { OptimizerSpec } from "../nn/optimizers.ts";
import type { Samples } from "../nn/samples.ts";
import type { ModelSpec } from "../nn/spec.ts";
import { InputError } from "../tensor/error.ts";
import { randomStream } from "../tensor/random.ts";
import { type DType, tensor } from "../tensor/tensor.ts";
import { DivergedError } from "./diverged.ts";
import { type Together, together } from "./parallel.ts";
import { alone } from "./ranks.ts";
import type { Session } from "./session.ts";

const dense: ModelSpec["network"] = {
  inputs: 3,
  layers: [{ dense: 5, activation: "tanh" }, { dense: 2 }],
};

interface Case {
  readonly model?: Partial<ModelSpec>;
  readonly optimizer?: OptimizerSpec;
}

const cases: Readonly<Record<string, Case>> = {
  "a mean": {},
  "a sum": { model: { reduction: "sum" } },
  "weights kept small": { model: { regularization: { l1: 0.01, l2: 0.02, biases: true } } },
  "weights kept small, by the sample": { model: { regularization: { l2: 0.5, reduction: "mean" } } },
  "a sum with weights kept small": { model: { reduction: "sum", regularization: { l2: 0.1 } } },
  adam: { optimizer: { name: "adam", learningRate: 0.05 } },
  "gradients shortened together": { optimizer: { name: "sgd", learningRate: 0.5, clip: { norm: 0.1 } } },
  "gradients of two batches": { optimizer: { name: "momentum", learningRate: 0.1, accumulate: 2 } },
  dropout: {
    model: {
      network: { inputs: 3, layers: [{ dense: 6, activation: "relu" }, { dropout: 0.5 }, { dense: 2 }] },
    },
  },
};

const backends: readonly [string, Backend, DType][] = [
  ["reference", referenceBackend, "f64"],
  ["wasm", wasmBackend(), "f64"],
  ["wasm in float32", wasmBackend(), "f32"],
];

function sessionOf({ model, optimizer }: Case, backend: Backend, dtype: DType, together?: Together): Session {
  return createSession({
    model: { network: dense, loss: "mean-squared-error", ...model },
    optimizer: optimizer ?? { name: "sgd", learningRate: 0.1 },
    backend,
    dtype,
    seed: 3,
    ...(together && { together }),
  });
}

function samplesOf(count: number): Samples {
  const random = randomStream(5, 1);
  const draw = (width: number) => Array.from({ length: count * width }, () => random.normal());
  return { inputs: tensor([count, 3], draw(3)), targets: tensor([count, 2], draw(2)) };
}

/** Four steps on batches of six, in calls of one and of three. */
function trained(session: Session): { losses: number[]; parameters: number[][] } {
  const samples = samplesOf(24);
  const rows = Uint32Array.from({ length: 24 }, (_, i) => (i * 7) % 24);
  const first = session.run(samples, rows.subarray(0, 6));
  const rest = session.run(samples, rows.subarray(6), 6);
  const states = [...session.state().tensors.values()].map(({ values }) => [...values]);
  return { losses: [...first, ...rest], parameters: states };
}

describe.each(backends)("on the %s backend", (_name, backend, dtype) => {
  test.each(Object.entries(cases))("%s: a step in two halves has the bits of the whole", (_what, one) => {
    const whole = trained(sessionOf(one, backend, dtype));
    expect(trained(sessionOf(one, backend, dtype, together(alone)))).toEqual(whole);
  });

  test.each(Object.entries(cases))("%s: blocks add up to the whole", (_what, one) => {
    const whole = trained(sessionOf(one, backend, dtype));
    const close = (found: readonly number[], expected: readonly number[]) => {
      for (const [i, value] of found.entries())
        expect(value).toBeCloseTo(expected[i], dtype === "f32" ? 5 : 12);
    };
    // of six samples: equal parts, parts that differ, one part, more parts than samples
    for (const blocks of [3, 4, 1, 8]) {
      const parts = trained(sessionOf(one, backend, dtype, together(alone, blocks)));
      close(parts.losses, whole.losses);
      for (const [i, values] of parts.parameters.entries()) close(values, whole.parameters[i]);
    }
  });
});

const normalized: Case = {
  model: { network: { inputs: 3, layers: [{ dense: 4 }, { batchNorm: true }, { dense: 2 }] } },
};

test("what a layer keeps of the samples it sees is the mean over the parts, by their samples", () => {
  const keeps = ({ parameters }: Session) =>
    parameters.findIndex(({ path }) => path === "layers.2.runningMean");
  const kept = (together?: Together): number[] => {
    const session = sessionOf(normalized, wasmBackend(), "f64", together);
    session.run(
      samplesOf(24),
      Uint32Array.from({ length: 7 }, (_, i) => i),
    );
    return [...session.read(session.parameters[keeps(session)])];
  };
  // the mean of all samples is that of the parts' means; the variance is not
  for (const [i, mean] of kept(together(alone, 3)).entries()) expect(mean).toBeCloseTo(kept()[i], 12);
});

test("a part of one sample is refused where a layer normalises over samples", () => {
  const session = sessionOf(normalized, referenceBackend, "f64", together(alone, 8));
  expect(() => session.step(samplesOf(9))).toThrow(InputError);
});

test("a step that leaves the finite numbers is not taken, and those before it are", () => {
  const wild: Case = { optimizer: { name: "sgd", learningRate: 1e160 } };
  const session = sessionOf(wild, wasmBackend(), "f64", together(alone, 2));
  const plain = sessionOf(wild, wasmBackend(), "f64");
  const rows = Uint32Array.from({ length: 24 }, (_, i) => i);
  expect(() => plain.run(samplesOf(24), rows, 6)).toThrow(DivergedError);
  expect(() => session.run(samplesOf(24), rows, 6)).toThrow(DivergedError);
  expect(session.stepsTaken).toBe(plain.stepsTaken);
  for (const parameter of session.parameters) {
    expect(session.read(parameter).every(Number.isFinite)).toBe(true);
  }
});
