import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSession } from "../../src/index.ts";
import "../support/relaxed-simd.ts";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { wasmBackend } from "../../src/backends/wasm/wasm.ts";
import type { DType } from "../../src/tensor/tensor.ts";
import type { Session } from "../../src/train/session.ts";
import { numbersOf } from "../support/execute.ts";
import { isClose } from "../support/numbers.ts";
import { expectExecuted } from "../support/operations.ts";
import { type RandomCase, randomCase } from "../support/random-network.ts";

const DRAWN = { numRuns: 200, seed: 20_240_501 };

/** Of whole training steps in float64, where rounding may be magnified a little on the way. */
const WHOLE = { relative: 1e-10, absolute: 1e-12 };

describe.each([true, false])(`on ${DRAWN.numRuns} random networks, fma: %s`, (fma) => {
  const wasm = wasmBackend({ fma });

  test.each(["f64", "f32"] as const)("every operation is what it means, in %s", (dtype) => {
    let compared = 0;
    forEachCase((drawn) => {
      compared += expectExecuted(trained(drawn, dtype, wasm).look(drawn.batch), dtype);
    });
    expect(compared).toBeGreaterThan(100_000);
  });

  test("in float64, whole steps are those of the reference", () => {
    const tally = { compared: 0, off: 0 };
    forEachCase((drawn) => {
      const [found, wanted] = [wasm, referenceBackend].map((backend) =>
        trained(drawn, "f64", backend).look(drawn.batch),
      );
      for (const node of wanted.graph.nodes) {
        const [a, b] = [numbersOf(found, node), numbersOf(wanted, node)];
        tally.compared += a.length;
        tally.off += a.filter((x, i) => !isClose(x, b[i], WHOLE)).length;
      }
    });
    // where large terms cancel, what is left is rounding
    expect(tally.off / tally.compared).toBeLessThan(1e-4);
  });
});

test.each(["f64", "f32"] as const)(
  "steps in one call are the steps one by one, bit for bit, in %s",
  (dtype) => {
    forEachCase((drawn) => {
      const oneByOne = newSession(drawn, dtype, wasmBackend());
      const together = newSession(drawn, dtype, wasmBackend());
      const [count] = drawn.batch.inputs.shape;
      const order = Uint32Array.from({ length: 3 * count }, (_, i) => i % count);
      const losses = [1, 2, 3].map(() => oneByOne.step(drawn.batch));
      expect([...together.run(drawn.batch, order, count)]).toEqual(losses);
      expect(numbersIn(together)).toEqual(numbersIn(oneByOne));
    });
  },
);

function forEachCase(check: (drawn: RandomCase) => void): void {
  fc.assert(fc.property(randomCase, check), DRAWN);
}

function newSession(
  { model, optimizer, seed }: RandomCase,
  dtype: DType,
  backend: typeof referenceBackend,
): Session {
  return createSession({ model, optimizer, backend, seed, dtype });
}

function trained(drawn: RandomCase, dtype: DType, backend: typeof referenceBackend): Session {
  const session = newSession(drawn, dtype, backend);
  for (let step = 0; step < drawn.stepsBefore; step++) session.step(drawn.batch);
  return session;
}

function numbersIn(session: Session): number[][] {
  return session.parameters.map((parameter) => [...session.read(parameter)]);
}
