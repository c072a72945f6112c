import { describe, expect, test } from "vitest";
import { type Compiled, compileRun } from "../../src/backends/wasm/compile.ts";
import { narrowTile } from "../../src/backends/wasm/emit/product/tile.ts";
import { simplify } from "../../src/backends/wasm/lower/simplify.ts";
import { Heap } from "../../src/backends/wasm/memory/heap.ts";
import { placeLeaves } from "../../src/backends/wasm/memory/leaves.ts";
import { explainCompilation, stagesToText } from "../../src/backends/wasm/stages.ts";
import { Graph } from "../../src/graph/graph.ts";
import type { Node } from "../../src/graph/node.ts";
import { verify } from "../../src/graph/verify.ts";
import { referenceBackend, UnsupportedError, wasmBackend } from "../../src/index.ts";
import { everyKind } from "../../src/nn/every-kind.ts";
import type { OptimizerSpec } from "../../src/nn/optimizers.ts";
import { parametersOf } from "../../src/nn/parameters.ts";
import type { ModelSpec } from "../../src/nn/spec.ts";
import { opsFor } from "../../src/ops/index.ts";
import { buildStep } from "../../src/train/step.ts";

const sgd: OptimizerSpec = { name: "sgd", learningRate: 0.5 };

/** The stages of a training step that is run many times. */
function compiled(model: ModelSpec, samples: number, optimizer = sgd): Compiled {
  const step = buildStep(
    { model, optimizer, kinds: everyKind },
    parametersOf(model.network, 1, everyKind),
    samples,
    "f32",
  );
  const program = { graph: step.graph, outputs: [step.loss], updates: step.updates };
  const simplified = simplify(program);
  const simple = (node: Node) => simplified.nodes.get(node.id) as Node;
  const heap = new Heap(false);
  const { places } = placeLeaves(program, heap, new Map());
  const leaves = new Map([...places].map(([node, place]) => [simple(node).id, place]));
  const watching = { fed: [simple(step.input), simple(step.target)], watched: simple(step.loss) };
  const target = { fused: false, tile: narrowTile, threads: 1 };
  return compileRun(simplified, { ...watching, batch: samples }, leaves, heap, target);
}

const large: ModelSpec = {
  network: { inputs: 50, layers: [{ dense: 40, activation: "relu" }, { dense: 10 }] },
  loss: "softmax-cross-entropy",
};

describe("the stages of the compiler", () => {
  const stages = compiled(large, 20);

  test("begin with a graph that is in order", () => {
    verify(stages.simplified.graph);
    const names = stages.simplified.graph.nodes.map(({ op }) => op.name);
    expect(names).not.toContain("logSoftmax");
  });

  test("put bias and activation into the product, and the update into the product of the gradient", () => {
    const products = stages.kernels.filter(({ kind }) => kind === "product");
    const operations = products.map(({ statements }) => statements.map(({ node }) => node.op.name));
    expect(operations).toContainEqual(["matmul", "add", "relu"]);
    expect(operations).toContainEqual(["matmul", "mul", "sub", "identity"]);
  });

  test("never give two living buffers the same bytes", () => {
    const { buffers } = stages.plan;
    expect(buffers.length).toBeGreaterThan(5);
    for (const [i, a] of buffers.entries()) {
      for (const b of buffers.slice(i + 1)) {
        const areTogether = a.first <= b.last && b.first <= a.last;
        const overlap = a.offset < b.offset + b.bytes && b.offset < a.offset + a.bytes;
        expect(areTogether && overlap, JSON.stringify([a, b])).toBe(false);
      }
    }
  });

  test("use memory again", () => {
    const { buffers, bytes } = stages.plan;
    expect(bytes).toBeLessThan(buffers.reduce((sum, buffer) => sum + buffer.bytes, 0));
  });

  test("write next values to their states: there is nothing to commit", () => {
    const commit = stages.module.functions.find(({ name }) => name === "commit");
    expect(commit?.body).toEqual([]);
  });

  test("can be read", () => {
    const text = stagesToText(stages);
    expect(text).toMatch(/^— simplified graph\n%0 = input\(\) \{shape: \[20, 50\]\} : \[20, 50\]/);
    expect(text).toMatch(/— kernels\nproduct \[20, 40\]\n {2}%\d+\[i, j\] = %0 · %1ᵀ {3}\(not stored\)/);
    expect(text).toMatch(/relu\(%\d+\[i, j\]\)/);
    expect(text).toMatch(/— function\nrun\(i32, i32, i32, i32, i32, i32, i32\)\n/);
    expect(text).toMatch(/f32x4\.mul/);
  });

  test("can be read of what was compiled, and of nothing that another backend made", () => {
    const graph = new Graph("f64");
    const ops = opsFor(graph);
    const program = { graph, outputs: [ops.apply("exp", ops.input([2]))], updates: [] };
    expect(explainCompilation(wasmBackend().compile(program))).toMatch(
      /^— simplified graph\n%0 = input[\s\S]*— kernels\nnone: written out[\s\S]*— function\nevaluate/,
    );
    expect(() => explainCompilation(referenceBackend.compile(program))).toThrow(UnsupportedError);
  });

  test("of a hand-sized network are one function without loops but that over the steps", () => {
    const network = { inputs: 2, layers: [{ dense: 2, activation: "sigmoid" }, { dense: 2 }] } as const;
    const small = compiled({ network, loss: "half-squared-error" }, 1);
    expect(small.kernels).toEqual([]);
    expect(small.module.functions.map(({ name }) => name)).toEqual(["run"]);
    expect(stagesToText(small).match(/^ *loop$/gm)).toHaveLength(1);
  });

  test("of optimisers that keep something update all of it in one kernel", () => {
    const { kernels } = compiled(large, 20, { name: "adam" });
    const updating = kernels.filter(({ statements }) =>
      statements.some(({ node }) => node.op.name === "sqrt"),
    );
    expect(
      updating.every(({ statements }) => statements.filter(({ isStored }) => isStored).length === 3),
    ).toBe(true);
  });
});
