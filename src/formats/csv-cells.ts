const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** As many inputs as a network may have, and a label. */
const MAX_COLUMNS = 1_000_001;
/** In characters; a closing quote that is missing makes a cell of all that follows. */
const MAX_CELL = 100_000;

/** Numbers below 2³², as many as come. */
export class Offsets {
  length = 0;
  #values: Uint32Array = new Uint32Array(1024);

  push(value: number): void {
    if (this.length === this.#values.length) {
      const longer = new Uint32Array(2 * this.length);
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values[this.length++] = value;
  }

  at(index: number): number {
    return this.#values[index];
  }
}

/** Throws a message about what stands at an offset. */
export type Refuse = (message: string, offset: number) => never;

/** The beginning of the first line from `at` on that is not empty; the end of the text where there is none. */
export function nextRow(text: string, at: number): number {
  let start = at;
  while (start < text.length && isLineEnd(text, start)) start++;
  return start;
}

/**
 * Cuts one row into cells (RFC 4180): pushes where each begins, and at last one more than where the row ends, so
 * that every cell ends one before the next number.
 * @returns where the line ends
 */
export function scanRow(
  text: string,
  delimiter: number,
  start: number,
  offsets: Offsets,
  refuse: Refuse,
): number {
  let at = start;
  for (let cells = 1; ; cells++) {
    if (cells > MAX_COLUMNS) refuse(`expected at most ${MAX_COLUMNS} columns, found more`, start);
    offsets.push(at);
    at = cellEnd(text, delimiter, at, refuse);
    if (text.charCodeAt(at) !== delimiter) break;
    at++;
  }
  offsets.push(at + 1);
  return at;
}

function cellEnd(text: string, delimiter: number, start: number, refuse: Refuse): number {
  const isQuoted = text.charCodeAt(start) === QUOTE;
  const end = (isQuoted ? quotedEnd : plainEnd)(text, delimiter, start, refuse);
  const length = end - start;
  if (length > MAX_CELL) refuse(`expected at most ${MAX_CELL} characters in a cell, found ${length}`, start);
  return end;
}

function plainEnd(text: string, delimiter: number, start: number): number {
  let at = start;
  while (at < text.length && text.charCodeAt(at) !== delimiter && !isLineEnd(text, at)) at++;
  return at;
}

function quotedEnd(text: string, delimiter: number, start: number, refuse: Refuse): number {
  let quote = text.indexOf('"', start + 1);
  while (quote !== -1 && text.charCodeAt(quote + 1) === QUOTE) quote = text.indexOf('"', quote + 2);
  if (quote === -1) return refuse('unclosed quote: expected a closing ", found the end of the file', start);
  const end = quote + 1;
  if (end < text.length && text.charCodeAt(end) !== delimiter && !isLineEnd(text, end)) {
    return refuse('expected the cell to end with its closing ", found more text', end);
  }
  return end;
}

function isLineEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code !== CARRIAGE_RETURN) return code === LINE_FEED;
  return at + 1 === text.length || text.charCodeAt(at + 1) === LINE_FEED;
}

/** What a cell says: without its quotes, and without blanks around it. */
export function cellText(written: string): string {
  const isQuoted = written.charCodeAt(0) === QUOTE;
  return (isQuoted ? written.slice(1, -1).replaceAll('""', '"') : written).trim();
}
