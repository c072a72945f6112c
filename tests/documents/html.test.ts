import { describe, expect, test } from "vitest";
import { escapeXml } from "../../src/explain/html/escape.ts";
import { explanationToHtml } from "../../src/explain/html/html.ts";
import { type Explained, explainedExample, explainedHostile } from "./explained.ts";
import { hostileNames } from "./hostile.ts";
import { faultOf } from "./wellformed.ts";

function pageOf({ explanation, options }: Explained): string {
  return explanationToHtml(explanation, options);
}

describe("a page", () => {
  test("stands for itself: it loads nothing and runs nothing", async () => {
    const html = pageOf(await explainedExample("by-example", ["w5", "w1"]));
    expect(faultOf(html)).toBeUndefined();
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
    expect(html).not.toMatch(/<(?:script|link|img|iframe|object)|\bsrc=|\bhref=|@import|url\(|\son[a-z]+=/);
    expect(html.match(/https?:[^"]*/g)).toEqual(["http://www.w3.org/2000/svg"]);
  });

  test("says its language, and has one title and headings without gaps", async () => {
    for (const language of ["en", "zh-Hant", "zh-Hans"] as const) {
      const html = pageOf(await explainedExample("by-example", ["w5"], language));
      expect(html).toContain(`<html lang="${language}">`);
      const levels = [...html.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      for (const [i, level] of levels.entries()) expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
    }
  });

  test("has tables whose cells belong to headers", async () => {
    const html = pageOf(await explainedExample("by-example", ["w1"]));
    const [table] = /<table.*?<\/table>/s.exec(html) as RegExpExecArray;
    expect(table).toContain('<caption class="unseen">How ∂E/∂w1 is calculated</caption>');
    expect(table.match(/<th role="columnheader" scope="col">/g)).toHaveLength(4);
    const rows = [...table.matchAll(/<tr role="row"><th role="rowheader".*?<\/tr>/g)];
    for (const [row] of rows) expect(row.match(/<td role="cell"/g)).toHaveLength(3);
    expect(rows).toHaveLength(12);
  });

  test("without title, conventions and picture has a title all the same", async () => {
    const { explanation, options } = await explainedExample("xor", ["w1"], "zh-Hant");
    const { precision, words } = options;
    const html = explanationToHtml(explanation, { precision, words });
    expect(html).toContain("<title>推導過程</title>");
    expect(html).not.toContain("<svg");
    expect(faultOf(html)).toBeUndefined();
  });
});

describe("names and titles come out as text", () => {
  for (const [kind, name] of Object.entries(hostileNames)) {
    test(kind, () => {
      for (const language of ["en", "zh-Hans"] as const) {
        const html = pageOf(explainedHostile(name, language));
        expect(faultOf(html)).toBeUndefined();
        expect(html).toContain(`<h1><bdi>${escapeXml(name)}</bdi></h1>`);
        // in formulas control characters are blanks
        const inFormulas = escapeXml(`net_h${name.replace(/[\p{Cc}\p{Cs}]/gu, " ")}1`);
        expect(html.includes(`<mtext>${inFormulas}</mtext>`)).toBe(true);
      }
    });
  }
});
