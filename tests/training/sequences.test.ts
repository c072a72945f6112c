import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { wasmBackend } from "../../src/backends/wasm/wasm.ts";
import { deriverOf, reevaluate } from "../../src/explain/derive.ts";
import type { Node } from "../../src/graph/node.ts";
import { verify } from "../../src/graph/verify.ts";
import { createSession } from "../../src/index.ts";
import type { NetworkSpec } from "../../src/nn/spec.ts";
import { positionsOf } from "../../src/tensor/shape.ts";
import type { Nested } from "../../src/tensor/tensor.ts";

import { numberOf, numbersOf } from "../support/execute.ts";
import { LossFunction } from "../support/loss-function.ts";
import { expectAllClose, expectClose } from "../support/numbers.ts";
import { expectExecuted } from "../support/operations.ts";
import { samplesOf } from "../support/sessions.ts";

interface Case {
  readonly name: string;
  readonly network: NetworkSpec;
  readonly parameters: Readonly<Record<string, Nested>>;
  readonly data: { readonly inputs: Nested; readonly targets: Nested };
  readonly expected: {
    readonly loss: number;
    readonly outputs: Nested;
    readonly inputs: Nested;
    readonly gradients: Readonly<Record<string, Nested>>;
  };
}

const { cases } = JSON.parse(
  readFileSync(new URL("../fixtures/sequences.json", import.meta.url), "utf8"),
) as { readonly cases: readonly Case[] };

const widths = {
  f64: { relative: 1e-11, absolute: 1e-14 },
  f32: { relative: 2e-5, absolute: 2e-6 },
} as const;

const numbers = (nested: Nested): number[] => ([nested] as unknown[]).flat(9) as number[];

function sessionOf({ network, parameters }: Case, backend = referenceBackend, dtype: "f64" | "f32" = "f64") {
  const session = createSession({
    model: { network, loss: "half-squared-error" },
    optimizer: { name: "sgd", learningRate: 0.1 },
    backend,
    dtype,
  });
  expect(session.parameters.map(({ path }) => path).sort()).toEqual(Object.keys(parameters).sort());
  for (const parameter of session.parameters) session.write(parameter, numbers(parameters[parameter.path]));
  return session;
}

for (const backend of [referenceBackend, wasmBackend()]) {
  for (const dtype of ["f64", "f32"] as const) {
    test.each(cases)(`$name, as in PyTorch, on the ${backend.name} backend in ${dtype}`, (one) => {
      const { data, expected } = one;
      const session = sessionOf(one, backend, dtype);
      const executed = session.look(samplesOf(data));
      verify(executed.graph);
      const close = (found: readonly number[], wanted: Nested, what: string) =>
        expectAllClose(found, numbers(wanted), widths[dtype], what);
      expectClose(numberOf(executed, "E"), expected.loss, widths[dtype], "loss");
      for (const { node, path } of executed.parameters) {
        const adjoint = executed.backward.adjoint.get(node.id) as Node;
        close(numbersOf(executed, adjoint), expected.gradients[path], path);
      }
      const input = executed.graph.nodes.find(({ op }) => op.name === "input") as Node;
      close(numbersOf(executed, executed.backward.adjoint.get(input.id) as Node), expected.inputs, "inputs");
      close([...session.measure(samplesOf(data)).predictions], expected.outputs, "outputs");
      if (backend !== referenceBackend) expectExecuted(executed, dtype);
      // what training executes, with nothing looked at: a step of plain descent
      const before = session.parameters.map((parameter) => [...session.read(parameter)]);
      session.run(samplesOf(data), Uint32Array.from([0, 1, 2]), 3);
      for (const [i, parameter] of session.parameters.entries()) {
        const gradient = numbers(expected.gradients[parameter.path]);
        const wanted = before[i].map((value, k) => value - 0.1 * gradient[k]);
        expectAllClose(session.read(parameter), wanted, widths[dtype], `${parameter.path} after a step`);
      }
    });
  }
}

test.each(cases)("$name: gradients are the slopes of the loss, and derivations give them", (one) => {
  const session = sessionOf(one);
  const batch = samplesOf(one.data);
  const loss = new LossFunction(session, batch);
  const executed = session.look(batch);
  const deriver = deriverOf(executed, "given");
  for (const [i, { node, path }] of executed.parameters.entries()) {
    const adjoint = executed.backward.adjoint.get(node.id) as Node;
    for (const [offset, at] of positionsOf(node.shape).entries()) {
      if (offset % 5 !== 0) continue;
      const gradient = executed.value(adjoint, at);
      const slope = loss.slope(i, offset, 1e-3);
      if (slope !== undefined) expectClose(gradient, slope, { relative: 1e-6, absolute: 1e-8 }, path);
      const derivation = deriver.gradient(node, at, "delta");
      expectClose(reevaluate(derivation), gradient, { relative: 1e-11, absolute: 1e-14 }, path);
    }
  }
});
