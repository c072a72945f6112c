import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backstep, backstepProcess, root } from "../support/cli.ts";

let folder: string;
let example: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstep-"));
  example = await readFile(join(root, "examples/by-example.yaml"), "utf8");
});
afterAll(() => rm(folder, { recursive: true }));

const csvExample = (outputs = 2) => `backstep: 1
network: { inputs: 2, layers: [{ dense: ${outputs} }] }
loss: softmax-cross-entropy
optimizer: { name: sgd, learningRate: 0.1 }
data: { train: { csv: data.csv, label: kind } }
training: { epochs: 1 }
`;

const bomb = `a: &a [1,1,1,1,1,1,1,1,1]
${["b", "c", "d", "e", "f", "g", "h", "i"].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[i]}`).join(",")}]`).join("\n")}
`;

interface Case {
  readonly yaml: () => string | undefined;
  readonly csv?: string;
  /** The line on stderr, `net.yaml` standing for the file. */
  readonly says: RegExp;
}

const cases: Readonly<Record<string, Case>> = {
  "a wrong key": {
    yaml: () => example.replace("loss:", "lost:"),
    says: /^net\.yaml:15:1 {2}unknown key "lost": expected .*did you mean "loss"\?$/,
  },
  "weights of the wrong shape": {
    yaml: () => example.replace("[[0.15, 0.20], [0.25, 0.30]]", "[[0.15, 0.20, 0.25]]"),
    says: /^net\.yaml:9:16 {2}weights of layer 1: expected 2 rows of 2 \(2 neurons, 2 inputs\), found 1 row of 3$/,
  },
  "an unknown activation": {
    yaml: () => example.replace("activation: sigmoid", "activation: sigmod"),
    says: /^net\.yaml:8:19 {2}unknown activation "sigmod": expected .*did you mean "sigmoid"\?$/,
  },
  "a ragged row": {
    yaml: csvExample,
    csv: "x,y,kind\n1,2,a\n3,b\n",
    says: /^data\.csv:3:1 {2}expected 3 cells as in the header, found 2$/,
  },
  "a missing file": { yaml: () => undefined, says: /^net\.yaml {2}expected a file, found none/ },
  "a missing data file": { yaml: csvExample, says: /^net\.yaml:5:23 {2}.*data\.csv/ },
  "text where a number belongs": {
    yaml: () => example.replace("learningRate: 0.5", "learningRate: fast"),
    says: /^net\.yaml:16:39 {2}.*expected a number.*, found "fast"$/,
  },
  "NaN in the data": {
    yaml: () => example.replace("[[0.05, 0.10]]", "[[0.05, .nan]]"),
    says: /^net\.yaml:17:25 {2}.*expected a number, found \.nan$/,
  },
  "what is no finite number in a table": {
    yaml: csvExample,
    csv: "x,y,kind\n1,2,a\n3,1e999,b\n",
    says: /^data\.csv:3:3 {2}y: expected a number, found "1e999" {3}if these are words: /,
  },
  "a target outside [0, 1] for a cross-entropy": {
    yaml: () =>
      example
        .replace("half-squared-error ", "binary-cross-entropy ")
        .replace("[[0.01, 0.99]]", "[[0.01, 1.5]]"),
    says: /^net\.yaml:17:\d+ {2}.*expected a .*0.*1.*, found 1\.5/,
  },
  "an empty file": { yaml: () => "", says: /^net\.yaml.* {2}expected .*, found an empty file$/ },
  "a bomb of aliases": { yaml: () => bomb, says: /^net\.yaml.* {2}.*alias/ },
};

describe("bad input is one line with its place, and exit code 2", () => {
  for (const [name, { yaml, csv, says }] of Object.entries(cases)) {
    for (const command of ["train", "explain"]) {
      test(`${name}: ${command}`, async () => {
        const cwd = await mkdtemp(join(folder, "case-"));
        const text = yaml();
        if (text !== undefined) await writeFile(join(cwd, "net.yaml"), text);
        if (csv !== undefined) await writeFile(join(cwd, "data.csv"), csv);
        const { code, stdout, stderr } = await backstep([command, "net.yaml"], { cwd });
        expect(stderr.trimEnd()).toMatch(says);
        expect(stderr.trimEnd().split("\n")).toHaveLength(1);
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      });
    }
  }
});

describe("bad usage is exit code 2 without a stack trace", () => {
  const usages: readonly (readonly string[])[] = [
    ["explane", "examples/by-example.yaml"],
    ["explain"],
    ["explain", "examples/by-example.yaml", "--digits", "0"],
    ["explain", "examples/by-example.yaml", "--of", "w99"],
    ["explain", "examples/by-example.yaml", "--of", "x*"],
    ["train", "examples/by-example.yaml", "--epochs", "-1"],
    ["train", "examples/by-example.yaml", "--dtype", "f16"],
    ["train", "examples"],
  ];
  for (const args of usages) {
    test(args.join(" "), async () => {
      const { code, stdout, stderr } = await backstep(args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(stderr.trim()).not.toBe("");
    });
  }
});

test("a reader who has seen enough is no error", async () => {
  const { code, stderr } = await backstepProcess(["explain", "examples/by-example.yaml"], {
    started: (child) => child.stdout?.destroy(),
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

test("all that is printed arrives, however late it is read", async () => {
  const { code, stdout } = await backstepProcess(["explain", "examples/xor.yaml", "--json"], {
    started({ stdout }) {
      stdout?.pause();
      setTimeout(() => stdout?.resume(), 3000);
    },
  });
  expect(code).toBe(0);
  // more than a pipe holds
  expect(stdout.length).toBeGreaterThan(2 ** 17);
  expect(JSON.parse(stdout)).toHaveProperty("title");
});
