import fc from "fast-check";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import type { Answer } from "../../src/model/answers.ts";
import { predictable } from "../../src/model/predictable.ts";
import { Predictor } from "../../src/model/predictor.ts";
import { modelToTypeScript } from "../../src/model/typescript/module.ts";
import type { LayerName } from "../../src/nn/layers/index.ts";
import { InputError } from "../../src/tensor/error.ts";
import { hostileWord, modelFor, randomEncoding, randomRow } from "../support/random-encoding.ts";
import { randomModel } from "../support/random-model.ts";
import { loadTypeScript } from "../support/run-typescript.ts";

const cases = randomEncoding.chain((encoding) =>
  fc.record({
    encoding: fc.constant(encoding),
    rows: fc.array(randomRow(encoding), { minLength: 1, maxLength: 3 }),
    title: hostileWord,
    seed: fc.nat(1000),
  }),
);

/** What a module says, as the library does. */
function answerIn(said: Readonly<Record<string, unknown>>, classes: readonly string[]): Answer {
  if ("value" in said) return { kind: "numbers", values: [said.value as number] };
  const scores = (said.probabilities ?? said.scores) as Readonly<Record<string, number>> | undefined;
  return {
    kind: "classes",
    label: said.label as string,
    scores: scores ? classes.map((name) => scores[name]) : [said.score as number],
  };
}

test("the module makes of rows what the engine does, whatever columns and classes are called", async () => {
  const property = fc.asyncProperty(cases, async ({ encoding, rows, title, seed }) => {
    const model = modelFor(encoding, title, seed);
    const { predict } = await loadTypeScript(modelToTypeScript(model));
    const wanted = new Predictor(predictable(model), referenceBackend).predict(rows);
    const classes = encoding.label.kind === "classes" ? encoding.label.classes : [];
    for (const [i, row] of rows.entries()) {
      const found = answerIn(predict(row), classes);
      const numbers = (answer: Answer) => (answer.kind === "numbers" ? answer.values : answer.scores);
      if (found.kind === "classes") expect(found.label).toBe((wanted[i] as typeof found).label);
      for (const [k, value] of numbers(wanted[i]).entries()) expect(numbers(found)[k]).toBeCloseTo(value, 9);
    }
  });
  await fc.assert(property, { numRuns: 100, seed: 3 });
});

test.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
  [
    "a word for a number",
    { x: "many", city: "Rome", when: "2024-01-01" },
    /^x: expected a number, found "many"$/,
  ],
  [
    "a level that training did not know",
    { x: 1, city: "Oslo", when: "2024-01-01" },
    /^city: expected .*found "Oslo"/,
  ],
  ["no date", { x: 1, city: "Rome", when: "2024-02-30" }, /^when: expected a date .*found "2024-02-30"/],
])("the module refuses %s, as the engine does", async (_, row, message) => {
  const scaling = { scale: "none", shift: [0], divisor: [1] } as const;
  const model = modelFor(
    {
      features: [
        { kind: "number", name: "x", width: 1, ...scaling, fill: "mean", filled: [0] },
        { kind: "category", name: "city", levels: ["Rome", "Lima"], unseen: "error" },
        { kind: "date", name: "when", parts: ["time"], ...scaling, fill: "mean", filled: 0 },
      ],
      label: { kind: "number", name: "y", width: 1, ...scaling },
    },
    "refusals",
    1,
  );
  const { predict } = await loadTypeScript(modelToTypeScript(model));
  expect(() => predict(row)).toThrow(message);
  expect(() => new Predictor(predictable(model), referenceBackend).predict([row])).toThrow(InputError);
});

describe("the module is TypeScript", () => {
  const kinds: readonly LayerName[] = [
    "dense",
    "conv2d",
    "lstm",
    "attention",
    "embedding",
    "batchNorm",
    "averagePool2d",
  ];
  const sampled = fc.sample(cases, { numRuns: 25, seed: 9 });
  const modules = new Map<string, string>([
    ...kinds.map((kind): [string, string] => [`/${kind}.ts`, modelToTypeScript(randomModel(kind, 2, "f32"))]),
    ...sampled.map(({ encoding, title, seed }, i): [string, string] => [
      `/rows-${i}.ts`,
      modelToTypeScript(modelFor(encoding, title, seed)),
    ]),
  ]);

  test("that compiles with strict, and knows nothing but the language", () => {
    const options: ts.CompilerOptions = {
      strict: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      noImplicitReturns: true,
      noEmit: true,
      types: [],
      lib: ["lib.es2022.d.ts"],
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
    };
    const host = ts.createCompilerHost(options);
    const { getSourceFile, fileExists } = host;
    host.fileExists = (name) => modules.has(name) || fileExists(name);
    host.getSourceFile = (name, target, ...rest) => {
      const text = modules.get(name);
      return text === undefined
        ? getSourceFile(name, target, ...rest)
        : ts.createSourceFile(name, text, target);
    };
    const program = ts.createProgram([...modules.keys()], options, host);
    const found = ts.getPreEmitDiagnostics(program).map(({ messageText, file, start }) => {
      const line = file && start !== undefined ? file.text.slice(start, start + 60) : "";
      return `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, " ")} at ${line}`;
    });
    expect(found).toEqual([]);
  });
});
