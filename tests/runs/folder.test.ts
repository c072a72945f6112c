import { appendFile, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backstep } from "../support/cli.ts";

let folder: string;
let file: string;

const example = (settings = "") => `backstep: 1
title: A run
network:
  inputs: 4
  layers: [{ dense: 6, activation: relu }, { dropout: 0.2 }, { dense: 3 }]
loss: softmax-cross-entropy
optimizer: { name: adam, learningRate: 0.01 }
data:
  train: { csv: iris.csv, label: species }
  test: { fraction: 0.2 }
training: { epochs: 12, batchSize: 16, seed: 7, metrics: [accuracy], validation: { fraction: 0.2 }${settings} }
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstep-runs-"));
  file = join(folder, "iris.yaml");
  await copyFile("examples/data/iris.csv", join(folder, "iris.csv"));
  await writeFile(file, example());
});
afterAll(() => rm(folder, { recursive: true }));

interface TrainJson {
  readonly sha256: string;
  readonly epochs: number;
  readonly steps: number;
  readonly history: readonly object[];
}

async function train(...args: string[]): Promise<TrainJson> {
  const { code, stdout, stderr } = await backstep(["train", file, ...args, "--json"]);
  expect({ code, stderr: stderr.replace(/^warning.*\n/gm, "") }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as TrainJson;
}

async function refusal(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await backstep(["train", ...args]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  const lines = stderr.trimEnd().split("\n");
  // under what is about to be trained there is one line
  return lines[lines.length - 1].replaceAll(folder, "…");
}

const out = (name: string): string => join(folder, name);
const linesOf = async (run: string, name: string): Promise<Record<string, unknown>[]> =>
  (await readFile(join(out(run), name), "utf8"))
    .trimEnd()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const timeless = ({ seconds: _, ...line }: Record<string, unknown>): object => line;

describe("a run is a folder", () => {
  let straight: TrainJson;
  beforeAll(async () => {
    straight = await train("--out", out("straight"), "--checkpoint-every", "4");
  });

  test("with all that it was, and all that came of it", async () => {
    expect((await readdir(out("straight"))).sort()).toEqual([
      "checkpoints",
      "example.yaml",
      "findings.jsonl",
      "layers.jsonl",
      "metrics.jsonl",
      "model.safetensors",
      "report.html",
      "run.json",
    ]);
    const record = JSON.parse(await readFile(join(out("straight"), "run.json"), "utf8"));
    expect(record).toMatchObject({
      version: 1,
      node: process.version,
      title: "A run",
      epochs: 12,
      seed: 7,
      dtype: "f32",
      backend: "wasm",
      threads: 1,
      status: "finished",
      result: { epochs: 12, steps: straight.steps, sha256: straight.sha256 },
    });
    expect(record.data).toEqual([
      { path: "iris.csv", bytes: 3858, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    const lines = await linesOf("straight", "metrics.jsonl");
    expect(lines.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(lines.map(({ loss, validation }) => ({ loss, validation }))).toEqual(
      straight.history.map((epoch) => {
        const { loss, validation } = epoch as Record<string, unknown>;
        return { loss: expect.closeTo(loss as number, 12), validation };
      }),
    );
    expect(await readdir(join(out("straight"), "checkpoints"))).toHaveLength(3);
  });

  test("keeping it changes no bit of it", async () => {
    expect((await train()).sha256).toBe(straight.sha256);
    expect((await train("--out", out("each"), "--checkpoint-every", "1step")).sha256).toBe(straight.sha256);
  });

  test("its example is what was run: from there it comes to the same", async () => {
    const { sha256 } = await train("--out", out("seeded"), "--seed", "8", "--epochs", "3");
    const again = await backstep(["train", join(out("seeded"), "example.yaml"), "--json"]);
    expect(JSON.parse(again.stdout).sha256).toBe(sha256);
  });

  test("one that is over can be asked again, and says the same", async () => {
    const before = await linesOf("straight", "metrics.jsonl");
    expect(await train("--out", out("straight"), "--resume")).toMatchObject({
      sha256: straight.sha256,
      epochs: 12,
      history: straight.history,
    });
    expect(await linesOf("straight", "metrics.jsonl")).toEqual(before);
  });

  test("epochs may be raised: it ends as one that was never shorter, and has gone the same way", async () => {
    for (const epochs of ["5", "12"]) {
      const { sha256 } = await train("--out", out("longer"), "--epochs", epochs, "--resume", "--seed", "7");
      if (epochs === "12") expect(sha256).toBe(straight.sha256);
      // as if the last line were torn
      await appendFile(join(out("longer"), "metrics.jsonl"), '{"step":1000000,"lo');
    }
    const path = join(out("longer"), "metrics.jsonl");
    await writeFile(path, (await readFile(path, "utf8")).replace(/\n[^\n]+$/, "\n"));
    for (const name of ["metrics.jsonl", "findings.jsonl"]) {
      const [longer, whole] = await Promise.all([linesOf("longer", name), linesOf("straight", name)]);
      expect(longer.map(timeless)).toEqual(whole.map(timeless));
    }
    const fewer = await refusal(file, "--out", out("longer"), "--resume", "--epochs", "3");
    expect(fewer).toBe("epochs: expected at least 12, which the run has come to, found 3");
  });

  test("what the command line said when it began need not be said again", async () => {
    const { sha256 } = await train(
      "--out",
      out("words"),
      "--seed",
      "3",
      "--epochs",
      "6",
      "--dtype",
      "f64",
      "--no-fma",
    );
    const again = await train("--out", out("words"), "--resume");
    expect(again).toMatchObject({ sha256, epochs: 6, dtype: "f64", fma: false, seed: 3 });
  });
});

describe("going on with something else is refused, and says what differs", () => {
  beforeAll(async () => {
    await train("--out", out("begun"), "--epochs", "2");
  });

  const resume = (path: string, ...args: string[]): Promise<string> =>
    refusal(path, "--out", out("begun"), "--resume", ...args);
  const other = async (name: string, change: (text: string) => string): Promise<string> => {
    await mkdir(join(folder, name), { recursive: true });
    await copyFile(join(folder, "iris.csv"), join(folder, name, "iris.csv"));
    await writeFile(join(folder, name, "iris.yaml"), change(example()));
    return join(folder, name, "iris.yaml");
  };
  const begunWith = "…/begun  expected what the run in this folder was begun with: ";

  test("another example", async () => {
    const faster = await other("faster", (text) =>
      text.replace("0.01", "0.02").replace("dense: 6", "dense: 7"),
    );
    expect(await resume(faster)).toBe(
      `${begunWith}network.layers[1].dense was 6, is 7; optimizer.learningRate was 0.01, is 0.02`,
    );
    const longer = await other("longer-title", (text) => text.replace("A run", "Another title"));
    expect((await backstep(["train", longer, "--out", out("begun"), "--resume", "--json"])).code).toBe(0);
  });

  test("other data", async () => {
    const changed = await other("changed", (text) => text);
    await appendFile(join(folder, "changed", "iris.csv"), "5.1,3.5,1.4,0.3,setosa\n");
    expect(await resume(changed)).toMatch(
      /^…\/begun {2}expected .* begun with: data\[1\] was "iris\.csv \(sha256 \w{8}…\)", is "iris\.csv \(sha256 \w{8}…\)"$/,
    );
  });

  test.each([
    [["--seed", "8"], "training.seed was 7, is 8"],
    [["--dtype", "f64"], 'dtype was "f32", is "f64"'],
    [["--backend", "reference"], 'backend was "wasm", is "reference"'],
    [["--no-fma"], "fma was true, is false"],
  ])("%s", async (args, words) => {
    const record = JSON.parse(await readFile(join(out("begun"), "run.json"), "utf8"));
    if (args[0] === "--no-fma" && !record.fma) return;
    expect(await resume(file, ...args)).toContain(`${begunWith}${words}`);
  });

  test("a folder with a run, or with something else, is not written to", async () => {
    expect(await refusal(file, "--out", out("begun"))).toBe(
      "…/begun  expected a folder without a run, found one   --resume goes on with it",
    );
    await mkdir(out("mine"));
    await writeFile(join(out("mine"), "notes.txt"), "mine");
    expect(await refusal(file, "--out", out("mine"))).toBe(
      '…/mine  expected an empty folder, or that of a run, found "notes.txt" in it',
    );
    expect(await readdir(out("mine"))).toEqual(["notes.txt"]);
    expect(await refusal(file, "--out", file)).toBe("…/iris.yaml  expected a folder, found a file");
    expect(await refusal(file, "--out", join(file, "x"))).toMatch(
      /^…\/iris.yaml\/x {2}expected .* found ENOTDIR$/,
    );
  });

  test("options of a folder need the folder", async () => {
    expect(await refusal(file, "--resume")).toBe(
      "--resume: expected together with --out, which says where the run is kept",
    );
    expect(await refusal(file, "--out", out("x"), "--folds", "3")).toBe(
      "--folds: expected without --out, for it trains many times",
    );
    const { code, stderr } = await backstep(["train", file, "--out", out("x"), "--checkpoint-every", "0s"]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      'expected a number of epochs, steps or seconds (as "10 epochs", "30s"), found "0s"',
    );
  });

  test("a checkpoint that was changed is passed over; where all were, it is refused", async () => {
    const { sha256 } = await train("--out", out("spoilt"), "--checkpoint-every", "4");
    const checkpoints = join(out("spoilt"), "checkpoints");
    const names = (await readdir(checkpoints)).sort().reverse();
    const spoil = async (name: string): Promise<void> => {
      const bytes = await readFile(join(checkpoints, name));
      bytes[500] ^= 1;
      await writeFile(join(checkpoints, name), bytes);
    };
    await spoil(names[0]);
    const { code, stdout, stderr } = await backstep([
      "train",
      file,
      "--out",
      out("spoilt"),
      "--resume",
      "--json",
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).sha256).toBe(sha256);
    expect(stderr).toContain(
      `${names[0]}  expected a checkpoint as it was written, found that it was changed since`,
    );
    expect(stderr).toContain(`going on from ${names[1]}`);
    for (const name of await readdir(checkpoints)) await spoil(name);
    const refused = await refusal(file, "--out", out("spoilt"), "--resume");
    expect(refused).toContain("expected a checkpoint as it was written");
  });
});

describe("backstep runs", () => {
  const within80 = (text: string): void => {
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  };

  beforeAll(async () => {
    await train("--out", out("list/a"), "--epochs", "3");
    await train("--out", out("list/with-a-name-that-is-longer-than-most"), "--epochs", "4", "--seed", "9");
    await mkdir(out("list/broken"));
    await writeFile(join(out("list/broken"), "run.json"), "{}");
  });

  test("lists what there is, in 80 columns, and says what cannot be read", async () => {
    const columns = Object.getOwnPropertyDescriptor(process.stdout, "columns");
    Object.defineProperty(process.stdout, "columns", { value: 80, configurable: true });
    try {
      const { code, stdout, stderr } = await backstep(["runs", out("list")]);
      expect(code).toBe(0);
      within80(stdout);
      expect(stdout).toMatch(/^run +example +epochs +loss +metric +status +begun\na +iris\.yaml +3\/3 +/);
      expect(stdout).toMatch(/finished {2}just now\n\n2 runs\n$/);
      expect(stderr).toContain("broken/run.json  version: expected 1, found none");
      const compared = await backstep(["runs", "compare", out("list/a"), out("straight")]);
      within80(compared.stdout);
    } finally {
      if (columns) Object.defineProperty(process.stdout, "columns", columns);
      else Reflect.deleteProperty(process.stdout, "columns");
    }
    const { stdout } = await backstep(["runs", out("list"), "--json"]);
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ name: "a", status: "finished", epochs: { done: 3, planned: 3 } }),
      expect.objectContaining({ name: "with-a-name-that-is-longer-than-most", seed: 9 }),
    ]);
  });

  test("compares what two were given, and what came of them", async () => {
    const paths = [out("list/a"), out("list/with-a-name-that-is-longer-than-most")];
    const { code, stdout } = await backstep(["runs", "compare", ...paths]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^what they were given\n/);
    expect(stdout).toMatch(/\n {2}training\.seed +7 +9\n/);
    expect(stdout).toMatch(/\n {2}epochs +3 +4\n/);
    expect(stdout).toMatch(/\n {2}test accuracy +[\d.]+ % +[\d.]+ %\n/);
    expect(stdout).toMatch(
      /\nhow it went \(A: a, B: with-\S+\)\n +epoch +loss A +loss B +validation A +validation B +/,
    );
    const json = JSON.parse((await backstep(["runs", "compare", ...paths, "--json"])).stdout);
    expect(json.differences).toEqual([
      { path: "training.seed", a: 7, b: 9 },
      { path: "epochs", a: 3, b: 4 },
    ]);
    expect([json.curves.a.length, json.curves.b.length]).toEqual([3, 4]);
    const same = await backstep(["runs", "compare", paths[0], paths[0]]);
    expect(same.stdout).toMatch(/^nothing differs in what they were given\n/);
  });

  test("prints a report in the language that is asked for", async () => {
    const { code, stdout } = await backstep(["runs", "report", out("list/a"), "--lang", "zh-Hant"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^<!DOCTYPE html>\n<html lang="zh-Hant">/);
    const own = await readFile(join(out("list/a"), "report.html"), "utf8");
    expect((await backstep(["runs", "report", out("list/a")])).stdout).toBe(own);
  });

  test("deletes with a yes, and only what is a run", async () => {
    const asked = await backstep(["runs", "delete", out("list/a")]);
    expect(asked).toMatchObject({ code: 2, stdout: "" });
    expect(asked.stderr).toContain("expected --yes, where nobody can be asked");
    const none = await backstep(["runs", "delete", "--yes", out("list/a"), out("list")]);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain("expected the folder of a run, found no run.json in it");
    const { code, stdout } = await backstep(["runs", "delete", "--yes", "--json", out("list/a")]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ deleted: [{ path: out("list/a"), left: [] }] });
    expect(await readdir(out("list"))).not.toContain("a");
  });
});
