import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import {
  catalogues,
  createSession,
  type Diagnosis,
  diagnose,
  diagnosisToJson,
  diagnosisToText,
  findingKinds,
  type Language,
  reevaluate,
  samples,
} from "../../src/index.ts";
import { type Failure, failures, healthy } from "./failures.ts";

// Each failure is brought about by what causes it in practice, found, named, and derived from the step itself.

function diagnosed({
  model,
  optimizer,
  inputs,
  targets,
  validation,
  training,
}: Omit<Failure, "kind" | "about">): Diagnosis {
  const session = createSession({ model, optimizer, seed: 3 });
  const run = diagnose({
    session,
    samples: samples(inputs, targets),
    ...(validation && { validation: samples(validation.inputs, validation.targets) }),
    training,
  });
  let next = run.next();
  while (!next.done) next = run.next();
  return next.value;
}

const known = new Map(Object.entries(failures).map(([name, failure]) => [name, diagnosed(failure)]));

describe.each(Object.entries(failures))("%s", (name, { kind, layer, about, also = [] }) => {
  const diagnosis = known.get(name) as Diagnosis;
  const { finding, evidence } = diagnosis.findings.find((found) => found.finding.kind === kind) ?? {};

  test("is found, where it is, with what to try; and nothing else but what comes of it", () => {
    expect(finding).toMatchObject({ kind, ...(layer !== undefined && { layer }) });
    if (about.length > 0) expect(finding?.about).toEqual(about);
    expect(finding?.advice.length).toBeGreaterThanOrEqual(2 - Number(kind === "unscaled-features"));
    const others = diagnosis.findings.map((found) => found.finding.kind).filter((found) => found !== kind);
    expect(others.filter((other) => !also.includes(other))).toEqual([]);
  });

  test("is shown by a derivation whose lines give the numbers that were executed", () => {
    if (typeof evidence !== "object") throw new Error("expected a derivation");
    expect(evidence.explained.length).toBeGreaterThan(0);
    for (const { derivation } of evidence.explained) {
      const value = evidence.steps.get(derivation.root)?.value as number;
      if (!Number.isFinite(value)) continue;
      expect(Math.abs(reevaluate(derivation) - value)).toBeLessThanOrEqual(
        1e-9 * Math.max(1, Math.abs(value)),
      );
    }
  });

  for (const language of ["en", "zh-Hant", "zh-Hans"] as const) {
    test(`as people read it at 80 columns, ${language}`, async () => {
      const text = textOf(diagnosis, language);
      const prose = text.split("\n").filter((line) => !/[=]/.test(line));
      expect(prose.filter((line) => stringWidth(line) > 80)).toEqual([]);
      await expect(text).toMatchFileSnapshot(`golden/${name}.${language}.txt`);
    });
  }
});

function textOf(diagnosis: Diagnosis, language: Language): string {
  return diagnosisToText(diagnosis, { words: catalogues[language], width: 80 });
}

test("every kind of finding is provoked", () => {
  expect(
    Object.values(failures)
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual([...findingKinds].sort());
});

test("where nothing is off, it says so", () => {
  const diagnosis = diagnosed(healthy);
  expect(textOf(diagnosis, "en")).toBe("Nothing is off in 100 steps (100 epochs).\n");
  expect(textOf(diagnosis, "zh-Hans")).toBe("100 步（100 个周期）中没有发现问题。\n");
  expect(diagnosisToJson(diagnosis, catalogues.en)).toEqual({
    steps: 100,
    epochs: 100,
    healthy: true,
    findings: [],
  });
});

// what a dead unit's gradient is multiplied by, and what is left over eight layers of sigmoid
test("the derivation is the cause", () => {
  const stepsOf = (name: string) => {
    const found = known.get(name)?.findings.find(({ finding }) => finding.kind === failures[name].kind);
    if (typeof found?.evidence !== "object") throw new Error(`expected a derivation of ${name}`);
    return found.evidence;
  };
  expect(stepsOf("dead units").steps.get("∂out_h1/∂net_h1")?.value).toBe(0);
  const [{ why }] = stepsOf("gradients vanishing").explained;
  expect(why?.findings).toContainEqual(expect.objectContaining({ kind: "vanishing" }));
  expect(
    why?.factors.filter(({ id }) => /^∂out_(h.*)\/∂net_\1$/.test(id)).every(({ value }) => value <= 0.25),
  ).toBe(true);
});

test("a dead channel of a convolution is named by its place", () => {
  const pixels = Array.from({ length: 12 }, (_, n) =>
    Array.from({ length: 16 }, (_, i) => Math.sin(1.3 * (16 * n + i))),
  );
  const layers = [
    { conv2d: 3, kernel: 3, activation: "relu", bias: [0.1, -99, 0.1] },
    { flatten: true },
    { dense: 1 },
  ] as const;
  const session = createSession({
    model: { network: { inputs: [1, 4, 4], layers }, loss: "half-squared-error" },
    optimizer: { name: "sgd", learningRate: 0.01 },
    seed: 2,
  });
  const run = diagnose({
    session,
    samples: samples(
      pixels,
      pixels.map(([first]) => [first]),
    ),
    training: { epochs: 5 },
  });
  let next = run.next();
  while (!next.done) next = run.next();
  const [{ finding, evidence }] = next.value.findings;
  expect(finding).toMatchObject({ kind: "dead-units", layer: "layers.1", about: ["h1[2,…,…]"] });
  if (typeof evidence !== "object") throw new Error("expected a derivation");
  expect(evidence.steps.get("out_h1[2,1,1]")?.value).toBe(0);
});
