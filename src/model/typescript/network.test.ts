import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { describe, expect, test } from "vitest";
import { referenceBackend } from "../../backends/reference/reference.ts";
import { Graph } from "../../graph/graph.ts";
import type { Node } from "../../graph/node.ts";
import { opsFor, primitives } from "../../ops/index.ts";
import { InputError } from "../../tensor/error.ts";
import { randomStream } from "../../tensor/random.ts";
import { helperTexts } from "./helpers.ts";
import { writeGraph } from "./network.ts";
import { Writer } from "./writer.ts";

/** What the generated statements make of the leaves. */
function generated(graph: Graph, output: Node, values: ReadonlyMap<Node, ArrayLike<number>>): number[] {
  const writer = new Writer();
  const leaves = new Map([...values.keys()].map((node, i) => [node, `leaf${i}`]));
  const result = writeGraph(writer, {
    graph,
    output,
    leaves,
    name: ({ id }) => `node${id}`,
    comment: () => undefined,
  });
  const source = `${helperTexts(writer.helpers).join("\n")}\n(function (${[...leaves.values()].map((name) => `${name}: ArrayLike<number>`).join(", ")}) {\n${writer.lines.join("\n")}\n  return ${result};\n})`;
  const { outputText } = transpileModule(source, {
    compilerOptions: { target: ScriptTarget.ES2022, module: ModuleKind.ESNext },
  });
  // biome-ignore lint/security/noGlobalEval: the code is what is tested
  // biome-ignore lint/complexity/noCommaOperator: an indirect eval sees no variable of this test
  const run = (0, eval)(outputText) as (...leaves: ArrayLike<number>[]) => ArrayLike<number>;
  return Array.from(run(...values.values()));
}

describe("the code of each primitive, against its definition", () => {
  const names = Object.keys(primitives).filter((name) => name !== "bernoulli") as (keyof typeof primitives)[];
  test.each(names)("%s", (name) => {
    const op = primitives[name];
    for (let seed = 0; seed < 4; seed++) {
      const sample = op.sample(randomStream(seed));
      const graph = new Graph("f64");
      const ops = opsFor(graph);
      const inputs = sample.inputs.map(({ shape }) => ops.input(shape));
      const node = graph.add(op, inputs, sample.attrs);
      // read by a node of each way of reading
      const scaled = ops.apply("mul", ops.constant(2, node.shape), node);
      const twice = ops.broadcast(
        scaled,
        [2, ...node.shape],
        node.shape.map((_, axis) => axis + 1),
      );
      const flat = ops.reshape(twice, [twice.shape.reduce((a, b) => a * b, 1)]);
      const outputs = node.inputs.length > 0 || name === "constant" ? [node, scaled, flat] : [scaled, flat];
      const values = new Map(inputs.map((input, i) => [input, sample.inputs[i].values]));
      if (name === "input" || name === "state") values.set(node, Float64Array.of(1, 2, 3, 4, 5, 6));
      for (const output of outputs) {
        const executable = referenceBackend.compile({ graph, outputs: [output], updates: [] });
        for (const [leaf, numbers] of values) executable.write(leaf, numbers);
        executable.evaluate();
        const found = generated(graph, output, values);
        const wanted = Array.from(executable.read(output));
        expect(found.length).toBe(wanted.length);
        for (const [i, number] of wanted.entries()) expect(found[i]).toBeCloseTo(number, 12);
      }
    }
  });

  test("what is drawn by chance is no part of a prediction", () => {
    const { inputs, attrs } = primitives.bernoulli.sample(randomStream(0));
    const graph = new Graph("f64");
    const ops = opsFor(graph);
    const leaves = inputs.map(({ shape }) => ops.input(shape));
    const node = graph.add(primitives.bernoulli, leaves, attrs);
    const values = new Map(leaves.map((leaf, i) => [leaf, inputs[i].values]));
    expect(() => generated(graph, node, values)).toThrow(InputError);
  });
});
