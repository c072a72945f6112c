import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { explanationToLatex } from "../../src/explain/latex/document.ts";
import { type Explained, explainedExample, explainedExpressions, explainedHostile } from "./explained.ts";
import { hostileNames } from "./hostile.ts";
import { findProgram, skippedWithout } from "./programs.ts";

const run = promisify(execFile);
const pdflatex = findProgram("pdflatex");
const xelatex = findProgram("xelatex");
const LATIN = "texlive-latex-base texlive-latex-recommended texlive-pictures lmodern";
const CHINESE = "texlive-xetex fonts-noto-cjk";

/** TeX leaves its own line breaks in the log. */
const missing = /Missing character/;
/** Wider than the page by more than anybody would see. */
const tooWide = /Overfull \\hbox \((?:[5-9]|\d{2,})[.\d]*pt too wide\)/;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstep-latex-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** The log of one run, which is all that a document needs. */
async function compile(program: string, { explanation, options }: Explained): Promise<string> {
  await writeFile(join(folder, "page.tex"), explanationToLatex(explanation, options));
  const settings = ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "page.tex"];
  try {
    await run(program, settings, { cwd: folder, maxBuffer: 1e8 });
  } catch {
    const log = await readFile(join(folder, "page.log"), "utf8");
    throw new Error(`${program}: ${/^!.*(?:\n.*){0,8}/m.exec(log)?.[0] ?? log.slice(-2000)}`);
  }
  return readFile(join(folder, "page.log"), "utf8");
}

function isForXelatex({ explanation, options }: Explained): boolean {
  return explanationToLatex(explanation, options).startsWith("% !TeX program = xelatex\n");
}

describe(`a document in Latin letters${skippedWithout(pdflatex, LATIN)}`, () => {
  const cases = [
    { file: "by-example", of: ["all"] },
    { file: "by-example", of: ["w5", "w1"] },
    { file: "xor", of: ["w1", "b1"] },
    { file: "iris", of: ["w1"] },
  ];
  for (const { file, of } of cases) {
    test.skipIf(!pdflatex)(`${file}, ${of.join(" ")}`, { timeout: 120_000 }, async () => {
      const explained = await explainedExample(file, of);
      expect(isForXelatex(explained)).toBe(false);
      const log = await compile(pdflatex as string, explained);
      expect(log).not.toMatch(missing);
      expect(log).not.toMatch(tooWide);
    });
  }

  test.skipIf(!pdflatex)("a small graph without layers", { timeout: 120_000 }, async () => {
    const log = await compile(pdflatex as string, explainedExpressions("tanh-neuron", ["all"]));
    expect(log).not.toMatch(tooWide);
  });

  test.skipIf(!pdflatex)("every letter that is thought to need no font", { timeout: 120_000 }, async () => {
    const codes = Array.from({ length: 0x180 - 0xa0 }, (_, i) => String.fromCodePoint(0xa0 + i));
    const { explanation, options } = await explainedExample("xor", ["E"]);
    const letters = [...codes, ..."–—‘’“”‚„…‹›→≈η∂Σ"];
    const plain = letters.filter((title) => !isForXelatex({ explanation, options: { ...options, title } }));
    expect(plain.length).toBeGreaterThan(200);
    const log = await compile(pdflatex as string, {
      explanation,
      options: { ...options, title: plain.join(" ") },
    });
    expect(log).not.toMatch(missing);
  });
});

describe(`a Chinese document${skippedWithout(xelatex, CHINESE)}`, () => {
  const cases = [
    { file: "by-example", of: ["all"], language: "zh-Hant" },
    { file: "by-example", of: ["w5", "w1"], language: "zh-Hans" },
    { file: "xor", of: ["w1"], language: "zh-Hant" },
  ] as const;
  for (const { file, of, language } of cases) {
    test.skipIf(!xelatex)(`${file}, ${language}`, { timeout: 240_000 }, async () => {
      const explained = await explainedExample(file, of, language);
      expect(isForXelatex(explained)).toBe(true);
      const log = await compile(xelatex as string, explained);
      expect(log).not.toMatch(missing);
      expect(log).not.toMatch(tooWide);
    });
  }
});

describe(`names and titles that are no LaTeX${skippedWithout(pdflatex && xelatex, `${LATIN} ${CHINESE}`)}`, () => {
  for (const [kind, name] of Object.entries(hostileNames)) {
    test.skipIf(!pdflatex || !xelatex)(kind, { timeout: 240_000 }, async () => {
      const explained = explainedHostile(name);
      await compile((isForXelatex(explained) ? xelatex : pdflatex) as string, explained);
    });
  }

  test.skipIf(!xelatex)("all of them, in Chinese", { timeout: 240_000 }, async () => {
    await compile(xelatex as string, explainedHostile(Object.values(hostileNames).join(" "), "zh-Hant"));
  });
});
