import type { Reading } from "../node/index.ts";
import { clock } from "./clock.ts";
import { barOf } from "./progress.ts";

/** The line is rewritten at most this often, in milliseconds; where it cannot be, it is printed this seldom. */
const REDRAW = 100;
const REPRINT = 10_000;
const BAR = 20;

/** Shows on stderr how far a large file has been read. */
export interface ReadingLine {
  show(reading: Reading): void;
  clear(): void;
}

export function readingLine(): ReadingLine {
  const isTerminal = process.stderr.isTTY === true;
  const started = clock();
  let shown = started;
  return {
    show(reading) {
      const now = clock();
      if (now - shown < (isTerminal ? REDRAW : REPRINT)) return;
      shown = now;
      const line = lineOf(reading, (now - started) / 1000);
      process.stderr.write(isTerminal ? `\r\x1b[K${line}` : `${line}\n`);
    },
    clear() {
      if (isTerminal && shown > started) process.stderr.write("\r\x1b[K");
    },
  };
}

/** `reading 45 %  ━━━━━━━━━╸━━━━━━━━━━  2,310,000 rows  7 s left` */
function lineOf({ bytes, size, rows }: Reading, seconds: number): string {
  const done = Math.min(1, bytes / size);
  const left = Math.ceil((seconds / done) * (1 - done));
  const parts = [
    `reading ${Math.floor(100 * done)} %`,
    barOf(done, BAR),
    `${rows.toLocaleString("en")} rows`,
  ];
  return [...parts, `${left} s left`].join("  ");
}
