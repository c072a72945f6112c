import { readFileSync } from "node:fs";
import type { Backend } from "../../src/backends/backend.ts";
import type { OnnxTensor } from "../../src/formats/onnx/file/model.ts";
import { readTensorFile } from "../../src/formats/onnx/file/read.ts";
import { importOnnx, onnxSignature } from "../../src/formats/onnx/import/import.ts";
import { sameShape } from "../../src/tensor/shape.ts";
import type { DType, Values } from "../../src/tensor/tensor.ts";
import { hasExternalTests, sharedFile } from "./shared.ts";
import { readTarGzip } from "./tar.ts";

/** One of ONNX's own tests of operations. */
export interface NodeTest {
  readonly suite: string;
  readonly name: string;
  readonly group: string;
  readonly op: string;
  readonly dtypes: readonly string[];
  readonly sets: readonly [
    { readonly dir: string; readonly inputs: readonly unknown[]; readonly outputs: readonly unknown[] },
  ];
}

const files = hasExternalTests
  ? readTarGzip(readFileSync(sharedFile("external-tests/onnx-node-tests.tar.gz")))
  : new Map<string, Uint8Array>();

function fileOf(path: string): Uint8Array {
  const file = files.get(`onnx/${path}`);
  if (!file) throw new Error(`${path}: expected it among ONNX's tests`);
  return file;
}

export const nodeTests: readonly NodeTest[] = hasExternalTests
  ? JSON.parse(new TextDecoder().decode(fileOf("index.json")))
  : [];

/** What is expected and what came out. */
export interface Outcome {
  readonly name: string;
  readonly expected: OnnxTensor;
  readonly shape: readonly number[];
  readonly values: Values;
}

function modelOf({ suite, name }: NodeTest): Uint8Array {
  return fileOf(`${suite}/${name}/model.onnx`);
}

/** Builds the test's graph and executes it. */
export function runNodeTest(test: NodeTest, backend: Backend, dtype: DType): Outcome[] {
  const bytes = modelOf(test);
  const [{ dir, inputs: inputList, outputs: outputList }] = test.sets;
  const tensorsOf = (kind: string, list: readonly unknown[]) =>
    list.map((_, i) => {
      const path = `${test.suite}/${test.name}/${dir}/${kind}_${i}.pb`;
      return readTensorFile(fileOf(path), path);
    });
  const given = tensorsOf("input", inputList);
  const expected = tensorsOf("output", outputList);
  const names = onnxSignature(bytes).inputs.map(({ name }) => name);
  const byName = new Map(given.map((tensor, i) => [names[i], tensor]));
  const { graph, inputs, outputs, initial } = importOnnx(bytes, {
    file: test.name,
    dtype,
    shapes: Object.fromEntries([...byName].map(([name, { shape }]) => [name, shape])),
    values: Object.fromEntries([...byName].map(([name, { values }]) => [name, values])),
  });
  const executable = backend.compile({ graph, outputs: outputs.map(({ node }) => node), updates: [] });
  for (const [node, values] of initial) executable.write(node, values);
  for (const { name, node } of inputs) executable.write(node, byName.get(name)?.values ?? []);
  executable.evaluate();
  return outputs.map(({ name, node }, i) => ({
    name,
    expected: expected[i],
    shape: node.shape,
    values: executable.read(node),
  }));
}

/** How far the worst number is off, in the unit of what is allowed. */
export function worst({ expected, shape, values }: Outcome, relative: number, absolute: number): number {
  if (!sameShape(shape, expected.shape)) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (const [i, wanted] of expected.values.entries()) {
    const found = values[i];
    if (Object.is(found, wanted) || found === wanted) continue;
    const off = Math.abs(found - wanted) / (absolute + relative * Math.abs(wanted));
    most = Math.max(most, Number.isNaN(off) ? Number.POSITIVE_INFINITY : off);
  }
  return most;
}
