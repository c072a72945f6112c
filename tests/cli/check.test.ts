import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it, test } from "vitest";
import type { CheckedJson } from "../../src/index.ts";
import { backstep, root } from "../support/cli.ts";

const EXAMPLE = join(root, "examples/by-example.yaml");
let example: string;
let folder: string;

beforeAll(async () => {
  example = await readFile(EXAMPLE, "utf8");
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstep-check-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return name;
}

const check = (...args: string[]) => backstep(["check", ...args], { cwd: folder });

const json = async (...args: string[]): Promise<CheckedJson> =>
  JSON.parse((await check(...args, "--json")).stdout) as CheckedJson;

const WRONG = "out_h1 = 0.5932\ndE/dout_o1 = 0.7414\ndE/dw5 = 0.4398\nw5+ = 0.1801\n";

describe("a working", () => {
  it("that is right is 0, one with a mistake 1, and so is one that is about something else", async () => {
    expect((await check(EXAMPLE, await write("right.txt", "net_h1 = 0.3775\n"))).code).toBe(0);
    const wrong = await check(EXAMPLE, await write("wrong.txt", WRONG));
    expect(wrong.code).toBe(1);
    expect(wrong.stdout).toContain("Start at line 3. Everything before it is right; line 4 follows from it.");
    const foreign = await check(EXAMPLE, await write("foreign.txt", "Dear all,\nthe sum is due.\n"));
    expect([foreign.code, foreign.stdout]).toEqual([
      1,
      expect.stringContaining("no number of this example was found"),
    ]);
  });

  it("is judged in one JSON document", async () => {
    const { claims, firstWrong, summary } = await json(EXAMPLE, await write("wrong.txt", WRONG));
    expect(firstWrong).toEqual({ name: "∂E/∂w5", line: 3 });
    expect(claims.map(({ verdict }) => verdict)).toEqual(["truncated", "exact", "wrong", "carried"]);
    expect(claims[2]).toMatchObject({
      name: "dE/dw5",
      as: "∂E/∂w5",
      kind: "value",
      claimed: 0.4398,
      printed: "0.4398",
      line: 3,
      mistakes: [{ kind: "derivative-missing", about: ["∂out_o1/∂net_o1"] }],
    });
    expect(claims[2].expected).toBeCloseTo(0.08216704, 8);
    expect(summary).toMatchObject({ numbers: 4, right: 2, wrong: 1, carried: 1, unrecognised: 0 });
    expect(summary.marks).toEqual({ method: 3, accuracy: 3, followThrough: 1, possible: 4 });
  });

  test.each([
    ["working.yaml", "net_h1: 0.3775\nforward: { out_h1: 0.5933 }\n"],
    ["working.json", '{ "net_h1": 0.3775, "out_h1": 0.5933 }'],
    ["working.csv", "name,value\nnet_h1,0.3775\nout_h1,0.5933\n"],
    [
      "working.tex",
      "\\[ net_{h1} = 0.15\\cdot 0.05 + 0.2\\cdot 0.1 + 0.35 = 0.3775 \\]\n$out_{h1} \\approx 0.5933$",
    ],
    ["working.md", "Forward: $net_{h1} = 0.3775$ and\n\n| name | value |\n|---|---|\n| out_h1 | 0.5933 |\n"],
    ["working", "net_h1 = 0.3775\nout_h1 = 0.5933\n"],
  ])("is read by what its name says: %s", async (name, text) => {
    const { claims, unread } = await json(EXAMPLE, await write(name, text));
    expect(unread).toEqual([]);
    const values = claims.filter(({ kind }) => kind === "value");
    expect(values.map(({ as, verdict }) => [as, verdict])).toEqual([
      ["net_h1", "exact"],
      ["out_h1", "exact"],
    ]);
  });

  it("is read as one says", async () => {
    const file = await write("working.md", "net_h1: 0.3775");
    expect((await json(EXAMPLE, file, "--read-as", "yaml")).summary.right).toBe(1);
  });

  it("of thousands of lines shows what is not simply right, unless all is asked for", async () => {
    const lines = Array.from({ length: 3000 }, () => "net_h1 = 0.3775");
    lines[1500] = "net_h1 = 0.3875";
    const file = await write("long.txt", lines.join("\n"));
    const { stdout } = await check(EXAMPLE, file);
    expect(stdout.split("\n").length).toBeLessThan(20);
    expect(stdout).toContain("… 1500 numbers, all right");
    expect((await check(EXAMPLE, file, "--all")).stdout.split("\n").length).toBeGreaterThan(3000);
  });

  it("cannot write to the terminal", async () => {
    const { stdout } = await check(
      EXAMPLE,
      await write("bad.txt", "net_\x1b[31mh1 = 0.3775\n\x1b]0;x\x07 = 0.5\n"),
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    expect(stdout).not.toMatch(/[\x00-\x08\x0b-\x1f]/);
  });
});

describe("an article", () => {
  const equations = "\n# Title\n\n$net_{h1} = 0.3775$, so $out_{h1} = 0.5833$.\n";

  test.each([
    ["front matter", () => `---\n${example}---\n${equations}`],
    ["a fenced block", () => `${equations}\n\`\`\`backstep\n${example}\`\`\`\n`],
  ])("holds its example in %s", async (_, text) => {
    const { code, stdout } = await check(await write("article.md", text()));
    expect(code).toBe(1);
    expect(stdout).toMatch(/out_h1 = 0\.5833 {2,}✗ first mistake\n +expected 0\.5933/);
    expect(stdout).not.toContain("M1");
  });

  it("lends its example to a working", async () => {
    await write("article.md", `---\n${example}---\n`);
    expect((await json("article.md", await write("w.txt", "net_h1 = 0.3775"))).summary.right).toBe(1);
  });

  it("names the place of a mistake in its example", async () => {
    await write("article.md", `---\n${example.replace("sigmoid", "sigmod")}---\n`);
    const { code, stderr } = await check("article.md");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^article\.md:9:19 {2}unknown activation "sigmod".*did you mean "sigmoid"\?\n$/);
  });
});

describe("--fix", () => {
  it("prints a diff, and writes only where it is told to", async () => {
    const text = "out_h1 = 0.5932\r\nnet_o1 = 0.4 * 0.5932 + 0.45 * 0.5968 + 0.6 = 1.1159\r\ndE/dw5 = 0.4398";
    await write("work.txt", text);
    const printed = await check(EXAMPLE, "work.txt", "--fix");
    expect(printed.code).toBe(1);
    expect(printed.stdout).toBe(
      "--- work.txt\n+++ work.txt\n@@ -2,2 +2,2 @@\n" +
        "-net_o1 = 0.4 * 0.5932 + 0.45 * 0.5968 + 0.6 = 1.1159\r\n-dE/dw5 = 0.4398\n" +
        "+net_o1 = 0.4 * 0.5932 + 0.45 * 0.5968 + 0.6 = 1.1059\r\n+dE/dw5 = 0.0822\n",
    );
    expect(await readFile(join(folder, "work.txt"), "utf8")).toBe(text);
    expect((await check(EXAMPLE, "work.txt", "--fix", "--write")).code).toBe(0);
    expect(await readFile(join(folder, "work.txt"), "utf8")).toBe(
      text.replace("1.1159", "1.1059").replace("0.4398", "0.0822"),
    );
    expect((await check(EXAMPLE, "work.txt")).code).toBe(0);
    expect(await readdir(folder)).toEqual(["work.txt"]);
  });

  it("corrects what was copied on as well, and leaves alone what is right", async () => {
    await write(
      "work.txt",
      "out_h1 = 0.6932\nnet_o1 = 0.4 * 0.6932 + 0.45 * 0.5969 + 0.6 = 1.1459\nw5 = 0.4\n",
    );
    const { stdout } = await check(EXAMPLE, "work.txt", "--fix");
    expect(stdout).toContain("+out_h1 = 0.5933\n+net_o1 = 0.4 * 0.5933 + 0.45 * 0.5969 + 0.6 = 1.1059\n");
  });

  it.each([
    ["E = 39.84%", "E = 29.84%"],
    [
      "dE/dw7 = -0.0236\nw7+ = 0.5 - 0.5 * (-0.0236) = 0.5118",
      "dE/dw7 = -0.0226\nw7+ = 0.5 - 0.5 * (-0.0226) = 0.5113",
    ],
    ["out_h1 = 0,6932\nE = 1.298,3711", "out_h1 = 0,5933\nE = 0,2984"],
  ])("keeps to how numbers are written: %s", async (wrong, right) => {
    await write("work.txt", `${wrong}\n`);
    expect((await check(EXAMPLE, "work.txt", "--fix", "--write")).code).toBe(0);
    expect(await readFile(join(folder, "work.txt"), "utf8")).toBe(`${right}\n`);
  });

  it("says what is to be corrected by hand", async () => {
    await write("work.txt", "dE/dw5 = 0.7414 * 0.5932 = 0.4398\n");
    const { code, stderr } = await check(EXAMPLE, "work.txt", "--fix", "--write");
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^work\.txt:1:28 {2}what stands in front of 0\.0822 gives 0\.43979.*: correct it by hand\n$/,
    );
  });
});

describe("a class", () => {
  beforeEach(async () => {
    await mkdir(join(folder, "class/late"), { recursive: true });
    await write("class/anna.txt", "net_h1 = 0.3775\n");
    await write("class/late/ben.md", WRONG);
    await write("class/photo.png", "");
  });

  it("is judged as a folder", async () => {
    const { code, stdout, stderr } = await check(EXAMPLE, "class");
    expect([code, stderr]).toEqual([1, "class: 1 file of other kinds left aside\n"]);
    expect(stdout).toContain("late/ben.md        4      2    6/8  line 3, ∂E/∂w5: the derivative");
  });

  it("is judged in one JSON document", async () => {
    const { stdout } = await check(EXAMPLE, "class", "--json");
    const { files, commonest } = JSON.parse(stdout) as {
      files: (CheckedJson & { file: string })[];
      commonest: unknown;
    };
    expect(files.map(({ file, firstWrong }) => [file, firstWrong?.line])).toEqual([
      ["anna.txt", undefined],
      ["late/ben.md", 3],
    ]);
    expect(commonest).toEqual([{ kind: "derivative-missing", files: 1 }]);
  });
});

describe("what cannot be checked", () => {
  test.each([
    [
      "no such working",
      () => check(EXAMPLE, "nothing.md"),
      /^nothing\.md {2}expected a file, found none with this name\n$/,
    ],
    [
      "no example in an article",
      async () => check(await write("a.md", "x = 1")),
      /^a\.md {2}expected an example in its front matter/,
    ],
    [
      "nothing to check",
      () => check(EXAMPLE),
      /^.*by-example\.yaml {2}expected an example in its front matter/,
    ],
    [
      "an empty folder",
      async () => {
        await mkdir(join(folder, "empty"));
        return check(EXAMPLE, "empty");
      },
      /^empty {2}expected workings \(\.md, .*\), found none\n$/,
    ],
    [
      "--write alone",
      async () => check(EXAMPLE, await write("w.txt", ""), "--write"),
      /^--write: expected --fix/,
    ],
    [
      "too much",
      async () => check(EXAMPLE, await write("w.txt", "x".repeat(5 * 2 ** 20))),
      /^w\.txt {2}expected at most 4 MiB, found 5 MiB\n$/,
    ],
  ])("is told in one line: %s", async (_, run, message) => {
    const { code, stdout, stderr } = await run();
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
  });
});
