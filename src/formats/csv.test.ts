import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { errorLine as lineOf } from "../../tests/support/error-line.ts";
import { type CsvOptions, parseCsv } from "./csv.ts";

function cellsOf(text: string, options: CsvOptions = {}): string[][] {
  const { columns, rows, cell } = parseCsv(text, "a.csv", options);
  return [
    [...columns],
    ...Array.from({ length: rows }, (_, row) => columns.map((_, column) => cell(row, column))),
  ];
}

function errorLine(text: string, options: CsvOptions = {}): string {
  return lineOf(() => parseCsv(text, "a.csv", options));
}

test.each<[string, string]>([
  ["plain", "x,y\n1,2\n3,4\n"],
  ["without a last line end", "x,y\n1,2\n3,4"],
  ["with CRLF", "x,y\r\n1,2\r\n3,4\r\n"],
  ["with a byte order mark", "\uFEFFx,y\n1,2\n3,4\n"],
  ["with quotes", '"x","y"\n"1",2\n3,"4"\n'],
  ["with empty lines", "\n\nx,y\n\n1,2\r\n\r\n3,4\n\n"],
  ["with blanks around cells", " x , y \n1 ,\t2\n 3,4 \n"],
  ["with semicolons", "x;y\n1;2\n3;4\n"],
  ["with tabs", "x\ty\n1\t2\n3\t4\n"],
])("reads a table %s", (_, text) => {
  expect(cellsOf(text)).toEqual([
    ["x", "y"],
    ["1", "2"],
    ["3", "4"],
  ]);
});

test("takes the delimiter that is asked for", () => {
  expect(cellsOf("x,1|y,2\na,b|c;d", { delimiter: "|" })).toEqual([
    ["x,1", "y,2"],
    ["a,b", "c;d"],
  ]);
});

test("quotes hold delimiters, line ends and quotes", () => {
  const text = 'name,size\n"a, ""b""\nand c",1\nd "inch" e,2\n"",3\n';
  expect(cellsOf(text).slice(1)).toEqual([
    ['a, "b"\nand c', "1"],
    ['d "inch" e', "2"],
    ["", "3"],
  ]);
});

test("knows where each cell begins", () => {
  const { place } = parseCsv('\uFEFFx,y\r\n\r\n"a\nb",  2\n3,"4"\n', "a.csv");
  expect(place(0, 0)).toEqual({ file: "a.csv", line: 3, column: 1 });
  expect(place(0, 1)).toEqual({ file: "a.csv", line: 4, column: 4 });
  expect(place(1, 0)).toEqual({ file: "a.csv", line: 5, column: 1 });
  expect(place(1, 1)).toEqual({ file: "a.csv", line: 5, column: 3 });
});

test.each<[string, string, string]>([
  ["an empty file", "", "a.csv  expected a header and rows, found an empty file"],
  ["only line ends", "\r\n\n", "a.csv  expected a header and rows, found an empty file"],
  ["only a header", "x,y\n", "a.csv  expected rows below the header, found none"],
  ["a short row", "x,y\n1,2\n3\n4,5\n", "a.csv:3:1  expected 2 cells as in the header, found 1"],
  ["a long row", "x,y\n1,2,3\n", "a.csv:2:1  expected 2 cells as in the header, found 3"],
  [
    "a short row after a long cell",
    'x,y\n"a\nb",2\n3\n',
    "a.csv:4:1  expected 2 cells as in the header, found 1",
  ],
  [
    "an unclosed quote",
    'x,y\n1,"2\n3,4\n',
    'a.csv:2:3  unclosed quote: expected a closing ", found the end of the file',
  ],
  [
    "text after a quote",
    'x,y\n"1"0,2\n',
    'a.csv:2:4  expected the cell to end with its closing ", found more text',
  ],
  [
    "too long a cell",
    `x,y\n1,${"2".repeat(100_001)}\n`,
    "a.csv:2:3  expected at most 100000 characters in a cell, found 100001",
  ],
  ["too many columns", ",".repeat(1_000_001), "a.csv:1:1  expected at most 1000001 columns, found more"],
  ["an empty name", "x,,y\n1,2,3\n", "a.csv:1:3  expected a column name, found an empty cell"],
  ["a name twice", "x,y, x\n1,2,3\n", 'a.csv:1:5  expected each column name once, found "x" again'],
])("refuses %s", (_, text, expected) => {
  expect(errorLine(text)).toBe(expected);
});

test("a large table takes seconds, not minutes", () => {
  const row = "5.1,3.5,1.4,0.2,setosa\n";
  const { rows, cell } = parseCsv(`a,b,c,d,e\n${row.repeat(500_000)}`, "a.csv");
  expect([rows, cell(499_999, 4)]).toEqual([500_000, "setosa"]);
}, 5000);

test("reads what others write as others read it", () => {
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom(..."ab,;\t\n\r\"' 1.é漢😀"), maxLength: 6 }),
    fc.constantFrom("", "1.5", "a b"),
  );
  const table = fc
    .integer({ min: 1, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));
  fc.assert(
    fc.property(
      table,
      fc.constantFrom(",", ";", "\t"),
      fc.constantFrom("\n", "\r\n"),
      (cells, delimiter, end) => {
        const header = cells[0].map((_, column) => `c${column}`);
        const quoted = cells.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`));
        const text = [header, ...quoted].map((row) => row.join(delimiter) + end).join("");
        const others = parse(text, { delimiter }).map((row) => row.map((each) => each.trim()));
        expect(cellsOf(text, { delimiter })).toEqual(others);
      },
    ),
    { numRuns: 500, seed: 1 },
  );
});

test("any text is either read or refused with one line", () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab1,;\t\n\r" '.split("")), maxLength: 40 });
  fc.assert(
    fc.property(text, (csv) => {
      expect(errorLine(csv)).toMatch(/^no error$|^a\.csv(:\d+:\d+)? {2}\S.*$/);
    }),
    { numRuns: 2000, seed: 1 },
  );
});

test("a file without a header has columns 1, 2, …", () => {
  const { columns, rows, cell, place } = parseCsv("1,2\n3,4\n", "a.csv", { header: false });
  expect([columns, rows, cell(0, 0), cell(1, 1)]).toEqual([["1", "2"], 2, "1", "4"]);
  expect(place(1, 1)).toEqual({ file: "a.csv", line: 2, column: 3 });
  expect(errorLine("1,2\n3\n", { header: false })).toBe(
    "a.csv:2:1  expected 2 cells as in the first row, found 1",
  );
});

test("NUL and names of prototypes are texts as any other", () => {
  expect(cellsOf("__proto__,constructor,a\0b\n1,\0,3\n")).toEqual([
    ["__proto__", "constructor", "a\0b"],
    ["1", "\0", "3"],
  ]);
});
