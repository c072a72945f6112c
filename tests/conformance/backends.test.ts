import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/backends/backend.ts";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { wasmBackend } from "../../src/backends/wasm/wasm.ts";
import { deriverOf } from "../../src/explain/derive.ts";
import { Graph } from "../../src/graph/graph.ts";
import type { Node } from "../../src/graph/node.ts";
import { createSession } from "../../src/index.ts";
import type { OptimizerSpec } from "../../src/nn/optimizers.ts";
import type { Samples } from "../../src/nn/samples.ts";
import type { ModelSpec } from "../../src/nn/spec.ts";
import { identity } from "../../src/ops/identity.ts";
import { type Ops, opsFor } from "../../src/ops/index.ts";
import { randomStream } from "../../src/tensor/random.ts";
import { type DType, tensor } from "../../src/tensor/tensor.ts";
import { takeRows } from "../../src/train/rows.ts";
import type { Session } from "../../src/train/session.ts";
import { numbersOf } from "../support/execute.ts";
import { expectAllClose } from "../support/numbers.ts";
import { optimizers } from "../support/random-network.ts";

const backends: readonly Backend[] = [referenceBackend, wasmBackend()];

describe.each(backends)("the $name backend", (backend) => {
  describe("state", () => {
    test("starts as zeros, and a read is a copy", () => {
      const { graph, a } = twoStates();
      const executable = backend.compile({ graph, outputs: [a], updates: [] });
      executable.read(a).fill(7);
      expect([...executable.read(a)]).toEqual([0, 0]);
    });

    test("two states may take each other's numbers", () => {
      const { graph, a, b } = twoStates();
      const updates = [
        { of: a, next: b },
        { of: b, next: a },
      ];
      const executable = backend.compile({ graph, outputs: [], updates });
      executable.write(a, [1, 2]);
      executable.write(b, [3, 4]);
      executable.evaluate();
      executable.commit();
      expect([[...executable.read(a)], [...executable.read(b)]]).toEqual([
        [3, 4],
        [1, 2],
      ]);
    });

    test("all states are replaced at once: Fibonacci's numbers", () => {
      const { graph, ops, a, b } = twoStates();
      const updates = [
        { of: a, next: b },
        { of: b, next: ops.apply("add", a, b) },
      ];
      const executable = backend.compile({ graph, outputs: [], updates });
      executable.write(b, [1, 1]);
      const seen = Array.from({ length: 8 }, () => {
        executable.evaluate();
        executable.commit();
        return executable.read(a)[0];
      });
      expect(seen).toEqual([1, 1, 2, 3, 5, 8, 13, 21]);
    });

    test("evaluating changes none, however often", () => {
      const { graph, ops, a } = twoStates();
      const updates = [{ of: a, next: ops.apply("add", a, ops.constant(1, [2])) }];
      const executable = backend.compile({ graph, outputs: [], updates });
      executable.evaluate();
      executable.evaluate();
      expect([...executable.read(a)]).toEqual([0, 0]);
      executable.commit();
      expect([...executable.read(a)]).toEqual([1, 1]);
    });

    test("two programs share what they know by the same name, and nothing else", () => {
      const [first, second] = [twoStates(), twoStates("another")];
      const compile = ({ graph, a, b }: TwoStates, sharing?: ReturnType<Backend["compile"]>) =>
        backend.compile({ graph, outputs: [a, b], updates: [] }, sharing);
      const one = compile(first);
      const two = compile(second, one);
      one.write(first.a, [1, 2]);
      one.write(first.b, [3, 4]);
      expect([...two.read(second.a)]).toEqual([1, 2]);
      expect([...two.read(second.b)]).toEqual([0, 0]);
      two.write(second.a, [5, 6]);
      expect([...one.read(first.a)]).toEqual([5, 6]);
      expect([...compile(twoStates()).read(first.a)]).toEqual([0, 0]);
    });

    test("w1 … and w5 … are not the same, though both are called w", () => {
      const graph = new Graph();
      const ops = opsFor(graph);
      const layers = [1, 5].map((first) => graph.name(ops.state([4]), { text: "w", first, strides: [1] }));
      const executable = backend.compile({ graph, outputs: layers, updates: [] });
      executable.write(layers[0], [1, 2, 3, 4]);
      expect([...executable.read(layers[1])]).toEqual([0, 0, 0, 0]);
    });
  });

  describe("steps in one call", () => {
    /** a ← a·x for rows of x; watched is the sum of a. */
    const multiplied = () => {
      const graph = new Graph();
      const ops = opsFor(graph);
      const x = ops.input([2, 3]);
      const a = graph.name(ops.state([2, 3]), { text: "a", first: 1, strides: [3, 1] });
      const watched = ops.sum(a, [0, 1]);
      const updates = [{ of: a, next: ops.apply("mul", a, x) }];
      const executable = backend.compile({ graph, outputs: [watched], updates });
      executable.write(a, [1, 1, 1, 1, 1, 1]);
      return { executable, x, a, watched };
    };

    test("take the rows that the order names", () => {
      const { executable, x, a, watched } = multiplied();
      executable.load(x, [1, 2, 3, 10, 20, 30, -1, -2, -3]);
      expect([...executable.run(Uint32Array.of(0, 1, 2, 2), watched)]).toEqual([6, 66]);
      expect([...executable.read(a)]).toEqual([-1, -4, -9, -10, -40, -90]);
      expect([...executable.run(Uint32Array.of(1, 0), watched)]).toEqual([-154]);
      expect([...executable.read(a)]).toEqual([-10, -80, -270, -10, -80, -270]);
    });

    test("end before a number that is not finite, and keep what was there", () => {
      const { executable, x, a, watched } = multiplied();
      executable.load(x, [1, 1, 1, 1e200, 1, 1]);
      const order = Uint32Array.of(0, 0, 1, 0, 1, 0, 0, 0);
      expect([...executable.run(order, watched)]).toEqual([6, 6]);
      expect([...executable.read(a)]).toEqual([1e200, 1, 1, 1, 1, 1]);
    });

    test("may be given other data", () => {
      const { executable, x, a, watched } = multiplied();
      executable.load(x, [2, 2, 2]);
      executable.run(Uint32Array.of(0, 0), watched);
      executable.load(x, [1, 1, 1, 3, 3, 3]);
      executable.run(Uint32Array.of(1, 0), watched);
      expect([...executable.read(a)]).toEqual([6, 6, 6, 2, 2, 2]);
    });
  });

  describe("execution", () => {
    test("calculates what is asked for, and what that needs, alone", () => {
      const graph = new Graph();
      const ops = opsFor(graph);
      const x = ops.input([2]);
      const wanted = ops.apply("neg", x);
      const fails = {
        ...identity,
        meaning: () => {
          throw new Error("calculated though nobody asked");
        },
      };
      const unwanted = graph.add(fails, [x]);
      const executable = backend.compile({ graph, outputs: [wanted], updates: [] });
      executable.write(x, [1, -2]);
      executable.evaluate();
      expect([...executable.read(wanted)]).toEqual([-1, 2]);
      expect(() => executable.read(unwanted)).toThrow(/not part of the compiled program/);
    });

    test("may be a reshape of a view that splits its axes", () => {
      const graph = new Graph("f64");
      const ops = opsFor(graph);
      const x = ops.input([3, 6]);
      const turned = ops.view(ops.softmax(x), [6, 3], { offsets: [0, 0], coefficients: [0, 1, 1, 0] });
      const split = ops.reshape(turned, [2, 3, 3]);
      const executable = backend.compile({ graph, outputs: [split], updates: [] });
      executable.write(x, new Float64Array(18).fill(1));
      executable.evaluate();
      expectAllClose(executable.read(split), new Array(18).fill(1 / 6), { relative: 1e-15 }, "shares");
    });

    test("may be numbers of which JSON knows nothing, each by itself", () => {
      const graph = new Graph("f64");
      const ops = opsFor(graph);
      const values = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, -0, 0];
      const outputs = values.map((value) => ops.apply("mul", ops.constant(1, []), ops.constant(value, [])));
      const executable = backend.compile({ graph, outputs, updates: [] });
      executable.evaluate();
      expect(outputs.map((node) => executable.read(node)[0])).toEqual(values);
    });

    test("refuses numbers that are not as many as the node has", () => {
      const { graph, a } = twoStates();
      const executable = backend.compile({ graph, outputs: [a], updates: [] });
      expect(() => executable.write(a, [1, 2, 3])).toThrow(/expected 2 values, got 3/);
    });

    test("large arguments overflow nowhere", () => {
      const graph = new Graph();
      const ops = opsFor(graph);
      const x = ops.input([1, 4]);
      const outputs = [ops.softmax(x), ops.logSoftmax(x), ops.apply("softplus", x), ops.apply("sigmoid", x)];
      const executable = backend.compile({ graph, outputs, updates: [] });
      executable.write(x, [1000, 0, -1000, 999]);
      executable.evaluate();
      const top = -Math.log1p(Math.exp(-1));
      const expected = [
        [Math.exp(top), 0, 0, Math.exp(top - 1)],
        [top, -1000 + top, -2000 + top, -1 + top],
        [1000, Math.LN2, 0, 999],
        [1, 0.5, 0, 1],
      ];
      for (const [i, output] of outputs.entries()) {
        expectAllClose(executable.read(output), expected[i], { relative: 1e-15 }, output.op.name);
      }
    });
  });

  describe.each(["f64", "f32"] as const)("looking changes nothing, in %s", (dtype) => {
    test.each(Object.values(optimizers))("$name", (optimizer) => {
      const quiet = trainSession(backend, dtype, optimizer, () => {});
      const looked = trainSession(backend, dtype, optimizer, (session, samples) => {
        const executed = session.look(samples);
        const { node, next } = executed.parameters[0];
        deriverOf(executed).gradient(node, [0, 0]);
        if (next) deriverOf(executed).value(next, [0, 0]);
        session.measure(samples);
      });
      expect(bitsOf(looked)).toEqual(bitsOf(quiet));
      expect(looked.stepsTaken).toBe(quiet.stepsTaken);
    });
  });

  test("what was looked at stays as it was when training goes on", () => {
    const session = newSession(backend, "f64", optimizers.adam);
    session.step(data);
    const [early, late] = [session.look(data), session.look(data)];
    const numbers = (executed: typeof early) => executed.graph.nodes.map((node) => numbersOf(executed, node));
    const before = numbers(early);
    for (let step = 0; step < 3; step++) session.step(data);
    expect(numbers(late)).toEqual(before);
    expect(numbers(session.look(data))).not.toEqual(before);
  });
});

describe("float32 on the reference backend", () => {
  test("every node is rounded as it is stored", () => {
    const { x, y, z, nodes, read } = roundedGraph("f32");
    const f = Math.fround;
    const sum = f(f(x) + f(y));
    expect(read(nodes.sum)).toBe(sum);
    expect(read(nodes.product)).toBe(f(sum * f(z)));
    expect(read(nodes.exp)).toBe(f(Math.exp(f(sum * f(z)))));
    expect(read(nodes.third)).toBe(f(1 / 3));
  });

  test("which float64 does not do", () => {
    const { x, y, z, nodes, read } = roundedGraph("f64");
    expect(read(nodes.product)).toBe((x + y) * z);
    expect(read(nodes.product)).not.toBe(roundedGraph("f32").read(nodes.product));
  });

  test("within a node the arithmetic is float64: a sum is rounded once", () => {
    const graph = new Graph("f32");
    const ops = opsFor(graph);
    const x = ops.input([1, 4]);
    const [sum, product] = [ops.sum(x, [0, 1]), ops.matmul(x, ops.constant(1, [4, 1]))];
    const executable = referenceBackend.compile({ graph, outputs: [sum, product], updates: [] });
    // in float32, 2²⁴ + 1 is 2²⁴
    executable.write(x, [2 ** 24, 1, 1, 1]);
    executable.evaluate();
    expect(executable.read(sum)[0]).toBe(2 ** 24 + 4);
    expect(executable.read(product)[0]).toBe(2 ** 24 + 4);
  });
});

interface TwoStates {
  readonly graph: Graph;
  readonly ops: Ops;
  readonly a: Node;
  readonly b: Node;
}

function twoStates(second = "b"): TwoStates {
  const graph = new Graph();
  const ops = opsFor(graph);
  const a = graph.name(ops.state([2]), { text: "a", first: 1, strides: [1] });
  const b = graph.name(ops.state([2]), { text: second, first: 1, strides: [1] });
  return { graph, ops, a, b };
}

const model: ModelSpec = {
  network: {
    inputs: 3,
    layers: [
      { dense: 4, activation: "tanh" },
      { dense: 3, activation: "relu", bias: { shared: 0.5 } },
      { dense: 2 },
    ],
  },
  loss: "softmax-cross-entropy",
};

const data: Samples = randomData(5);

function randomData(count: number): Samples {
  const random = randomStream(11, 3000);
  const inputs = Array.from({ length: count * 3 }, () => random.normal());
  const targets = Array.from({ length: count }, () => (random.uniform() < 0.5 ? [1, 0] : [0, 1]));
  return { inputs: tensor([count, 3], inputs), targets: tensor([count, 2], targets.flat()) };
}

function newSession(backend: Backend, dtype: DType, optimizer: OptimizerSpec): Session {
  return createSession({ model, optimizer, backend, dtype, seed: 5 });
}

/** Twelve steps on batches of two, two and one, with a look before each. */
function trainSession(
  backend: Backend,
  dtype: DType,
  optimizer: OptimizerSpec,
  look: (session: Session, samples: Samples) => void,
): Session {
  const session = newSession(backend, dtype, optimizer);
  const batches = [[0, 1], [2, 3], [4]].map((rows) => takeRows(data, rows));
  for (let step = 0; step < 12; step++) {
    look(session, batches[(step + 1) % 3]);
    session.step(batches[step % 3]);
  }
  return session;
}

function bitsOf(session: Session): Uint8Array[] {
  return session.parameters.map((parameter) => new Uint8Array(session.read(parameter).buffer));
}

function roundedGraph(dtype: DType) {
  const [x, y, z] = [0.1, 0.7, 1.3];
  const graph = new Graph(dtype);
  const ops = opsFor(graph);
  const inputs = [x, y, z].map(() => ops.input([]));
  const sum = ops.apply("add", inputs[0], inputs[1]);
  const product = ops.apply("mul", sum, inputs[2]);
  const nodes = { sum, product, exp: ops.apply("exp", product), third: ops.constant(1 / 3, []) };
  const executable = referenceBackend.compile({ graph, outputs: Object.values(nodes), updates: [] });
  for (const [i, number] of [x, y, z].entries()) executable.write(inputs[i], [number]);
  executable.evaluate();
  return { x, y, z, nodes, read: (node: Node) => executable.read(node)[0] };
}
