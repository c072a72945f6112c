import type { Code } from "../../assembler/code.ts";
import type { Body } from "../body.ts";

/**
 * Transposes 4 × 4 numbers of 4 bytes, or 2 × 2 of 8: rows lie `fromRow` bytes apart, those of the result `toRow`.
 */
export function transposeSquare(
  body: Body,
  width: number,
  from: number,
  fromOffset: number,
  fromRow: number,
  to: number,
  toOffset: number,
  toRow: number,
): Code {
  const rows = Array.from({ length: 16 / width }, (_, row) =>
    body.let("v128", [
      ["local.get", from],
      ["v128.load", fromOffset + row * fromRow],
    ]),
  );
  const columns = width === 8 ? transposeTwo(rows) : transposeFour(body, rows);
  return columns.map((column, i): Code => [["local.get", to], column, ["v128.store", toOffset + i * toRow]]);
}

function transposeTwo([a, b]: readonly Code[]): Code[] {
  return [shuffle(8, a, b, [0, 2]), shuffle(8, a, b, [1, 3])];
}

function transposeFour(body: Body, [a, b, c, d]: readonly Code[]): Code[] {
  const keep = (code: Code) => body.let("v128", code);
  const lowLeft = keep(shuffle(4, a, b, [0, 4, 1, 5]));
  const lowRight = keep(shuffle(4, c, d, [0, 4, 1, 5]));
  const highLeft = keep(shuffle(4, a, b, [2, 6, 3, 7]));
  const highRight = keep(shuffle(4, c, d, [2, 6, 3, 7]));
  return [
    shuffle(8, lowLeft, lowRight, [0, 2]),
    shuffle(8, lowLeft, lowRight, [1, 3]),
    shuffle(8, highLeft, highRight, [0, 2]),
    shuffle(8, highLeft, highRight, [1, 3]),
  ];
}

/** Chooses lanes of so many bytes from two vectors, those of the second counted on. */
function shuffle(width: number, a: Code, b: Code, lanes: readonly number[]): Code {
  const bytes = lanes.flatMap((lane) => Array.from({ length: width }, (_, byte) => lane * width + byte));
  return [a, b, ["i8x16.shuffle", ...bytes]];
}
