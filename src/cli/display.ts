import type { Curves } from "./chart.ts";
import { chartLines } from "./chart.ts";
import { type ProgressLine, progressLine } from "./progress.ts";

/** A terminal of fewer rows is left to what else is on it. */
const FEWEST_ROWS = 18;
const HEIGHT = 8;
const WIDEST = 80;

/** What is seen of a training while it runs, on stderr. */
export interface Display extends Omit<ProgressLine, "show"> {
  show(...progress: [...Parameters<ProgressLine["show"]>, curves: Curves]): void;
  /** A line that stays. */
  say(line: string): void;
}

/** The bar, and above it on terminals that are high enough the loss curve, drawn again in place. */
export function trainingDisplay(): Display {
  const { isTTY, rows = 0, columns = 80 } = process.stderr;
  const hasChart = isTTY === true && rows >= FEWEST_ROWS && process.env.TERM !== "dumb";
  const bar = progressLine();
  let drawn = 0;
  const erase = (): void => {
    // from the bar's line up to the chart's first, then all below
    if (drawn > 0) process.stderr.write(`\r\x1b[${drawn}A\x1b[J`);
    drawn = 0;
  };
  return {
    show(progress, accuracy, curves) {
      if (!bar.isDue()) return;
      if (hasChart) {
        erase();
        const lines = chartLines(curves, { width: Math.min(columns, WIDEST) - 1, height: HEIGHT });
        if (lines.length > 0) process.stderr.write(`\r\x1b[K${lines.join("\n")}\n`);
        drawn = lines.length;
      }
      bar.show(progress, accuracy);
    },
    isDue: bar.isDue,
    say(line) {
      bar.clear();
      erase();
      process.stderr.write(`${line}\n`);
    },
    // the curve stays: it is how the training went
    clear: bar.clear,
  };
}
