import { CsvChunks } from "../../src/formats/csv-chunks.ts";
import { type Target, textOf } from "../target.ts";
import { target as whole } from "./csv.ts";

/** Reads in so many pieces, so that rows are cut. */
const PIECES = 50;

export const target: Target = {
  seeds: whole.seeds,
  ...(whole.words && { words: whole.words }),
  read: (input) => {
    const chunks = new CsvChunks("a.csv");
    const text = textOf(input);
    const piece = Math.ceil(text.length / PIECES);
    for (let at = 0; at < text.length; at += piece) {
      const table = chunks.push(text.slice(at, at + piece));
      for (let row = 0; row < (table?.rows ?? 0); row++) table?.cell(row, 0);
    }
    const last = chunks.end();
    return last?.place(last.rows - 1, 0);
  },
};
