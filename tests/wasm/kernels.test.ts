import { describe, expect, test } from "vitest";
import "../support/relaxed-simd.ts";
import { wasmBackend } from "../../src/backends/wasm/wasm.ts";
import { call } from "../../src/graph/expression.ts";
import { Graph } from "../../src/graph/graph.ts";
import type { Node, Primitive } from "../../src/graph/node.ts";
import { type Ops, opsFor, primitives } from "../../src/ops/index.ts";
import { randomStream } from "../../src/tensor/random.ts";
import { type Shape, sizeOf } from "../../src/tensor/shape.ts";
import type { DType } from "../../src/tensor/tensor.ts";
import { execute } from "../support/execute.ts";
import { expectAllClose } from "../support/numbers.ts";
import { perOperation } from "../support/operations.ts";

const widths = ["f64", "f32"] as const;
type Given = ReadonlyMap<Node, ArrayLike<number>>;
type Build = (ops: Ops, graph: Graph, input: (shape: Shape) => Node) => Node;

/** A graph over inputs that are drawn from a normal distribution. */
function drawn(dtype: DType, build: Build): { graph: Graph; given: Given; out: Node } {
  const graph = new Graph(dtype);
  const ops = opsFor(graph);
  const random = randomStream(5, 6000);
  const given = new Map<Node, ArrayLike<number>>();
  const input = (shape: Shape): Node => {
    const node = ops.input(shape);
    given.set(
      node,
      Float64Array.from({ length: sizeOf(shape) }, () => random.normal()),
    );
    return node;
  };
  return { graph, given, out: build(ops, graph, input) };
}

function runOn(backend: ReturnType<typeof wasmBackend>, graph: Graph, given: Given, out: Node) {
  const executable = backend.compile({ graph, outputs: [out], updates: [] });
  for (const [node, values] of given) executable.write(node, values);
  executable.evaluate();
  return executable.read(out);
}

function expectMeaning(dtype: DType, build: Build, tolerance = perOperation[dtype]): void {
  const { graph, given, out } = drawn(dtype, build);
  const wanted = execute(graph, given)(out);
  for (const fma of [true, false]) {
    const found = runOn(wasmBackend({ fma }), graph, given, out);
    expectAllClose(found, wanted, tolerance, `${out.op.name}, fma ${fma}`);
  }
}

describe.each(widths)("in %s", (dtype) => {
  const sizes = [
    [1, 300, 1],
    [5, 257, 9],
    [6, 64, 16],
    [7, 65, 17],
    [13, 40, 31],
    [64, 784, 10],
    [18, 1030, 8],
    [2, 3, 1000],
  ] as const;
  const transposes = [
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ] as const;

  describe.each(sizes)("a product of %i × %i and %i columns", (rows, inner, columns) => {
    test.each(transposes)("read transposed: %s, %s", (transposeA, transposeB) => {
      // sums of many terms of both signs are small beside them: the error is that of the terms
      const scale = dtype === "f64" ? 1e-15 : 3e-7;
      expectMeaning(
        dtype,
        (ops, _graph, input) =>
          ops.matmul(
            input(transposeA ? [inner, rows] : [rows, inner]),
            input(transposeB ? [columns, inner] : [inner, columns]),
            { transposeA, transposeB },
          ),
        { relative: dtype === "f64" ? 1e-12 : 1.3e-6, absolute: scale * inner },
      );
    });
  });

  test.each([
    ["of columns", [40, 130], [0]],
    ["of rows", [130, 40], [1]],
    ["of everything", [70, 90], [0, 1]],
    ["of the middle", [9, 30, 20], [1]],
    ["of both ends", [9, 30, 20], [0, 2]],
    ["of nothing but ones", [1, 5000, 1], [0, 2]],
  ] as const)("a sum %s", (_what, shape, axes) => {
    expectMeaning(dtype, (ops, _graph, input) => ops.sum(input(shape), axes));
  });

  test.each([
    ["a scalar", [], [30, 200], []],
    ["a row", [200], [30, 200], [1]],
    ["a column", [30], [30, 200], [0]],
    ["the middle", [30], [9, 30, 20], [1]],
  ] as const)("a broadcast of %s", (_what, from, shape, axes) => {
    expectMeaning(dtype, (ops, _graph, input) =>
      ops.apply("tanh", ops.apply("add", input(shape), ops.broadcast(input(from), shape, axes))),
    );
  });

  test.each(["softmax", "logSoftmax"] as const)("%s of many rows", (name) => {
    expectMeaning(dtype, (ops, _graph, input) => ops[name](input([77, 53])));
  });

  test("a product whose result is used twice, with a bias and an activation", () => {
    expectMeaning(
      dtype,
      (ops, _graph, input) => {
        const net = ops.matmul(input([33, 50]), input([27, 50]), { transposeB: true });
        const biased = ops.apply("add", net, ops.broadcast(input([27]), [33, 27], [1]));
        return ops.apply("mul", ops.apply("sigmoid", biased), ops.apply("step", net));
      },
      { relative: 1e-5, absolute: dtype === "f64" ? 1e-12 : 1e-4 },
    );
  });

  test("a primitive of a user, which only says what an element is", () => {
    /** out[j, i] = Σ_k tanh(x[i, k]) · x[k, j] + i-th number of y */
    const own: Primitive = {
      ...primitives.matmul,
      name: "own",
      shape: ([[rows]]) => [rows, rows],
      meaning(_node, [x, y], out) {
        const n = y.length;
        for (let j = 0; j < n; j++) {
          for (let i = 0; i < n; i++) {
            let sum = 0;
            for (let k = 0; k < n; k++) sum += Math.tanh(x[i * n + k]) * x[k * n + j];
            out[j * n + i] = sum + y[i];
          }
        }
      },
      element: (node, [j, i], input) => {
        const k = { index: "k", size: node.shape[0] };
        const term = call("mul", call("tanh", input(0, [i, k])), input(0, [k, j]));
        return call("add", { sum: [k], of: term }, input(1, [i]));
      },
    };
    for (const n of [3, 40]) {
      expectMeaning(dtype, (_ops, graph, input) => graph.add(own, [input([n, n]), input([n])]));
    }
  });
});

test.each(widths)("wider tiles give the same bits, in %s", (dtype) => {
  for (const [rows, inner, columns] of [
    [13, 700, 37],
    [64, 96, 64],
  ]) {
    const { graph, given, out } = drawn(dtype, (ops, _graph, input) =>
      ops.apply(
        "relu",
        ops.matmul(input([inner, rows]), input([columns, inner]), { transposeA: true, transposeB: true }),
      ),
    );
    const narrow = runOn(wasmBackend({ wide: false }), graph, given, out);
    expect(runOn(wasmBackend({ wide: true }), graph, given, out)).toEqual(narrow);
  }
});

test("whether tiles may be wider is asked where there is a product, and nowhere else", () => {
  let asked = 0;
  const backend = wasmBackend({
    wide: () => {
      asked++;
      return true;
    },
  });
  const run = (build: Build): void => {
    const { graph, given, out } = drawn("f64", build);
    runOn(backend, graph, given, out);
  };
  run((ops, _graph, input) => ops.apply("tanh", input([3])));
  run((ops, _graph, input) => ops.apply("tanh", input([100, 100])));
  expect(asked).toBe(0);
  run((ops, _graph, input) => ops.matmul(input([20, 20]), input([20, 20])));
  expect(asked).toBeGreaterThan(0);
});

test("fused and unfused are both at hand, and differ", () => {
  const { graph, given, out } = drawn("f32", (ops, _graph, input) =>
    ops.matmul(input([20, 100]), input([100, 20])),
  );
  const fused = runOn(wasmBackend({ fma: true }), graph, given, out);
  expect(runOn(wasmBackend({ fma: false }), graph, given, out)).not.toEqual(fused);
});
