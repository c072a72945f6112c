import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { InputError, wasmBackend } from "../../src/index.ts";
import { Engine } from "./engine.ts";
import type { EngineEvent, OpenRequest, Scene } from "./protocol.ts";

const read = (file: string) => readFileSync(new URL(`../../examples/${file}`, import.meta.url), "utf8");
const byExample = read("by-example.yaml");
const precision = { decimals: 8 };

/** An engine, and what it says. */
function started() {
  const events: EngineEvent[] = [];
  const clock = {
    now: () => performance.now(),
    later: (after: number, then: () => void) => void setTimeout(then, after),
  };
  const engine = new Engine(clock, wasmBackend(), (event) => events.push(event));
  const open = (text: string, more: Partial<OpenRequest> = {}) =>
    engine.open({ text, file: "example.yaml", step: 0, files: {}, ...more });
  const stopped = async () => {
    while (!events.some(({ kind }) => kind === "stopped")) await new Promise((next) => setTimeout(next, 5));
    return events.find(({ kind }) => kind === "stopped") as EngineEvent & { kind: "stopped" };
  };
  return { engine, events, open, stopped };
}

function numberOf({ layout, frame }: Scene, name: string): number {
  const neuron = layout.neurons.findIndex(({ id }) => id === name);
  if (neuron >= 0) return frame.neurons[neuron];
  return frame.weights[layout.edges.findIndex(({ weight }) => weight === name)];
}

describe("a picture", () => {
  test("has the numbers of the article", async () => {
    const scene = await started().open(byExample);
    expect(numberOf(scene, "h1")).toBeCloseTo(0.593269992, 9);
    expect(numberOf(scene, "o2")).toBeCloseTo(0.772928465, 9);
    expect(numberOf(scene, "w7")).toBe(0.5);
    expect(scene.frame.loss).toBeCloseTo(0.298371109, 9);
  });

  test("of a wide network is folded, and opened", async () => {
    const text =
      "backstep: 1\nnetwork: { inputs: 784, layers: [{ dense: 64, activation: relu }, { dense: 2 }] }\n";
    const zeros = `[${new Array(784).fill(0.5).join()}]`;
    const data = `loss: half-squared-error\noptimizer: { name: sgd, learningRate: 0.1 }\ndata: { inputs: [${zeros}], targets: [[0, 1]] }\n`;
    const { engine, open } = started();
    const { layout } = await open(text + data);
    expect(layout.columns.map(({ count }) => count)).toEqual([784, 64, 2, 1]);
    expect(layout.neurons.filter(({ folded }) => folded).map(({ folded }) => folded)).toEqual([776, 56]);
    const opened = engine.unfold([1]);
    expect(opened.layout.neurons.filter(({ column }) => column === 1)).toHaveLength(64);
    const weights = opened.frame.weights.filter((weight) => !Number.isNaN(weight));
    expect(weights).toHaveLength(8 * 64 + 64 * 2);
  });
});

describe("a run", () => {
  test("of 10,000 steps ends where the article does", async () => {
    const { engine, open, stopped } = started();
    await open(byExample);
    engine.run({ until: 10_000 });
    const { frame } = await stopped();
    expect(frame.step).toBe(10_000);
    expect(frame.loss.toPrecision(3)).toBe("0.0000351");
    expect(frame.curve?.steps.length).toBeLessThanOrEqual(800);
  });

  test("that diverges says so, and leaves what was there", async () => {
    const { engine, open, stopped } = started();
    await open(byExample.replaceAll("sigmoid", "linear").replace("learningRate: 0.5", "learningRate: 1e6"));
    engine.run({ until: 1000 });
    const { problem, frame } = await stopped();
    expect(problem?.message).toMatch(/infinite|not a number/);
    expect(Number.isFinite(frame.neurons[0])).toBe(true);
  });
});

describe("a change", () => {
  test("of a number that the document says", async () => {
    const { engine, open } = started();
    await open(byExample);
    expect((await engine.change({ kind: "number", name: "b2", value: 0.7 })).text).toContain("shared: 0.7");
    expect((await engine.change({ kind: "number", name: "target_o2", value: 1 })).text).toContain(
      "targets: [[0.01, 1]]",
    );
    await expect(engine.change({ kind: "number", name: "out_h1", value: 1 })).rejects.toThrow(InputError);
  });

  test("after some steps keeps what has been learnt", async () => {
    const { engine, open, stopped } = started();
    await open(byExample);
    engine.run({ until: 100 });
    const { frame } = await stopped();
    const { text } = await engine.change({
      kind: "setting",
      path: ["optimizer", "learningRate"],
      value: 0.1,
    });
    const scene = await open(text);
    expect(scene.settings?.learningRate).toBe(0.1);
    expect(scene.frame.step).toBe(0);
    expect(scene.frame.loss).toBe(frame.loss);
  });

  test("of drawn weights writes them all, so that the others stay", async () => {
    const { engine, open } = started();
    const before = await open(read("xor.yaml"));
    const after = await open((await engine.change({ kind: "number", name: "w2", value: 0.25 })).text);
    expect(numberOf(after, "w2")).toBe(0.25);
    for (const name of ["w1", "w3", "w6"]) expect(numberOf(after, name)).toBe(numberOf(before, name));
  });
});

describe("somebody's number", () => {
  const judge = async (name: string, text: string, language: "en" | "zh-Hant" = "en") => {
    const { engine, open } = started();
    await open(byExample);
    return engine.judge({ claims: [{ name, text }], language });
  };

  test("is judged with the library's means", async () => {
    expect((await judge("net_h1", "0.3775")).standing).toBe("right");
    const { standing, slip, hint } = await judge("∂E/∂w5", "0.43983");
    expect(standing).toBe("wrong");
    expect(slip.join(" ")).toContain("the factor ∂out_o1/∂net_o1 = 0.18682 is left out");
    expect(hint).toEqual(["∂E/∂w5 = ∂E/∂out_o1 · ∂out_o1/∂net_o1 · ∂net_o1/∂w5"]);
    expect((await judge("∂E/∂w5", "0.43983", "zh-Hant")).slip.join("")).toMatch(/\p{Script=Han}/u);
  });

  test("may be anything", async () => {
    for (const text of ["", "x", "1/0", "<b>1</b>", "9".repeat(40)]) {
      expect((await judge("net_h1", text)).standing, text).not.toBe("right");
    }
  });
});

describe("a table", () => {
  const rows = (label: (i: number) => string) =>
    `a,b,c\n${Array.from({ length: 40 }, (_, i) => `${i % 7},${i % 5},${label(i)}\n`).join("")}`;

  test("of classes, and one of numbers, becomes an example that opens", async () => {
    const cases: [string, number][] = [
      [rows((i) => (i % 2 ? "yes" : "no")), 2],
      [rows((i) => String(i % 3)), 3],
      [rows((i) => String(i * 1.5)), 1],
    ];
    for (const [text, outputs] of cases) {
      const { engine, open } = started();
      const example = await engine.exampleFor({ file: "t.csv", text });
      const scene = await open(example, { files: { "t.csv": text } });
      expect(scene.settings?.layers.at(-1)?.neurons).toBe(outputs);
    }
  });

  test("that is none is refused in one line", async () => {
    const { engine } = started();
    await expect(engine.exampleFor({ file: "t.csv", text: "a\n1\n" })).rejects.toThrow(InputError);
    const names = rows((i) => `name ${i}`);
    await expect(engine.exampleFor({ file: "t.csv", text: names })).rejects.toThrow(/20 names of classes/);
  });
});

test("results: classes of digits, and what becomes of the plane", async () => {
  const { engine, open } = started();
  await open(read("digits.yaml"), { files: { "data/digits.csv": read("data/digits.csv") } });
  const { classes, images, surface, gradients } = await engine.results();
  expect(classes?.confusion.flat().reduce((a, b) => a + b)).toBe(100);
  expect(images?.side).toBe(8);
  expect(surface).toBeUndefined();
  expect(gradients.map(({ layer }) => layer)).toEqual([1, 2]);
  await open(read("xor.yaml"));
  expect((await engine.results()).surface).toMatchObject({ outputs: 1 });
});

test("a lesson has a value for every row that it shows", async () => {
  const { engine, open } = started();
  await open(byExample);
  const { html, values } = await engine.lesson({ selected: ["w5"], language: "en", precision });
  expect(values["∂E/∂w5"]).toBeCloseTo(0.0821670406, 9);
  for (const [, name] of html.matchAll(/data-of="([^"]+)"/g)) expect(values, name).toHaveProperty([name]);
});

test("an explanation in a language that it has to load", async () => {
  const { engine, open } = started();
  await open(byExample);
  const derived = await engine.derive({ names: ["w5"], language: "zh-Hans", precision });
  expect(derived.html).toContain("0.08216704");
  expect(derived.html).toMatch(/\p{Script=Han}/u);
  const latex = await engine.write({ names: ["w5"], language: "en", precision, format: "latex" });
  expect(latex).toContain("\\documentclass");
});
