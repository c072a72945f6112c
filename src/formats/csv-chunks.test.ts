import fc from "fast-check";
import { expect, test } from "vitest";
import { formatInputError, InputError } from "../tensor/error.ts";
import { parseCsv, type Table } from "./csv.ts";
import { CsvChunks } from "./csv-chunks.ts";

/** All cells with their places, and the names of the columns. */
function contentsOf(tables: readonly Table[]): unknown[] {
  return tables.flatMap((table) =>
    Array.from({ length: table.rows }, (_, row) =>
      table.columns.map((name, column) => [name, table.cell(row, column), table.place(row, column)]),
    ),
  );
}

function inChunks(
  text: string,
  sizes: readonly number[],
  header: boolean | "unless numbers" = true,
): Table[] {
  const chunks = new CsvChunks("t.csv", { header });
  const tables: Table[] = [];
  let at = 0;
  for (let i = 0; at < text.length; i++) {
    const size = sizes[i % sizes.length];
    const table = chunks.push(text.slice(at, at + size));
    if (table) tables.push(table);
    at += size;
  }
  const rest = chunks.end();
  return rest ? [...tables, rest] : tables;
}

function resultOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof InputError) return formatInputError(error);
    throw error;
  }
}

const cell = fc.oneof(
  fc.string({ maxLength: 4, unit: fc.constantFrom("a", "1", " ", ".", "é", "😀") }),
  fc
    .string({ maxLength: 5, unit: fc.constantFrom(",", '"', "\n", "\r\n", "x") })
    .map((text) => `"${text.replaceAll('"', '""')}"`),
);
const csv = fc
  .record({
    names: fc.uniqueArray(fc.constantFrom("a", '"b,c"', "d", '"e\nf"'), { minLength: 1, maxLength: 4 }),
    rows: fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
    end: fc.constantFrom("\n", "\r\n", "\n\n"),
    start: fc.constantFrom("", "\uFEFF", "\n"),
    isEnded: fc.boolean(),
  })
  .map(({ names, rows, end, start, isEnded }) => {
    const lines = [names, ...rows.map((row) => row.slice(0, names.length))].map((cells) => cells.join(","));
    return start + lines.join(end) + (isEnded ? end : "");
  });

test("rows that come in pieces are those of the whole, at the same places", () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 });
  const property = fc.property(csv, sizes, (text, lengths) => {
    const whole = resultOf(() => contentsOf([parseCsv(text, "t.csv", { delimiter: "," })]));
    // what a row that is nothing but an empty cell is, lines without cells are too
    const pieces = resultOf(() => contentsOf(inChunks(text, lengths)));
    if (typeof whole === "string") expect(typeof pieces).toBe("string");
    else expect(pieces).toEqual(whole);
  });
  fc.assert(property, { numRuns: 500, seed: 5 });
});

test.each<[string, string, string]>([
  ["a ragged row", "a,b\n1,2\n3,4\n5\n", "t.csv:4:1  expected 2 cells as in the header, found 1"],
  [
    "an unclosed quote",
    'a,b\n1,2\n"3,4\n',
    't.csv:3:1  unclosed quote: expected a closing ", found the end of the file',
  ],
  ["nothing but a header", "a,b\n", "t.csv  expected rows below the header, found none"],
  ["nothing but a header without an end", "a,b", "t.csv  expected rows below the header, found none"],
  ["blank lines", "\n\n\n", "t.csv  expected a header and rows, found an empty file"],
  ["a name twice", "a,a\n1,2\n", 't.csv:1:3  expected each column name once, found "a" again'],
])("%s is refused at its place, however it comes", (_, text, message) => {
  for (const size of [1, 3, 1000]) expect(resultOf(() => inChunks(text, [size]))).toBe(message);
});

test("a first row of numbers is no header, where that is asked for", () => {
  const columnsOf = (text: string) =>
    inChunks(text, [2], "unless numbers").map(({ columns, rows }) => [columns.join(), rows]);
  expect(columnsOf("1;2\n3;4\n")).toEqual([
    ["1,2", 1],
    ["1,2", 1],
  ]);
  expect(columnsOf("a;2\n3;4\n")).toEqual([["a,2", 1]]);
});

test("a row that does not end is refused before it fills the memory", () => {
  const chunks = new CsvChunks("t.csv");
  chunks.push("a,b\n");
  const piece = `"${"x".repeat(2 ** 20)}`;
  expect(
    resultOf(() => {
      for (let i = 0; i < 40; i++) chunks.push(i === 0 ? piece : piece.slice(1));
    }),
  ).toBe("t.csv:2  expected a row that ends, found none");
});
