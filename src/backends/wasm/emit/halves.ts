import type { Code } from "../assembler/code.ts";

/** The upper two of four lanes, below. */
export function upperHalf(four: Code): Code {
  return [four, four, ["i8x16.shuffle", ...Array.from({ length: 16 }, (_, byte) => 8 + (byte % 8))]];
}

/** The lower two lanes of both. */
export function joinHalves(low: Code, high: Code): Code {
  const bytes = Array.from({ length: 16 }, (_, byte) => (byte < 8 ? byte : byte + 8));
  return [low, high, ["i8x16.shuffle", ...bytes]];
}
