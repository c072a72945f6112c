import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSession } from "../../src/index.ts";
import "../support/relaxed-simd.ts";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { wasmBackend } from "../../src/backends/wasm/wasm.ts";
import { deriverOf, reevaluate } from "../../src/explain/derive.ts";
import type { Node } from "../../src/graph/node.ts";
import { verify } from "../../src/graph/verify.ts";
import type { Samples } from "../../src/nn/samples.ts";
import { randomStream } from "../../src/tensor/random.ts";
import { positionOf, sizeOf } from "../../src/tensor/shape.ts";
import { type DType, tensor } from "../../src/tensor/tensor.ts";
import type { Session } from "../../src/train/session.ts";
import { convolve, pool } from "../support/layer-loops.ts";
import { LossFunction } from "../support/loss-function.ts";
import { expectAllClose, expectClose } from "../support/numbers.ts";
import { expectExecuted } from "../support/operations.ts";
import { type RandomWindows, randomWindows } from "../support/random-windows.ts";

const widths = {
  f64: { relative: 1e-12, absolute: 1e-12 },
  f32: { relative: 2e-5, absolute: 2e-5 },
} as const;

describe.each([referenceBackend, wasmBackend()])("on the $name backend", (backend) => {
  describe.each(["f64", "f32"] as const)("in %s", (dtype) => {
    test("a layer of windows is what a plain loop makes of it, and its gradients are what they mean", () => {
      const sizes = new Set<boolean>();
      const check = (drawn: RandomWindows) => {
        const { session, samples } = sessionOf(drawn, backend, dtype);
        const expected = loop(drawn, session, samples);
        expectAllClose(
          session.measure(samples).predictions,
          expected,
          widths[dtype],
          JSON.stringify(drawn.layer),
        );
        if (backend !== referenceBackend) expectExecuted(session.look(samples), dtype);
        sizes.add(expected.length > 500);
      };
      fc.assert(fc.property(randomWindows(3), check), { numRuns: 60, seed: 1 });
      fc.assert(fc.property(randomWindows(9), check), { numRuns: 25, seed: 2 });
      expect(sizes.size).toBe(2);
    });
  });
});

test("gradients are the slopes of the loss, and derivations give them", () => {
  let compared = 0;
  const check = (drawn: RandomWindows) => {
    const { session, samples } = sessionOf(drawn, referenceBackend, "f64");
    const loss = new LossFunction(session, samples);
    const executed = session.look(samples);
    verify(executed.graph);
    const deriver = deriverOf(executed, "given");
    const random = randomStream(drawn.seed, 1);
    for (const [i, { node, path }] of executed.parameters.entries()) {
      const adjoint = executed.backward.adjoint.get(node.id) as Node;
      const offset = random.integer(sizeOf(node.shape));
      const at = positionOf(node.shape, offset);
      const gradient = executed.value(adjoint, at);
      const slope = loss.slope(i, offset, 1e-3);
      if (slope !== undefined) expectClose(gradient, slope, { relative: 1e-6, absolute: 1e-8 }, path);
      const derivation = deriver.gradient(node, at);
      expectClose(reevaluate(derivation), gradient, { relative: 1e-12, absolute: 1e-14 }, path);
      compared++;
    }
  };
  fc.assert(fc.property(randomWindows(2), check), { numRuns: 40, seed: 3 });
  expect(compared).toBeGreaterThan(80);
});

test("what training executes, with nothing looked at, is what the reference executes", () => {
  const check = (drawn: RandomWindows) => {
    const [found, wanted] = [wasmBackend(), referenceBackend].map((backend) => {
      const { session, samples } = sessionOf(drawn, backend, "f64");
      session.run(
        samples,
        Uint32Array.from({ length: 3 * drawn.samples }, (_, i) => i % drawn.samples),
        drawn.samples,
      );
      return session.parameters.map((parameter) => session.read(parameter));
    });
    for (const [i, values] of wanted.entries()) {
      expectAllClose(found[i], values, { relative: 1e-7, absolute: 1e-9 }, JSON.stringify(drawn.layer));
    }
  };
  fc.assert(fc.property(randomWindows(3), check), { numRuns: 60, seed: 4 });
  fc.assert(fc.property(randomWindows(9), check), { numRuns: 25, seed: 5 });
});

/** One layer of windows, with a dense layer before it, so that gradients go through it. */
function sessionOf(drawn: RandomWindows, backend: typeof referenceBackend, dtype: DType) {
  const size = sizeOf(drawn.inputs);
  const [first, second] = [drawn.layer, { flatten: true }] as const;
  const network = {
    inputs: 3,
    layers: [{ dense: size }, { reshape: drawn.inputs }, first, second],
  };
  const session = createSession({
    model: { network, loss: "mean-squared-error" },
    optimizer: { name: "adam" },
    backend,
    dtype,
    seed: drawn.seed,
  });
  const random = randomStream(drawn.seed, 2);
  const draw = (count: number) => Float64Array.from({ length: count }, () => random.normal());
  const outputs = drawn.kernels * drawn.windows.count[0] * drawn.windows.count[1];
  const samples: Samples = {
    inputs: tensor([drawn.samples, 3], draw(drawn.samples * 3)),
    targets: tensor([drawn.samples, outputs], draw(drawn.samples * outputs)),
  };
  return { session, samples };
}

function loop(drawn: RandomWindows, session: Session, { inputs }: Samples): number[] {
  const { inputs: shape, windows, kind, groups, kernels } = drawn;
  const [channels, ...extents] = shape;
  const [height, width] = extents.length === 1 ? [1, extents[0]] : extents;
  const [weight, bias, kernel] = session.parameters.map((parameter) => session.read(parameter));
  const results: number[] = [];
  for (let n = 0; n < drawn.samples; n++) {
    const values = Float64Array.from(bias, (start, i) => {
      let sum = start;
      for (let k = 0; k < 3; k++) sum += weight[i * 3 + k] * inputs.values[n * 3 + k];
      return sum;
    });
    const picture = { channels, height, width, values };
    const row =
      kind === "convolution"
        ? convolve(picture, windows, kernel, new Float64Array(kernels).fill(0.25), groups)
        : pool(picture, windows, kind);
    results.push(...row);
  }
  return results;
}
