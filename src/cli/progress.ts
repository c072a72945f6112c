import { formatNumber, type Progress } from "../index.ts";
import { clock } from "./clock.ts";
import { colorsFor } from "./colors.ts";

/** The line is rewritten at most this often, in milliseconds; where it cannot be, it is printed this seldom. */
const REDRAW = 100;
const REPRINT = 10_000;
const BAR = 20;
const SHORTEST_BAR = 5;

/** Shows on stderr how far a training is. */
export interface ProgressLine {
  /** Is it time to show something new? */
  isDue(): boolean;
  show(progress: Progress, accuracy?: number): void;
  clear(): void;
}

export function progressLine(): ProgressLine {
  const isTerminal = process.stderr.isTTY === true;
  const started = clock();
  let shown = started;
  const isDue = (): boolean => clock() - shown >= (isTerminal ? REDRAW : REPRINT);
  return {
    isDue,
    show(progress, accuracy) {
      if (!isDue()) return;
      const now = clock();
      shown = now;
      const line = lineOf(progress, accuracy, (now - started) / 1000, process.stderr.columns ?? 80);
      process.stderr.write(isTerminal ? `\r\x1b[K${line}` : `${line}\n`);
    },
    clear() {
      if (isTerminal && shown > started) process.stderr.write("\r\x1b[K");
    },
  };
}

/** `epoch 3/5  ━━━━━━━━━╸━━━━  612/938  loss 0.081  train 97.6 %  0.4 s left` */
function lineOf(
  { epoch, epochs, batch, batches, loss }: Progress,
  accuracy: number | undefined,
  seconds: number,
  width: number,
): string {
  const done = (epoch - 1 + batch / batches) / epochs;
  const left = (seconds / done) * (1 - done);
  const parts = [
    `epoch ${epoch}/${epochs}`,
    ...(batches > 1 ? [`${batch}/${batches}`] : []),
    `loss ${formatNumber(loss, { digits: 4 })}`,
    ...(accuracy === undefined ? [] : [`train ${(100 * accuracy).toFixed(1)} %`]),
    `${left < 10 ? left.toFixed(1) : Math.round(left)} s left`,
  ];
  const room = width - 3 - parts.join("  ").length;
  return [
    parts[0],
    ...(room >= SHORTEST_BAR ? [barOf(done, Math.min(room, BAR))] : []),
    ...parts.slice(1),
  ].join("  ");
}

/** `━━━━━━╸━━━` */
export function barOf(done: number, length: number): string {
  const full = Math.min(length - 1, Math.floor(done * length));
  const { cyan, dim } = colorsFor(process.stderr);
  return `${cyan("━".repeat(full))}${cyan("╸")}${dim("━".repeat(length - 1 - full))}`;
}
