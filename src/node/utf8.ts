import { isUtf8 } from "node:buffer";
import { InputError } from "../index.ts";

/**
 * The text that bytes write in UTF-8; a byte order mark stays.
 * @param file what messages call it
 * @throws InputError with the place of the first byte that is not UTF-8
 */
export function decodeUtf8(bytes: Uint8Array, file: string): string {
  if (isUtf8(bytes)) return decode(bytes);
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new InputError("expected text in UTF-8, found UTF-16   save it as UTF-8", {
      file,
      line: 1,
      column: 1,
    });
  }
  const valid = validLength(bytes);
  const lines = decode(bytes.subarray(0, valid))
    .replace(/^\uFEFF/, "")
    .split("\n");
  const byte = bytes[valid].toString(16).toUpperCase().padStart(2, "0");
  const place = { file, line: lines.length, column: lines[lines.length - 1].length + 1 };
  throw new InputError(`expected text in UTF-8, found the byte 0x${byte}   save it as UTF-8`, place);
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** How many bytes from the first are UTF-8, up to the end of a character. */
function validLength(bytes: Uint8Array): number {
  // whatever is valid up to `low` bytes, cut within a character or not, is not beyond the first wrong byte
  let low = 0;
  let high = bytes.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isBeginning(bytes.subarray(0, middle))) low = middle;
    else high = middle;
  }
  while (low > 0 && !isUtf8(bytes.subarray(0, low))) low--;
  return low;
}

/** Can these bytes be continued to valid UTF-8? */
function isBeginning(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
