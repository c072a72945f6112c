import { expect, test } from "vitest";
import { errorLine } from "../../tests/support/error-line.ts";
import type { Table } from "./csv.ts";
import { JsonLinesChunks } from "./jsonl-chunks.ts";

function inChunks(text: string, size: number): Table[] {
  const chunks = new JsonLinesChunks("t.jsonl");
  const tables: (Table | undefined)[] = [];
  for (let at = 0; at < text.length; at += size) tables.push(chunks.push(text.slice(at, at + size)));
  return [...tables, chunks.end()].filter((table) => table !== undefined);
}

/** The cells of each row by the names of their columns, and the row's line. */
function rowsOf(tables: readonly Table[]): unknown[] {
  return tables.flatMap((table) =>
    Array.from({ length: table.rows }, (_, row) => [
      Object.fromEntries(table.columns.map((name, column) => [name, table.cell(row, column)])),
      table.place(row, 0).line,
    ]),
  );
}

test("rows keep the columns of those before them, however they come", () => {
  const text = '{"a": 1, "b": "x"}\n\n{"a": 2}\n{"b": null, "a": 3}';
  const [one, many] = [1000, 1].map((size) => rowsOf(inChunks(text, size)));
  expect(many).toEqual([
    [{ a: "1", b: "x" }, 1],
    [{ a: "2", b: "" }, 3],
    [{ a: "3", b: "" }, 4],
  ]);
  expect(one).toEqual(many);
});

test("a list of numbers on each line, as deep as a shape", () => {
  expect(rowsOf(inChunks("[[1, 2], [3, 4]]\n[5, 6, null, 8]\n", 7))).toEqual([
    [{ 1: "1", 2: "2", 3: "3", 4: "4" }, 1],
    [{ 1: "5", 2: "6", 3: "", 4: "8" }, 2],
  ]);
});

test.each<[string, string, RegExp]>([
  [
    "lists of different lengths",
    "[1, 2]\n[3]\n",
    /^t\.jsonl:2:1 {2}expected 2 numbers, as in the first line, found 1$/,
  ],
  ["a list in an object", '{"a": [1]}\n', /^t\.jsonl:1:1 {2}"a": expected a number/],
  [
    "an object in a list",
    "[1, {}]\n",
    /^t\.jsonl:1:1 {2}expected numbers in the list, found something else$/,
  ],
  ["half a list", "[1]\n[2\n", /^t\.jsonl:2:1 {2}expected a list of numbers on the line: /],
  [
    "a line without an end",
    `[${"1,".repeat(6_000_000)}`,
    /^t\.jsonl:1:1 {2}expected at most 10000000 characters in a line/,
  ],
])("refuses %s", (_, text, message) => {
  expect(errorLine(() => inChunks(text, 1_000_000))).toMatch(message);
});
