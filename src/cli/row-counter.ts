import { clock } from "./clock.ts";

/** Shown only where the work takes longer, in milliseconds; then this often, and where it cannot be rewritten this seldom. */
const FIRST = 1000;
const REDRAW = 100;
const REPRINT = 10_000;

/** Shows on stderr how many rows there have been, where there are many. */
export function rowCounter(): { show(rows: number): void; clear(): void } {
  const isTerminal = process.stderr.isTTY === true && process.stdout.isTTY !== true;
  const started = clock();
  let shown = started + FIRST - (isTerminal ? REDRAW : REPRINT);
  let isThere = false;
  return {
    show(rows) {
      const now = clock();
      if (now - shown < (isTerminal ? REDRAW : REPRINT) || now - started < FIRST) return;
      shown = now;
      const line = `${rows.toLocaleString("en")} rows, ${Math.round(rows / ((now - started) / 1000)).toLocaleString("en")} per second`;
      process.stderr.write(isTerminal ? `\r\x1b[K${line}` : `${line}\n`);
      isThere = isTerminal;
    },
    clear() {
      if (isThere) process.stderr.write("\r\x1b[K");
    },
  };
}
