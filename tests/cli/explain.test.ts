import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { ExplanationJson } from "../../src/index.ts";
import { backstep, root } from "../support/cli.ts";
import { expectClose } from "../support/numbers.ts";

const RELATIVE = { relative: 1e-12 };

describe("explain examples/by-example.yaml --json", () => {
  let result: ExplanationJson;

  beforeAll(async () => {
    const { code, stdout, stderr } = await backstep(["explain", "examples/by-example.yaml", "--json"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    result = JSON.parse(stdout) as ExplanationJson;
  });

  // float64, cross-checked with PyTorch
  test("has the article's forward pass and loss", () => {
    const forward = {
      net_h1: 0.3775,
      net_h2: 0.3925,
      out_h1: 0.5932699921071872,
      out_h2: 0.596884378259767,
      out_o1: 0.7513650695523157,
      out_o2: 0.7729284653214625,
    };
    for (const [name, value] of Object.entries(forward)) {
      expectClose(result.forward[name] as number, value, RELATIVE, name);
    }
    expectClose(result.loss, 0.2983711087600027, RELATIVE, "E");
  });

  test("has the article's gradients and updated weights", () => {
    const gradients = [
      0.0004385677344743467, 0.0008771354689486934, 0.0004977127352608599, 0.0009954254705217198,
      0.08216704056423077, 0.08266762784753325, -0.022602540477475067, -0.02274024221597822,
    ];
    const updated = [
      0.1497807161327628, 0.19956143226552567, 0.24975114363236958, 0.29950228726473915, 0.35891647971788465,
      0.4086661860762334, 0.5113012702387375, 0.5613701211079891,
    ];
    for (const [i, gradient] of gradients.entries()) {
      const derivation = result.derivations.find(({ of }) => of === `w${i + 1}`);
      expectClose(derivation?.gradient as number, gradient, RELATIVE, `∂E/∂w${i + 1}`);
      expectClose(derivation?.updated as number, updated[i], RELATIVE, `w${i + 1}⁺`);
    }
  });

  test("has the frozen biases' gradients, and no update for them", () => {
    const biases = result.derivations.filter(({ of }) => of.startsWith("b"));
    expect(biases.map(({ of, updated }) => [of, updated])).toEqual([
      ["b2", null],
      ["b1", null],
    ]);
    expectClose(biases[0].gradient as number, 0.10040032511200073, RELATIVE, "∂E/∂b2");
    expectClose(biases[1].gradient as number, 0.01872560939470413, RELATIVE, "∂E/∂b1");
  });

  test("every step uses only steps that come before it", () => {
    for (const { steps } of result.derivations) {
      const known = new Set<string>();
      for (const { id, uses } of steps) {
        expect(uses.filter((use) => !known.has(use))).toEqual([]);
        known.add(id);
      }
    }
  });
});

test("several samples come as arrays in their order", async () => {
  const { stdout } = await backstep(["explain", "examples/xor.yaml", "--of", "w1", "--json"]);
  const { forward, derivations } = JSON.parse(stdout) as ExplanationJson;
  expect(forward.net_h1).toHaveLength(4);
  expect(derivations.map(({ of }) => of)).toEqual(["w1"]);
});

test("a quantity goes by any of its usual names", async () => {
  const spellings = ["w5", "dE/dw5", "∂E/∂w5", "w(h1->o1)", "w(h1→o1)", "layers.2.weight[1,1]"];
  for (const name of spellings) {
    const { stdout } = await backstep(["explain", "examples/by-example.yaml", "--of", name, "--json"]);
    const { derivations } = JSON.parse(stdout) as ExplanationJson;
    expect([name, derivations.map(({ of }) => of)]).toEqual([name, ["w5"]]);
  }
}, 60_000);

test("--step trains first", async () => {
  const { stdout } = await backstep(["explain", "examples/by-example.yaml", "--step", "1", "--json"]);
  // PyTorch
  expectClose((JSON.parse(stdout) as ExplanationJson).loss, 0.29102777369359933, RELATIVE, "E after 1 step");
});

describe("what explain --json prints is what its schema says", () => {
  const calls = [
    ["examples/by-example.yaml"],
    ["examples/by-example.yaml", "--why", "w1", "--style", "delta"],
    ["examples/by-example.yaml", "--rounding", "carry", "--decimals", "2"],
    ["examples/xor.yaml", "--of", "w*", "net_o1#2", "E", "w1+", "--step", "3"],
    ["examples/iris.yaml", "--why", "w1", "b3"],
  ];
  for (const args of calls) {
    test(args.join(" "), async () => {
      const text = await readFile(join(root, "schemas/explanation.schema.json"), "utf8");
      const schema = z.fromJSONSchema(JSON.parse(text));
      const { code, stdout } = await backstep(["explain", ...args, "--json"]);
      expect(code).toBe(0);
      expect(schema.safeParse(JSON.parse(stdout)).error?.issues ?? []).toEqual([]);
      expect(schema.safeParse({ ...JSON.parse(stdout), loss: "much" }).success).toBe(false);
    });
  }
});

test("--rounding carry calculates on with what is printed, and says how far it drifts", async () => {
  const args = [
    "explain",
    "examples/by-example.yaml",
    "--of",
    "w5",
    "--decimals",
    "1",
    "--rounding",
    "carry",
  ];
  const { stdout } = await backstep([...args, "--json"]);
  const { derivations, drifts } = JSON.parse(stdout) as ExplanationJson;
  // by hand, to one decimal: out_h1 0.6, out_o1 0.8, 0.8 − 0.01 = 0.8, 0.8(1 − 0.8) = 0.2, 0.8 · 0.2 · 0.6 = 0.1
  expect(derivations[0].gradient).toBe(0.1);
  // to three: 0.139 − 0.038 = 0.101, where exactly it is 0.10040
  const more = [
    "explain",
    "examples/by-example.yaml",
    "--of",
    "b2",
    "--decimals",
    "3",
    "--rounding",
    "carry",
  ];
  const { stdout: three } = await backstep([...more, "--json"]);
  expect(drifts).toEqual([]);
  expect((JSON.parse(three) as ExplanationJson).drifts).toEqual([
    { id: "∂E/∂b2", carried: 0.101, exact: expect.closeTo(0.10040032511200073, 15) },
  ]);
  const { stdout: text } = await backstep(more);
  expect(text).toContain("∂E/∂b2 is 0.101 here, exactly 0.10040033");
});

test("settings are not rounded away: adam's β2 stays 0.999 to two decimals", async () => {
  const { stdout } = await backstep([
    "explain",
    "examples/iris.yaml",
    "--of",
    "w1",
    "--decimals",
    "2",
    "--rounding",
    "carry",
  ]);
  expect(stdout).toContain("0.999 × 0");
  expect(stdout).not.toContain("not a number");
});

test("every language and format says the same numbers", async () => {
  for (const lang of ["en", "zh-Hant", "zh-Hans"]) {
    for (const format of ["text", "markdown"]) {
      const args = ["explain", "examples/by-example.yaml", "--of", "w5", "--decimals", "4"];
      const { code, stdout } = await backstep([...args, "--lang", lang, "--format", format]);
      expect(code).toBe(0);
      expect(stdout).toContain(
        "0.7414 × 0.1868 × 0.5933".replaceAll("×", format === "text" ? "×" : "\\times"),
      );
    }
  }
});
