import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createSession } from "../../src/index.ts";
import "../support/relaxed-simd.ts";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { wasmBackend } from "../../src/backends/wasm/wasm.ts";
import type { Node } from "../../src/graph/node.ts";
import type { NetworkSpec } from "../../src/nn/spec.ts";
import { fromNested } from "../../src/tensor/tensor.ts";

import { numbersOf } from "../support/execute.ts";
import type { Matrix } from "../support/fixtures.ts";
import { expectAllClose, expectClose, type Tolerance } from "../support/numbers.ts";

/** What tests/fixtures/layers.py writes. */
interface Case {
  readonly name: string;
  readonly network: NetworkSpec;
  readonly inputs: Matrix;
  readonly targets: Matrix;
  readonly loss: number;
  readonly gradients: readonly (readonly number[])[];
  readonly running: readonly (readonly number[])[];
  readonly inputGradient?: readonly number[];
  readonly predictions: readonly number[];
}

const { cases } = JSON.parse(readFileSync(new URL("../fixtures/layers.json", import.meta.url), "utf8")) as {
  cases: readonly Case[];
};

const widths = {
  f64: { relative: 1e-11, absolute: 1e-13 },
  f32: { relative: 2e-4, absolute: 2e-5 },
} satisfies Record<string, Tolerance>;

describe.each([referenceBackend, wasmBackend()])("on the $name backend", (backend) => {
  describe.each(["f64", "f32"] as const)("in %s", (dtype) => {
    test.each(cases)("$name", ({ network, inputs, targets, ...wanted }) => {
      const model = { network, loss: "half-squared-error" } as const;
      // a rate of nothing: only what layers keep of their batches changes
      const optimizer = { name: "sgd", learningRate: 0 } as const;
      const session = createSession({ model, optimizer, backend, dtype });
      const samples = { inputs: fromNested(inputs), targets: fromNested(targets) };
      const executed = session.look(samples);
      const { graph, backward } = executed;
      const tolerance = widths[dtype];
      expectClose(executed.value(backward.loss, []), wanted.loss, tolerance, "loss");
      const slopes = (node: Node) => numbersOf(executed, backward.adjoint.get(node.id) as Node);
      const trained = session.parameters.flatMap(({ kind, path }, i) =>
        kind === "statistic" ? [] : [{ path, node: executed.parameters[i].node }],
      );
      expect(trained.length).toBe(wanted.gradients.length);
      for (const [i, { path, node }] of trained.entries()) {
        expectAllClose(slopes(node), wanted.gradients[i], tolerance, path);
      }
      const input = graph.nodes.find(({ op }) => op.name === "input") as Node;
      if (wanted.inputGradient) expectAllClose(slopes(input), wanted.inputGradient, tolerance, "inputs");
      const [count] = samples.inputs.shape;
      session.run(
        samples,
        Uint32Array.from({ length: count }, (_, i) => i),
        count,
      );
      const kept = session.parameters.filter(({ kind }) => kind === "statistic");
      expect(kept.length).toBe(wanted.running.length);
      for (const [i, parameter] of kept.entries()) {
        expectAllClose(session.read(parameter), wanted.running[i], tolerance, parameter.path);
      }
      expectAllClose(session.measure(samples).predictions, wanted.predictions, tolerance, "predictions");
    });
  });
});
