import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { subjectInArticle } from "../../src/cli/subject.ts";
import { type Checked, checkWorking, readWorking, type WorksheetJson } from "../../src/index.ts";
import { backstep, root } from "../support/cli.ts";

const BY_EXAMPLE = "examples/by-example.yaml";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstep-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await backstep(["worksheet", ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

async function json(...args: string[]): Promise<WorksheetJson> {
  return JSON.parse(await run(...args, "--json"));
}

/** As `backstep check` does: against the example that the sheet holds. */
function check(text: string): Checked {
  const working = readWorking(text, { format: "markdown" });
  expect(working.unread).toEqual([]);
  const { text: example, line } = working.example ?? { text: "", line: 1 };
  const { at, author } = subjectInArticle(example, line, "sheet.md");
  return checkWorking({ at, ...author }, working);
}

describe("a sheet", () => {
  test.each([
    [BY_EXAMPLE, "net", "en"],
    [BY_EXAMPLE, "delta", "zh-Hant"],
    [BY_EXAMPLE, "chain", "zh-Hans"],
    ["examples/xor.yaml", "chain", "en"],
    ["examples/circuit.yaml", "chain", "en"],
    ["examples/tanh-neuron.yaml", "delta", "zh-Hant"],
  ])("of %s, %s, in %s, filled in as the key says, is right in every number", async (...args) => {
    const [file, difficulty, lang] = args;
    const options = [file, "--difficulty", difficulty, "--lang", lang, "--seed", "7"];
    const sheet = await run(...options);
    const { exercises } = await json(...options);
    const [{ blanks, shown, example }] = exercises;
    const fill = (changed?: string) =>
      blanks.reduce((text, { id, printed }) => {
        expect(text).toContain(`\n${id} =\n`);
        return text.replace(
          `\n${id} =\n`,
          `\n${id} = ${id === changed ? printed.replace(/^−?/, "$&9") : printed}\n`,
        );
      }, sheet);
    expect(sheet.startsWith(`---\n${example}---\n`)).toBe(true);
    const { claims } = check(fill());
    expect(claims.filter(({ verdict }) => verdict !== "exact")).toEqual([]);
    // the learning rate stands among the conventions
    const asked = claims.filter(({ claim }) => claim.name !== "η");
    expect(asked).toHaveLength(blanks.length + Object.keys(shown).length);
    for (const { id } of blanks) {
      const wrong = check(fill(id)).claims.find(({ claim }) => claim.name === id);
      expect([id, wrong?.verdict]).toEqual([id, "wrong"]);
    }
  });

  test("is the same for the same seed, and another for another", async () => {
    const [first, again, other] = [
      await run(BY_EXAMPLE, "--seed", "3"),
      await run(BY_EXAMPLE, "--seed", "3"),
      await run(BY_EXAMPLE, "--seed", "4"),
    ];
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  test("says how quantities are calculated, unless that is left out", async () => {
    const args = [BY_EXAMPLE, "--difficulty", "delta", "--seed", "2"];
    expect(await run(...args)).toContain("½(target_o");
    expect(await run(...args, "--no-formulas")).not.toContain("½(target_o");
  });

  test("of several exercises says where sheets to be checked come from", async () => {
    const { code, stdout, stderr } = await backstep(["worksheet", BY_EXAMPLE, "--count", "2"]);
    expect(code).toBe(0);
    expect(stdout.match(/^## Exercise \d$/gm)).toEqual(["## Exercise 1", "## Exercise 2"]);
    expect(readWorking(stdout, { format: "markdown" }).example).toBeUndefined();
    expect(stderr).toMatch(/^to have filled sheets checked, .*--out DIR\n$/);
  });

  test("says that an author's names are left out", async () => {
    const file = join(folder, "author.yaml");
    const text = await readFile(join(root, BY_EXAMPLE), "utf8");
    await writeFile(file, `${text}names: { w11: w1 }\nconventions: { delta: -dE/dnet, weights: from-to }\n`);
    const { code, stdout, stderr } = await backstep(["worksheet", file, "--difficulty", "delta"]);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^the author's names and conventions .*\n$/)]);
    expect(stdout).not.toMatch(/w11|conventions|names:/);
  });
});

test("a key has the answers, what is accepted, and the working", async () => {
  const { exercises } = await json(BY_EXAMPLE);
  const key = await run(BY_EXAMPLE, "--key");
  for (const { id, printed } of exercises[0].blanks) expect(key).toContain(`| \`${id}\` | ${printed} | `);
  expect(key).toContain("## Backward");
});

test("--json has every exercise, worked out", async () => {
  const { exercises, ...rest } = await json("examples/xor.yaml", "--count", "3", "--decimals", "6");
  expect(rest).toEqual({ difficulty: "chain", seed: 1, decimals: 6 });
  expect(exercises.map(({ number }) => number)).toEqual([1, 2, 3]);
  for (const { example, givens, blanks } of exercises) {
    const executed = subjectInArticle(example, 1, "exercise.yaml").at(0);
    for (const [name, value] of Object.entries(givens)) {
      const found = executed.graph.find(name);
      if (found) expect([name, executed.value(found.node, found.at)]).toEqual([name, value]);
    }
    for (const { printed, exact, tolerance } of blanks) {
      expect(printed.replace("−", "-")).toBe(exact.toFixed(6));
      expect(tolerance.low).toBeLessThanOrEqual(exact);
      expect(tolerance.high).toBeGreaterThanOrEqual(exact);
      expect(tolerance.high - tolerance.low).toBeLessThan(2e-6);
    }
  }
});

describe("optimisers", () => {
  const ids = async (optimizer: string) => {
    const file = join(folder, "optimizer.yaml");
    const text = await readFile(join(root, BY_EXAMPLE), "utf8");
    await writeFile(file, text.replace("{ name: sgd, learningRate: 0.5 }", optimizer));
    const { exercises } = await json(file);
    return exercises[0].blanks.map(({ id }) => id.replace(/\d$|\d(?=⁺)/, ""));
  };

  test("have their update asked, with what it is calculated through", async () => {
    const blanks = await ids("{ name: momentum, learningRate: 0.4, momentum: 0.9 }");
    expect(blanks.slice(-3)).toEqual(["∂E/∂w", "v_w⁺", "w⁺"]);
  });

  test("have it left out where nobody does it by hand", async () => {
    const blanks = await ids("{ name: adam, learningRate: 0.5 }");
    expect(blanks[blanks.length - 1]).toBe("∂E/∂w");
  });
});

describe("--out", () => {
  test("writes sheets, keys and exports, and lists them", async () => {
    const out = join(folder, "all");
    const listed = (await run(BY_EXAMPLE, "--count", "2", "--out", out)).trimEnd().split("\n");
    const names = ["worksheet-1.md", "worksheet-2.md", "key.md", "worksheet.html", "key.html"];
    const more = ["worksheet.tex", "key.tex", "moodle.xml"];
    const qti = ["imsmanifest.xml", "items/exercise-1.xml", "items/exercise-2.xml"];
    const files = [...names, ...more, ...qti.map((name) => `qti/${name}`), "qti.zip"];
    expect(listed).toEqual(files.map((name) => join(out, name)));
    for (const file of listed) expect((await readFile(file)).length).toBeGreaterThan(100);

    const zip = unzipSync(await readFile(join(out, "qti.zip")));
    expect(Object.keys(zip)).toEqual(qti);
    for (const name of qti)
      expect(new TextDecoder().decode(zip[name])).toBe(await readFile(join(out, "qti", name), "utf8"));
    for (const sheet of names.slice(0, 2))
      expect(
        readWorking(await readFile(join(out, sheet), "utf8"), { format: "markdown" }).example,
      ).toBeDefined();
  });

  test("writes one format, or the key alone, where that is asked for", async () => {
    const out = join(folder, "html");
    await run(BY_EXAMPLE, "--format", "html", "--out", out);
    expect((await readdir(out)).sort()).toEqual(["key.html", "worksheet.html"]);
    const keys = join(folder, "keys");
    await run(BY_EXAMPLE, "--key", "--out", keys);
    expect((await readdir(keys)).sort()).toEqual(["key.html", "key.md", "key.tex"]);
  });

  test("is the same archive every time", async () => {
    const archive = async (name: string) => {
      await run(BY_EXAMPLE, "--format", "qti", "--out", join(folder, name));
      return readFile(join(folder, name, "qti.zip"));
    };
    expect((await archive("first")).equals(await archive("second"))).toBe(true);
  });

  test("overwrites nothing unless it is told to", async () => {
    const out = join(folder, "kept");
    await run(BY_EXAMPLE, "--format", "markdown", "--out", out);
    await rm(join(out, "worksheet.md"));
    await writeFile(join(out, "key.md"), "mine");
    const args = [BY_EXAMPLE, "--format", "markdown", "--out", out];
    const { code, stdout, stderr } = await backstep(["worksheet", ...args]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(
      `${join(out, "key.md")}  expected no such file yet, found one   --force overwrites it\n`,
    );
    expect(await readdir(out)).toEqual(["key.md"]);
    expect(await readFile(join(out, "key.md"), "utf8")).toBe("mine");
    await run(...args, "--force");
    expect(await readFile(join(out, "key.md"), "utf8")).toContain("# Key");
  });
});

describe("bad input is explained in one line", () => {
  test.each<[string, string[], RegExp]>([
    ["no such file", ["nix.yaml"], /^nix\.yaml {2}expected a file, found none with this name$/],
    [
      "data in files",
      ["examples/iris.yaml"],
      /^examples\/iris\.yaml:10:17 {2}expected data that stand in the/,
    ],
    ["a wrong count", [BY_EXAMPLE, "--count", "0"], /expected a whole number from 1 to 1000, found "0"/],
    ["a wrong seed", [BY_EXAMPLE, "--seed", "-1"], /expected a whole number from 0 to .*, found "-1"/],
    ["wrong decimals", [BY_EXAMPLE, "--decimals", "11"], /expected a whole number from 1 to 10, found "11"/],
    ["a wrong difficulty", [BY_EXAMPLE, "--difficulty", "hard"], /Allowed choices are net, delta, chain/],
    [
      "a wrong format",
      [BY_EXAMPLE, "--format", "pdf"],
      /Allowed choices are markdown, html, latex, moodle, qti/,
    ],
    ["a wrong language", [BY_EXAMPLE, "--lang", "de"], /Allowed choices are en, zh-Hant, zh-Hans/],
    ["two formats", [BY_EXAMPLE, "--json", "--format", "html"], /'--json' cannot be used with .*'--format/],
    ["a package on stdout", [BY_EXAMPLE, "--format", "qti"], /^--format qti: expected --out DIR/],
    [
      "the key of an export",
      [BY_EXAMPLE, "--key", "--format", "moodle"],
      /^--key: expected a format to print/,
    ],
    ["--force for nothing", [BY_EXAMPLE, "--force"], /^--force: expected --out DIR/],
    [
      "no folder",
      [BY_EXAMPLE, "--out", BY_EXAMPLE],
      /worksheet\.md {2}expected a place .*, found ENOTDIR|EEXIST/,
    ],
    [
      "a layer whose numbers are not drawn",
      [join(root, "tests/fixtures/recurrent.yaml")],
      /recurrent\.yaml {2}layer 1: expected a dense layer .*, found lstm/,
    ],
    [
      "numbers that nobody finds",
      ["examples/tanh-neuron.yaml", "--difficulty", "net", "--decimals", "1"],
      /^exercise 1: expected numbers that suit, found none in 20000 draws, most often because /,
    ],
  ])("%s", async (_, args, says) => {
    const { code, stdout, stderr } = await backstep(["worksheet", ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr.trimEnd()).toMatch(says);
  });
});
