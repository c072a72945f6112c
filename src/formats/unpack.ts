import { Inflate } from "fflate";
import { InputError } from "../tensor/error.ts";
import { counted } from "./wording.ts";

/** So little of a stream is unpacked at once that too much is noticed early. */
const PIECE = 2 ** 14;

/**
 * Unpacks a stream of exactly `size` bytes, and not many more where there are more.
 * @param refuse throws an InputError
 */
export function inflate(packed: Uint8Array, size: number, refuse: (message: string) => never): Uint8Array {
  const bytes = new Uint8Array(size);
  let filled = 0;
  const stream = new Inflate((piece) => {
    if (filled + piece.length > size) refuse(`expected ${counted(size, "byte")} unpacked, found more`);
    bytes.set(piece, filled);
    filled += piece.length;
  });
  try {
    for (let at = 0; at === 0 || at < packed.length; at += PIECE) {
      stream.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    return refuse(`expected a whole stream (${error instanceof Error ? error.message : error})`);
  }
  if (filled !== size) refuse(`expected ${counted(size, "byte")} unpacked, found ${filled}`);
  return bytes;
}
