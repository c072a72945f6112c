import type { Place } from "../tensor/error.ts";

/** Line and column, counted from 1, of the character at `offset`; columns count UTF-16 units, as editors do. */
export function placeAt(text: string, file: string, offset: number): Place {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf("\n"); end !== -1 && end < offset; end = text.indexOf("\n", start)) {
    line++;
    start = end + 1;
  }
  return { file, line, column: offset - start + 1 };
}

/** The text without the byte order mark that some editors put first. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}
