/** A line of a document, as offsets; its end is before the line break. */
export interface Line {
  readonly start: number;
  readonly end: number;
}

/** The lines of a stretch of a text. */
export function linesOf(text: string, from: number, to: number): Line[] {
  const lines: Line[] = [];
  for (let start = from; start < to; ) {
    const found = text.indexOf("\n", start);
    const next = found === -1 || found >= to ? to : found + 1;
    let end = next;
    while (end > start && (text[end - 1] === "\n" || text[end - 1] === "\r")) end--;
    lines.push({ start, end });
    start = next;
  }
  return lines;
}

/** Tells offsets apart by line and column, both from 1. */
export function placesOf(text: string): (offset: number) => { line: number; column: number } {
  const starts = linesOf(text, 0, text.length).map(({ start }) => start);
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

const LABEL = /[^\S\n]*(?:>|[-•*](?=\s)|(?:step |Step )?\(?\d{1,3}[.)](?=\s)|\(?[a-z]\)(?=\s))/y;
const MAX_LABELS = 4;

/** Where the text of a line begins, behind what marks a quotation or an item of a list. */
export function behindLabels(text: string, { start, end }: Line): number {
  let at = start;
  for (let i = 0; i < MAX_LABELS; i++) {
    LABEL.lastIndex = at;
    const length = LABEL.exec(text)?.[0].length ?? 0;
    if (at + length >= end) break;
    at += length;
  }
  return at;
}
