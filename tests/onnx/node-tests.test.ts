import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/backends/backend.ts";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { wasmBackend } from "../../src/backends/wasm/wasm.ts";
import { InputError } from "../../src/tensor/error.ts";
import type { DType } from "../../src/tensor/tensor.ts";
import { type NodeTest, nodeTests, runNodeTest, worst } from "../support/onnx-node-tests.ts";
import { EXTERNAL, hasExternalTests } from "../support/shared.ts";
import { unsupported } from "./unsupported.ts";

/** What ONNX allows itself, and what nearly all keep to. */
const [ALLOWED, CLOSE, ABSOLUTE] = [1e-3, 1e-5, 1e-7] as const;

const CLOSE_SHARE = 0.9;

const wasm = wasmBackend();

const read = nodeTests.filter(({ name }) => !Object.hasOwn(unsupported, name));
const groups = [...new Set(read.map(({ group }) => group))];

/** How far the worst number of all outputs is off, in the unit of what is allowed. */
function off(node: NodeTest, backend: Backend, dtype: DType): { allowed: number; close: number } {
  const outcomes = runNodeTest(node, backend, dtype);
  expect(outcomes.length).toBeGreaterThan(0);
  return {
    allowed: Math.max(...outcomes.map((outcome) => worst(outcome, ALLOWED, ABSOLUTE))),
    close: Math.max(...outcomes.map((outcome) => worst(outcome, CLOSE, ABSOLUTE))),
  };
}

describe.runIf(hasExternalTests)(`ONNX's tests of operations${EXTERNAL}`, () => {
  const close = new Map<string, boolean>();

  describe.each(groups)("%s", (group) => {
    test.each(read.filter((node) => node.group === group))("$name", (node) => {
      const reference = off(node, referenceBackend, "f64");
      expect(reference.allowed).toBeLessThanOrEqual(1);
      close.set(node.name, reference.close <= 1);
      // where the file is in float64, so is what executes it
      const dtype = node.dtypes.includes("float64") ? "f64" : "f32";
      expect(off(node, wasm, dtype).allowed).toBeLessThanOrEqual(1);
    });
  });

  test(`${CLOSE_SHARE * 100} % of them are as close as ${CLOSE}`, () => {
    expect(close.size).toBe(read.length);
    const share = [...close.values()].filter((isClose) => isClose).length / nodeTests.length;
    expect(share).toBeGreaterThanOrEqual(CLOSE_SHARE);
  });

  test("what is not read is known, and the groups that training rests on are complete", () => {
    const byName = new Map(nodeTests.map((node) => [node.name, node]));
    const left = Object.keys(unsupported).map((name) => byName.get(name)?.group ?? `no test ${name}`);
    for (const group of ["optimizer", "gradient_op", "loss", "linear"]) {
      expect(left).not.toContain(group);
      expect(groups).toContain(group);
    }
    expect(left.filter((group) => group.startsWith("no test"))).toEqual([]);
    expect(read.length + left.length).toBe(nodeTests.length);
  });

  test.each(nodeTests.filter(({ name }) => Object.hasOwn(unsupported, name)))(
    "$name is refused in one line",
    (node) => {
      const attempt = () => runNodeTest(node, referenceBackend, "f64");
      expect(attempt).toThrow(InputError);
      expect(attempt).toThrow(/^node .*: expected [^\n]*$/);
    },
  );
});
