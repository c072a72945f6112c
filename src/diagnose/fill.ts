import { widthOf } from "../explain/text/layout.ts";

/** Chinese is broken between any two characters, but for the marks that end something, or begin it. */
const PIECES =
  /[\u2e80-\u9fff\uff00-\uffef「（][，。、；：）」！？]*|[^\s\u2e80-\u9fff\uff00-\uffef「（]+[，。、；：）」！？]*|\s+/gu;

/** Breaks a text into lines, in any of the languages; every line is set in by `indent`. */
export function fill(text: string, width: number, indent: number): string[] {
  const lead = " ".repeat(indent);
  const lines: string[] = [];
  let line = "";
  for (const [piece] of text.matchAll(PIECES)) {
    const isSpace = /^\s/.test(piece) && !piece.includes("\u00a0");
    if (isSpace && line === "") continue;
    if (line !== "" && indent + widthOf(line + (isSpace ? "" : piece)) > width) {
      lines.push(line.trimEnd());
      line = isSpace ? "" : piece;
    } else line += piece;
  }
  return [...lines, line.trimEnd()].filter((part) => part !== "").map((part) => lead + part);
}
