import { readdirSync, readFileSync } from "node:fs";
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import {
  catalogues,
  checkedToJson,
  checkWorking,
  classToText,
  formatOf,
  type Language,
  type ReportOptions,
  readWorking,
  workingToText,
} from "../../src/index.ts";
import { subjectOf } from "../support/measure-sheets.ts";

// What learners and teachers see, as files to read and to review with a diff.

const subject = subjectOf(readFileSync(new URL("../../examples/by-example.yaml", import.meta.url), "utf8"));
const folder = new URL("check/class/", import.meta.url);
const languages: readonly Language[] = ["en", "zh-Hant", "zh-Hans"];

function judged(url: URL) {
  const working = readWorking(readFileSync(url, "utf8"), { format: formatOf(url.pathname) });
  return { working, checked: checkWorking(subject, working) };
}

function report(options: Partial<ReportOptions>): string {
  const { working, checked } = judged(new URL("check/homework.md", import.meta.url));
  return workingToText(subject, working, checked, {
    words: catalogues.en,
    width: 80,
    title: "homework.md",
    marks: true,
    ...options,
  });
}

describe("a working", () => {
  test.each(languages)("is reported at 80 columns: %s", async (language) => {
    const text = report({ words: catalogues[language] });
    expect(text.split("\n").filter((line) => stringWidth(line) > 80)).toEqual([]);
    await expect(text).toMatchFileSnapshot(`check/homework.${language}.txt`);
  });

  test.each(languages)("is reported with a hint, which gives no answer away: %s", async (language) => {
    const text = report({ words: catalogues[language], hint: true, marks: false });
    expect(text).not.toMatch(/0\.0822|0\.1868/);
    await expect(text).toMatchFileSnapshot(`check/homework.hint.${language}.txt`);
  });

  test("is never told in the words of verdicts", () => {
    for (const { verdict } of judged(new URL("check/homework.md", import.meta.url)).checked.claims) {
      // the tally says how many are wrong, and how many are carried from them
      if (verdict !== "wrong" && verdict !== "carried")
        expect(report({})).not.toMatch(new RegExp(`\\b${verdict}\\b`));
    }
  });
});

test.each(languages)("a class is reported: %s", async (language) => {
  const entries = readdirSync(folder).map((file) => {
    const { working, checked } = judged(new URL(file, folder));
    return { file, checked: checkedToJson(subject, working, checked) };
  });
  await expect(classToText(entries, catalogues[language])).toMatchFileSnapshot(`check/class.${language}.txt`);
});
