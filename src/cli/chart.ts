import { formatNumber } from "../index.ts";

interface Point {
  readonly x: number;
  readonly y: number;
}

/** What is drawn: the training loss as a line, the validation loss as marks, so that no colour is needed. */
export interface Curves {
  readonly training: readonly Point[];
  readonly validation: readonly Point[];
}

export interface ChartSize {
  /** Columns, with the figures of the axis. */
  readonly width: number;
  /** Rows of the curves alone; the axis and the legend take two more. */
  readonly height: number;
}

/** Braille characters have two dots beside and four above one another; this is the bit of each. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;
const BLANK = 0x2800;
const MARK = "o";
/** From this ratio on, equal steps of the axis are equal factors. */
const LOGARITHMIC = 30;
/** Fewer columns show nothing that the figures do not say. */
const NARROWEST = 10;
const DIGITS = { digits: 3 } as const;

/** How numbers stand on an axis of `size` places, the lowest at 0. */
interface Axis {
  readonly isLogarithmic: boolean;
  place(value: number): number;
  /** What is at a place. */
  at(place: number): number;
}

/**
 * Loss curves as lines of text: braille for training, `o` for validation, figures on both axes. None where there is no
 * room, or nothing to draw yet.
 */
export function chartLines({ training, validation }: Curves, { width, height }: ChartSize): string[] {
  const points = [...training, ...validation].filter(({ y }) => Number.isFinite(y));
  if (training.length < 2 || height < 2) return [];
  const ys = axisOf(
    points.map(({ y }) => y),
    4 * height,
    true,
  );
  const labels = [height - 1, Math.floor((height - 1) / 2), 0].map((row) => ({
    row,
    text: formatNumber(ys.at(4 * row + 1.5), DIGITS),
  }));
  const margin = Math.max(...labels.map(({ text }) => text.length));
  const columns = width - margin - 2;
  if (columns < NARROWEST) return [];
  const xs = axisOf([0, ...points.map(({ x }) => x)], 2 * columns, false);
  const dots = Array.from({ length: height }, () => new Uint8Array(columns));
  for (const [i, to] of training.entries()) join(training[Math.max(0, i - 1)], to);
  const marks = validation.map(({ x, y }) => `${Math.floor(ys.place(y) / 4)} ${Math.floor(xs.place(x) / 2)}`);
  const rows = Array.from({ length: height }, (_, i) => rowOf(height - 1 - i, new Set(marks)));
  return [
    ...rows,
    axisLine(margin, columns, xs),
    legend(margin, validation.length > 0, ys.isLogarithmic, width),
  ];

  /** Sets the dots of a straight line. */
  function join(from: Point, to: Point): void {
    if (!Number.isFinite(from.y) || !Number.isFinite(to.y)) return;
    const [x0, x1, y0, y1] = [xs.place(from.x), xs.place(to.x), ys.place(from.y), ys.place(to.y)];
    const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
    for (let i = 0; i <= steps; i++) {
      const x = Math.round(x0 + ((x1 - x0) * i) / steps);
      const y = Math.round(y0 + ((y1 - y0) * i) / steps);
      dots[Math.floor(y / 4)][x >> 1] |= DOTS[3 - (y % 4)][x & 1];
    }
  }

  function rowOf(row: number, marked: ReadonlySet<string>): string {
    const label = labels.find((candidate) => candidate.row === row)?.text ?? "";
    const cells = Array.from(dots[row], (bits, column) =>
      marked.has(`${row} ${column}`) ? MARK : bits === 0 ? " " : String.fromCharCode(BLANK + bits),
    );
    return `${label.padStart(margin)} ${label === "" ? "│" : "┤"}${cells.join("")}`.trimEnd();
  }
}

function axisOf(values: readonly number[], size: number, mayBeLogarithmic: boolean): Axis {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const isLogarithmic = mayBeLogarithmic && low > 0 && high / low > LOGARITHMIC;
  const to = isLogarithmic ? Math.log : (value: number) => value;
  const back = isLogarithmic ? Math.exp : (value: number) => value;
  const span = to(high) - to(low) || 1;
  return {
    isLogarithmic,
    place: (value) => Math.round(((to(value) - to(low)) / span) * (size - 1)),
    at: (place) => back(to(low) + (span * Math.min(size - 1, place)) / (size - 1)),
  };
}

/** `└──────────`, with the first epoch and the last below its ends. */
function axisLine(margin: number, columns: number, xs: Axis): string {
  const last = formatNumber(xs.at(2 * columns - 1), DIGITS);
  return `${" ".repeat(margin)} └0${"─".repeat(Math.max(0, columns - last.length - 1))}${last}`;
}

function legend(margin: number, hasValidation: boolean, isLogarithmic: boolean, width: number): string {
  const parts = [
    "⠤⠤ training loss",
    ...(hasValidation ? [`${MARK} validation`] : []),
    "by epochs",
    ...(isLogarithmic ? ["logarithmic"] : []),
  ];
  const lead = " ".repeat(margin + 2);
  // a narrow terminal says what it has room for
  while (parts.length > 1 && lead.length + parts.join("   ").length > width) parts.pop();
  return `${lead}${parts.join("   ")}`.slice(0, width);
}
