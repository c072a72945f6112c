import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { csvCell, csvRows } from "./csv-write.ts";

test.each<[string | number, string]>([
  ["setosa", "setosa"],
  [-0.5, "-0.5"],
  ["-0.5", "-0.5"],
  ["+1e-3", "+1e-3"],
  [Number.NaN, "NaN"],
  ["=1+1", "'=1+1"],
  ['=HYPERLINK("http://x","a")', '"\'=HYPERLINK(""http://x"",""a"")"'],
  ["+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"],
  ["-2+3", "'-2+3"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["  =1", "'  =1"],
  ["\t=1", "'\t=1"],
  ["\r=1", '"\'\r=1"'],
  ["＝1", "'＝1"],
  ["a=b", "a=b"],
  ["a,b", '"a,b"'],
  ['say "a"', '"say ""a"""'],
  [" a", '" a"'],
  ["", ""],
])("%j is written %j", (cell, text) => {
  expect(csvCell(cell)).toBe(text);
});

test("another reader reads what was written, no cell of it a formula", () => {
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom(..."=+-@\t\r\n\"',;ab 1.".split("")), maxLength: 8 }),
    fc.double(),
  );
  const table = fc
    .integer({ min: 2, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));
  fc.assert(
    fc.property(table, fc.constantFrom(",", ";", "\t"), (rows, delimiter) => {
      const read = parse(csvRows(rows, delimiter), { delimiter, relax_quotes: false }) as string[][];
      expect(read.length).toBe(rows.length);
      for (const [i, row] of read.entries()) {
        for (const [j, text] of row.entries()) {
          const written = String(rows[i][j]);
          expect([written, `'${written}`]).toContain(text);
          if (Number.isNaN(Number(text))) expect(text).not.toMatch(/^[=+\-@\t\r\n]/);
        }
      }
    }),
    { numRuns: 1000, seed: 1 },
  );
});
