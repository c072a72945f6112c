import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { frameFromTable } from "../../src/formats/table-frame.ts";
import {
  type Answer,
  encodeInputs,
  modelFromSafetensors,
  Predictor,
  parseCsv,
  predictable,
  wasmBackend,
} from "../../src/index.ts";
import { randomStream } from "../../src/tensor/random.ts";
import { backstep, root } from "../support/cli.ts";
import { runtimeModel } from "../support/onnx-runtime.ts";
import { hasPytorch, PYTORCH, pytorchOutputs } from "../support/pytorch.ts";
import { loadTypeScript } from "../support/run-typescript.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstep-ways-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Pictures of 8 × 8, of bars that stand or lie, and of neither. */
function pictures(): string {
  const random = randomStream(11);
  const header = Array.from({ length: 64 }, (_, i) => `p${i + 1}`);
  const rows = Array.from({ length: 120 }, (_, n) => {
    const [kind, place] = [["standing", "lying", "none"][n % 3], random.integer(8)];
    const pixels = header.map((_, i) => {
      const isBar = kind === "standing" ? i % 8 === place : kind === "lying" && Math.floor(i / 8) === place;
      return Math.round(255 * Math.min(1, (isBar ? 0.8 : 0) + 0.2 * random.uniform()));
    });
    return [...pixels, kind].join();
  });
  return [[...header, "bar"].join(), ...rows].join("\n");
}

/** Sequences of two features over six steps; the number to predict is how often both were positive. */
function sequences(): string {
  const random = randomStream(12);
  const header = Array.from({ length: 12 }, (_, i) => `${"ab"[i % 2]}${Math.floor(i / 2) + 1}`);
  const rows = Array.from({ length: 100 }, () => {
    const values = header.map(() => Math.round(100 * random.normal()) / 50);
    const count = [0, 1, 2, 3, 4, 5].filter((t) => values[2 * t] > 0 && values[2 * t + 1] > 0).length;
    return [...values, 10 * count + 5].join();
  });
  return [[...header, "count"].join(), ...rows].join("\n");
}

interface Case {
  readonly csv: () => Promise<string>;
  readonly yaml: (csv: string) => string;
}

const cases: Readonly<Record<string, Case>> = {
  iris: {
    csv: () => readFile(join(root, "examples/data/iris.csv"), "utf8"),
    yaml: (csv) => `
network: { inputs: 4, layers: [{ dense: 16, activation: tanh }, { dense: 3 }] }
loss: softmax-cross-entropy
optimizer: { name: adam, learningRate: 0.01 }
data: { train: { csv: ${csv}, label: species }, scale: standard }
training: { epochs: 40, batchSize: 16, seed: 7 }`,
  },
  "pictures through a convolution and batch normalisation": {
    csv: async () => pictures(),
    yaml: (csv) => `
network:
  inputs: [64]
  layers:
    - reshape: [1, 8, 8]
    - { conv2d: 6, kernel: 3, padding: same, activation: relu }
    - batchNorm: true
    - { maxPool2d: 2 }
    - { conv2d: 8, kernel: 3, activation: gelu }
    - flatten: true
    - dropout: 0.2
    - dense: 3
loss: softmax-cross-entropy
optimizer: { name: adam, learningRate: 0.01 }
data: { train: { csv: ${csv}, label: bar }, scale: unit }
training: { epochs: 8, batchSize: 20, seed: 3 }`,
  },
  "sequences through an LSTM": {
    csv: async () => sequences(),
    yaml: (csv) => `
network: { inputs: 12, layers: [{ reshape: [6, 2] }, { lstm: 8 }, { dense: 4, activation: silu }, { dense: 1 }] }
loss: mean-squared-error
optimizer: { name: adam, learningRate: 0.02 }
data: { train: { csv: ${csv}, label: count }, scale: standard, scaleLabel: standard }
training: { epochs: 10, batchSize: 20, seed: 5 }`,
  },
};

/** Probabilities, or the number, of each row: as the library says. */
type Numbers = readonly number[];

describe.each(Object.entries(cases))("%s", (name, { csv, yaml }) => {
  const run = join("runs", name.slice(0, 8).trim());
  let text: string;
  let wanted: Numbers;
  let bytes: Uint8Array;

  beforeAll(async () => {
    text = await csv();
    await writeFile(join(folder, `${name}.csv`), text);
    await writeFile(join(folder, `${name}.yaml`), `backstep: 1${yaml(JSON.stringify(`${name}.csv`))}\n`);
    const trained = await backstep(["train", `${name}.yaml`, "--out", run, "--dtype", "f32"], {
      cwd: folder,
    });
    expect(trained.code, trained.stderr).toBe(0);
    bytes = await readFile(join(folder, run, "model.safetensors"));
    wanted = numbersOf(predictor().predictTable(parseCsv(text, "t")).answers);
  });

  const model = () => modelFromSafetensors(bytes, "m");
  const predictor = () => new Predictor(predictable(model()), wasmBackend());
  const rows = () => {
    const table = parseCsv(text, "t");
    return Array.from({ length: table.rows }, (_, row) =>
      Object.fromEntries(table.columns.map((column, i) => [column, table.cell(row, i)])),
    );
  };
  const numbersOf = (answers: readonly Answer[]): Numbers =>
    answers.flatMap((answer) => (answer.kind === "numbers" ? answer.values : answer.scores));
  /** What the graph says, in the units of the column. */
  const fromOutputs = (outputs: ArrayLike<number>): Numbers => {
    const label = model().encoding?.label;
    if (label?.kind !== "number") return Array.from(outputs);
    return Array.from(outputs, (value) => value * label.divisor[0] + label.shift[0]);
  };
  const inputs = () => {
    const { encoding } = model();
    if (!encoding) throw new Error("no encoding");
    const columns = encoding.features.map((feature) => feature.name);
    return encodeInputs(frameFromTable(parseCsv(text, "t"), { columns }), encoding).inputs;
  };

  function expectSame(found: Numbers): void {
    expect(found.length).toBe(wanted.length);
    const scale = Math.max(1, ...wanted.map(Math.abs));
    const furthest = Math.max(...found.map((value, i) => Math.abs(value - wanted[i])));
    expect(furthest / scale).toBeLessThanOrEqual(1e-6);
  }

  test("the library says something else to different rows", () => {
    expect(new Set(wanted.map((value) => value.toPrecision(5))).size).toBeGreaterThan(wanted.length / 10);
    expectSame(numbersOf(predictor().predict(rows())));
  });

  test("the command predict says the same", async () => {
    const { code, stdout } = await backstep(["predict", run, `${name}.csv`, "--json"], { cwd: folder });
    expect(code).toBe(0);
    const { predictions } = JSON.parse(stdout) as {
      predictions: { value?: number; probabilities?: Record<string, number> }[];
    };
    expectSame(
      predictions.flatMap(({ value, probabilities }) =>
        probabilities ? Object.values(probabilities) : [value ?? Number.NaN],
      ),
    );
  });

  test("ONNX Runtime says the same", async () => {
    const file = `${run}.onnx`;
    const { code } = await backstep(["export", run, "--to", "onnx", "--out", file], { cwd: folder });
    expect(code).toBe(0);
    const runtime = await runtimeModel(await readFile(join(folder, file)));
    const { shape, values } = inputs();
    expectSame(fromOutputs((await runtime.run(shape, values)).values));
  });

  test("the exported TypeScript module says the same", async () => {
    const file = `${run}.ts`;
    const { code } = await backstep(["export", run, "--to", "typescript", "--out", file], { cwd: folder });
    expect(code).toBe(0);
    const { predict } = await loadTypeScript(await readFile(join(folder, file), "utf8"));
    expectSame(
      rows().flatMap((row) => {
        const { value, probabilities } = predict(row) as {
          value?: number;
          probabilities?: Record<string, number>;
        };
        return probabilities ? Object.values(probabilities) : [value ?? Number.NaN];
      }),
    );
  });

  test.skipIf(!hasPytorch)(`PyTorch says the same, from the safetensors of the run${PYTORCH}`, () => {
    // the link of the loss is no module: softmax behind the last layer is
    const { model: spec } = model();
    const isClasses = spec.loss === "softmax-cross-entropy";
    const layers = isClasses
      ? [...spec.network.layers, { activate: "softmax" } as const]
      : spec.network.layers;
    const whole = { ...model(), model: { ...spec, network: { ...spec.network, layers } } };
    expectSame(fromOutputs(pytorchOutputs([{ model: whole, inputs: inputs() }])[0]));
  });
});
