import type { Table } from "../../src/formats/csv.ts";
import { JsonLinesChunks } from "../../src/formats/jsonl-chunks.ts";
import { type Target, textOf } from "../target.ts";

/** Reads in so many pieces, so that rows are cut. */
const PIECES = 50;

export const target: Target = {
  seeds: () => [
    '{"x": 1, "y": -2.5e3, "class": "a"}\n{"x": null, "class": "b"}\n',
    "[1, 2, [3, 4]]\n[5, 6, [7, 8]]\n",
    '{"a b": true, "date": "2026-11-27"}',
  ],
  read: (input) => {
    const chunks = new JsonLinesChunks("a.jsonl");
    const text = textOf(input);
    const piece = Math.ceil(text.length / PIECES);
    for (let at = 0; at < text.length; at += piece) readAll(chunks.push(text.slice(at, at + piece)));
    readAll(chunks.end());
  },
  words: [
    '"__proto__":',
    '"constructor":',
    "{",
    "}",
    "[",
    "]",
    ",",
    "null",
    "1e999",
    '"\\ud800"',
    "\n",
    "\r\n",
  ],
};

function readAll(table: Table | undefined): void {
  if (!table) return;
  for (let row = 0; row < table.rows; row++) {
    for (const column of table.columns.keys()) {
      table.cell(row, column);
      table.place(row, column);
    }
  }
}
