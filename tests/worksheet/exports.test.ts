import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { catalogues, type Language } from "../../src/index.ts";
import { keyToHtml, keyToLatex, keyToMarkdown } from "../../src/worksheet/key.ts";
import { worksheetToMoodle } from "../../src/worksheet/moodle.ts";
import { worksheetToQti } from "../../src/worksheet/qti.ts";
import type { WorksheetRenderOptions } from "../../src/worksheet/render.ts";
import { worksheetToHtml } from "../../src/worksheet/sheet-html.ts";
import { worksheetToLatex } from "../../src/worksheet/sheet-latex.ts";
import { exerciseToMarkdown } from "../../src/worksheet/sheet-markdown.ts";
import type { Worksheet } from "../../src/worksheet/worksheet.ts";
import { findProgram, skippedWithout } from "../documents/programs.ts";
import { faultOf } from "../documents/wellformed.ts";
import { difficulties, exampleNames, randomWorksheets, worksheetOf } from "./support.ts";

const xmllint = findProgram("xmllint");

/** What the validator has to say of these files, by name. */
function validate(schema: string, files: ReadonlyMap<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "backstep-"));
  try {
    for (const [name, text] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const grammar = fileURLToPath(new URL(`../fixtures/schemas/${schema}.rng`, import.meta.url));
    execFileSync(xmllint ?? "", ["--noout", "--nonet", "--relaxng", grammar, ...files.keys()], {
      cwd: folder,
      stdio: "pipe",
    });
    return "";
  } catch (error) {
    return String((error as { stderr?: unknown }).stderr ?? error);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const worksheets: readonly Worksheet[] = [...randomWorksheets(500)].map(({ worksheet }) => worksheet);

const hostile = `</title><script>alert(1)</script> {1:NUMERICAL:=1:9} ]]> "&' \\input{x} $x$ \u0007/`;

function optionsIn(language: Language, title = "Exercises"): WorksheetRenderOptions {
  return { words: catalogues[language], title, conventions: ["½ squared error", title] };
}

const moodle = (worksheet: Worksheet) => worksheetToMoodle(worksheet, optionsIn("en"));

describe(`exports validate${skippedWithout(xmllint, "libxml2-utils")}`, () => {
  it.runIf(xmllint)("in Moodle's XML, 500 worksheets", { timeout: 240_000 }, () => {
    const files = worksheets.map((worksheet, i): [string, string] => [`quiz-${i}.xml`, moodle(worksheet)]);
    expect(validate("moodle", new Map(files))).toBe("");
  });

  it.runIf(xmllint)("as items and packages of QTI 2.1, 500 worksheets", { timeout: 240_000 }, () => {
    const packages = worksheets.map((worksheet) => worksheetToQti(worksheet, optionsIn("en")));
    const files = (isManifest: boolean) =>
      new Map(
        packages.flatMap((files, i) =>
          [...files]
            .filter(([name]) => (name === "imsmanifest.xml") === isManifest)
            .map(([name, text]): [string, string] => [`${i}/${name}`, text]),
        ),
      );
    expect(files(true).size).toBe(500);
    expect(files(false).size).toBe(500);
    expect(validate("qti-manifest", files(true))).toBe("");
    expect(validate("qti-item", files(false))).toBe("");
  });

  it.runIf(xmllint)("whatever they are called, in every language", () => {
    for (const language of ["en", "zh-Hant", "zh-Hans"] as const) {
      const worksheet = worksheetOf("by-example", { difficulty: "chain", count: 2 });
      const options = optionsIn(language, hostile);
      const [manifest, ...items] = worksheetToQti(worksheet, options);
      expect(validate("moodle", new Map([["quiz.xml", worksheetToMoodle(worksheet, options)]]))).toBe("");
      expect(validate("qti-manifest", new Map([manifest]))).toBe("");
      expect(validate("qti-item", new Map(items))).toBe("");
    }
  });

  it.runIf(xmllint)("and the schemas find what is wrong", () => {
    const worksheet = worksheetOf("by-example", { difficulty: "net" });
    const [[, manifest], [, item]] = worksheetToQti(worksheet, optionsIn("en"));
    const faults: readonly [string, string, string, string][] = [
      ["moodle", moodle(worksheet), ":NUMERICAL:=", ":NUMERICAL:=about "],
      ["moodle", moodle(worksheet), "<hidden>0</hidden>", ""],
      ["qti-manifest", manifest, "<organizations/>", ""],
      ["qti-item", item, 'cardinality="single"', ""],
      ["qti-item", item, "<gte>", "<atLeast>"],
      ["qti-item", item, "<value>", "<value>about "],
    ];
    for (const [schema, text, from, to] of faults) {
      expect(text).toContain(from);
      expect(validate(schema, new Map([["file.xml", text.replace(from, to)]]))).toMatch(
        /fails to validate|error/,
      );
    }
  });
});

describe("an export", () => {
  it("marks in Moodle and in QTI by the tolerance of the worksheet", () => {
    const worksheet = worksheetOf("by-example", { difficulty: "chain", seed: 9 });
    const [{ blanks }] = worksheet.exercises;
    const answers = [...moodle(worksheet).matchAll(/\{1:NUMERICAL:=([-\d.]+):([\d.]+)\}/g)];
    expect(answers).toHaveLength(blanks.length);
    const item = worksheetToQti(worksheet, optionsIn("en")).get("items/exercise-1.xml") ?? "";
    const ranges = [...item.matchAll(/<gte>.*?float">([-\d.]+)<.*?<lte>.*?float">([-\d.]+)</g)];
    expect(ranges).toHaveLength(blanks.length);
    for (const [i, { tolerance }] of blanks.entries()) {
      const [middle, margin] = answers[i].slice(1).map(Number);
      expect(middle - margin).toBeCloseTo(tolerance.low, 12);
      expect(middle + margin).toBeCloseTo(tolerance.high, 12);
      const [low, high] = ranges[i].slice(1).map(Number);
      expect(low).toBeCloseTo(tolerance.low, 12);
      expect(high).toBeCloseTo(tolerance.high, 12);
    }
  });

  it("lists in the manifest of a package all that is in it", () => {
    const files = worksheetToQti(worksheetOf("xor", { difficulty: "net", count: 3 }), optionsIn("en"));
    const listed = [...(files.get("imsmanifest.xml") ?? "").matchAll(/<file href="([^"]+)"/g)].map(
      ([, file]) => file,
    );
    expect(["imsmanifest.xml", ...listed]).toEqual([...files.keys()]);
  });
});

describe("a page", () => {
  it.each(exampleNames.flatMap((name) => difficulties.map((difficulty) => [name, difficulty] as const)))(
    "of %s, %s, is well formed, needs nothing else, and tells no answer",
    (name, difficulty) => {
      const worksheet = worksheetOf(name, { difficulty, count: 2, decimals: 6, seed: 2 });
      for (const language of ["en", "zh-Hant", "zh-Hans"] as const) {
        const options = optionsIn(language, hostile);
        const sheet = worksheetToHtml(worksheet, options);
        const key = keyToHtml(worksheet, options);
        for (const page of [sheet, key]) {
          expect(faultOf(page)).toBeUndefined();
          expect(page).not.toMatch(/<script|<link|<img|<iframe|src=|url\(|@import|\son\w+="/i);
          const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
          expect(new Set(ids).size).toBe(ids.length);
        }
        const handedOut = [
          sheet,
          worksheetToLatex(worksheet, options),
          ...worksheet.exercises.map((exercise) => exerciseToMarkdown(worksheet, exercise, options)),
        ];
        const solved = [key, keyToLatex(worksheet, options), keyToMarkdown(worksheet, options)];
        for (const { exact, printed } of worksheet.exercises.flatMap(({ blanks }) => blanks)) {
          const digits = printed.replace("−", "");
          for (const text of solved) expect(text).toContain(digits);
          // a short number may stand among those given
          if (digits.length < 8) continue;
          for (const text of handedOut) expect(text, String(exact)).not.toContain(digits);
        }
      }
    },
  );

  it("leaves the methods out where that is asked for", () => {
    const worksheet = worksheetOf("by-example", { difficulty: "delta", seed: 1 });
    const [exercise] = worksheet.exercises;
    const method = (formulas: boolean) =>
      exerciseToMarkdown(worksheet, exercise, { ...optionsIn("en"), formulas }).includes("½(target_o");
    expect([method(true), method(false)]).toEqual([true, false]);
  });
});

const pdflatex = findProgram("pdflatex");

describe(`LaTeX${skippedWithout(pdflatex, "texlive-latex-extra")}`, () => {
  it.runIf(pdflatex)("compiles, sheet and key, whatever it is called", { timeout: 120_000 }, () => {
    const worksheet = worksheetOf("by-example", { difficulty: "chain", count: 2 });
    const options = optionsIn("en", hostile);
    const folder = mkdtempSync(join(tmpdir(), "backstep-"));
    try {
      for (const [i, text] of [
        worksheetToLatex(worksheet, options),
        keyToLatex(worksheet, options),
      ].entries()) {
        writeFileSync(join(folder, `${i}.tex`), text);
        const log = execFileSync(pdflatex ?? "", ["-interaction=nonstopmode", "-halt-on-error", `${i}.tex`], {
          cwd: folder,
          encoding: "latin1",
        });
        expect(log).toContain("Output written");
        expect(log).not.toContain("Overfull");
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
