import fc from "fast-check";
import { expect, test } from "vitest";
import { errorLine } from "../../tests/support/error-line.ts";
import type { Column } from "../data/frame.ts";
import { parseCsv } from "./csv.ts";
import { parseJsonLines } from "./jsonl.ts";
import { type FrameOptions, frameFromTable } from "./table-frame.ts";

function columnOf(cells: readonly string[], options: FrameOptions = {}): Column {
  const table = parseCsv(["x", ...cells.map((cell) => `"${cell}"`)].join("\n"), "a.csv");
  return frameFromTable(table, options).columns.get("x") as Column;
}

test.each<[string, string[], Column["kind"]]>([
  ["numbers", ["1", "-2.5", "1e3", ".5"], "number"],
  ["numbers and missing ones", ["1", "", "NA", "nan", "NULL", "?", "n/a"], "number"],
  ["nothing", ["", "", "NA"], "number"],
  ["words", ["a", "b", "a"], "category"],
  ["words, some of them numbers", ["a", "b", "c", "1"], "category"],
  ["dates", ["2026-11-27", "", "2026-11-28"], "date"],
  ["dates with times", ["2026-11-27T08:30", "2026-11-27 09:00:01Z"], "date"],
  ["months", ["1949-01", "1949-02"], "date"],
  ["years", ["1949", "1950"], "number"],
  ["numbers with zeros before them", ["08540", "00501"], "number"],
])("%s", (_, cells, kind) => {
  expect(columnOf(cells).kind).toBe(kind);
});

test("missing cells are NaN, or the code −1; words of one's own take the place of the usual ones", () => {
  expect(columnOf(["1", "NA", "3"])).toMatchObject({ values: Float64Array.of(1, Number.NaN, 3) });
  expect(columnOf(["a", "?", "b"])).toMatchObject({ codes: Int32Array.of(0, -1, 1), levels: ["a", "b"] });
  expect(columnOf(["1", "-", "99", ""], { missing: ["-", "99"] })).toMatchObject({
    values: Float64Array.of(1, Number.NaN, Number.NaN, Number.NaN),
  });
  expect(columnOf(["NA", "DE"], { missing: [] })).toMatchObject({ levels: ["NA", "DE"] });
});

test("somebody may say of what kind a column is", () => {
  const zip = columnOf(["08540", "99"], { kinds: new Map([["x", "category"]]) });
  expect(zip).toMatchObject({ kind: "category", levels: ["08540", "99"] });
  const table = parseCsv("x\n1\nb\n", "a.csv");
  const asNumber = () => frameFromTable(table, { kinds: new Map([["x", "number"]]) });
  expect(errorLine(asNumber)).toBe('a.csv:3:1  x: expected a number, found "b"');
  const asDate = () => frameFromTable(table, { kinds: new Map([["x", "date"]]) });
  expect(errorLine(asDate)).toBe('a.csv:2:1  x: expected a date (ISO 8601), found "1"');
});

test("JSON lines are a table of the keys, whatever they are called", () => {
  const table = parseJsonLines(
    '{"x": 1, "__proto__": "a"}\n\n{"x": null, "flag": true}\n{"__proto__": "b", "x": 2.5}\n',
    "a.jsonl",
  );
  expect([table.columns, table.rows]).toEqual([["x", "__proto__", "flag"], 3]);
  const { columns } = frameFromTable(table);
  expect(columns.get("x")).toMatchObject({ values: Float64Array.of(1, Number.NaN, 2.5) });
  expect(columns.get("__proto__")).toMatchObject({ codes: Int32Array.of(0, -1, 1), levels: ["a", "b"] });
  expect(columns.get("flag")).toMatchObject({ codes: Int32Array.of(-1, 0, -1), levels: ["true"] });
  expect(table.place(1, 0)).toEqual({ file: "a.jsonl", line: 3, column: 1 });
});

test.each<[string, string, RegExp]>([
  ["nothing", "\n \n", /^a\.jsonl {2}expected a JSON object on each line, found none$/],
  ["a list", "[1, 2]", /^a\.jsonl:1:1 {2}expected a JSON object on the line, found "\[1, 2\]"$/],
  ["what is no JSON", '{"x": 1}\n{"x": }', /^a\.jsonl:2:1 {2}expected a JSON object on the line: \S/],
  [
    "a list in a cell",
    '{"x": [1]}',
    /^a\.jsonl:1:1 {2}"x": expected a number, a string, true, false or null, found a list$/,
  ],
  ["an empty key", '{"": 1}', /^a\.jsonl:1:1 {2}expected the name of a column, found an empty key$/],
  ["deep nesting", `{"x": ${"[".repeat(100_000)}`, /^a\.jsonl:1:1 {2}expected a JSON object on the line: \S/],
])("JSON lines refuse %s", (_, text, message) => {
  expect(errorLine(() => parseJsonLines(text, "a.jsonl"))).toMatch(message);
});

test("any table of cells becomes a frame, or is refused in one line", () => {
  const cell = fc.oneof(
    fc.constantFrom(
      "",
      "NA",
      "1",
      "-2.5e3",
      "1e999",
      "0x1",
      "2026-11-27",
      "2026-13-01",
      "a",
      "__proto__",
      "\0",
    ),
    fc.string({ maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 12 }), (rows) => {
      const table = {
        file: "a.csv",
        columns: ["__proto__", "b"],
        rows: rows.length,
        cell: (row: number, column: number) => rows[row][column].trim(),
        place: (row: number, column: number) => ({ file: "a.csv", line: row + 2, column: column + 1 }),
      };
      let read = 0;
      const line = errorLine(() => {
        read = [...frameFromTable(table).columns.values()].length;
      });
      expect(line === "no error" ? read : line).toEqual(
        line === "no error"
          ? 2
          : expect.stringMatching(/^a\.csv:\d+:[12] {2}(__proto__|b): expected a (number|date)[^\n]*$/),
      );
    }),
    { numRuns: 1000, seed: 1 },
  );
});
