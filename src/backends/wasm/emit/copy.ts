import type { Code } from "../assembler/code.ts";
import type { OpName } from "../assembler/opcodes.ts";

const pieces: readonly { bytes: number; load: OpName; store: OpName }[] = [
  { bytes: 16, load: "v128.load", store: "v128.store" },
  { bytes: 8, load: "i64.load", store: "i64.store" },
  { bytes: 4, load: "i32.load", store: "i32.store" },
];

/** Copies so many bytes, a multiple of 4, in as few pieces as there can be. */
export function copyBytes(from: Code, to: Code, bytes: number): Code {
  const code: Code[] = [];
  let done = 0;
  for (const piece of pieces) {
    for (; bytes - done >= piece.bytes; done += piece.bytes) {
      code.push([to, from, [piece.load, done], [piece.store, done]]);
    }
  }
  return code;
}

/** Zeros, so many bytes from an offset on, a multiple of 4. */
export function clearBytes(to: Code, offset: number, bytes: number): Code {
  const code: Code[] = [];
  for (let done = 0; done < bytes; done += 4) {
    code.push([to, ["i32.const", 0], ["i32.store", offset + done]]);
  }
  return code;
}
