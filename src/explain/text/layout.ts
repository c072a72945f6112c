import stringWidth from "fast-string-width";

/** Columns that a text takes. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** A line of a worked calculation: `name = formula = numbers = value`, of which parts may be missing. */
export interface Row {
  readonly indent: number;
  readonly name: string;
  readonly formula?: string | undefined;
  readonly numbers?: string | undefined;
  readonly value?: string | undefined;
  /** The printed numbers do not give the printed value exactly. */
  readonly approximate?: boolean;
}

/** A line of words between the rows. */
export type Line = Row | string;

/**
 * Sets rows in columns that stand below one another. Where a formula and its numbers are too long for one line,
 * the numbers stand below the formula; where they are too long even then, every equals sign starts a line.
 */
export function layOut(lines: readonly Line[], width: number): string {
  const rows = lines.filter((line): line is Row => typeof line !== "string");
  const columns = columnsFor(rows, width);
  return lines
    .flatMap((line) => (typeof line === "string" ? wrap(line, width, 4) : setRow(line, columns, width)))
    .map((line) => line.trimEnd())
    .join("\n");
}

/** The width of each column; where formulas have none, the numbers stand below them. */
interface Columns {
  readonly name: number;
  readonly formula: number;
  readonly numbers: number;
}

/** A column's text with its equals sign, and two spaces to the next. */
const part = (text: string | undefined): number => (text === undefined ? 0 : widthOf(text) + 4);
const nameOf = (row: Row): string => `${" ".repeat(row.indent)}${row.name}`;

function columnsFor(rows: readonly Row[], width: number): Columns {
  const widest = (among: readonly Row[], of: (row: Row) => number) => Math.max(0, ...among.map(of));
  const complete = rows.filter((row) => row.value !== undefined);
  const name = 1 + widest(complete, (row) => widthOf(nameOf(row)));
  const room = width - name - 3 - widest(complete, (row) => widthOf(row.value ?? ""));
  const fits = complete.filter((row) => Math.max(part(row.formula), part(row.numbers)) <= room);
  const numbers = widest(
    fits.filter((row) => row.formula !== undefined),
    (row) => part(row.numbers),
  );
  const alone = widest(fits, (row) => (row.formula === undefined ? part(row.numbers) : 0));
  const formulas = fits.map((row) => part(row.formula)).filter((length) => length > 0);
  const beside = formulas.filter((length) => length + numbers <= room);
  const formula = beside.length * 2 < formulas.length ? 0 : Math.max(0, ...beside);
  const under = formula === 0 ? widest(fits, (row) => part(row.numbers ?? row.formula)) : 0;
  return { name, formula, numbers: Math.max(numbers, alone - formula, under) };
}

function setRow(row: Row, { name, formula, numbers }: Columns, width: number): string[] {
  const start = pad(nameOf(row), row.value === undefined ? widthOf(nameOf(row)) + 1 : name);
  const parts = [row.formula, row.numbers].filter((text) => text !== undefined).map((text) => `= ${text}`);
  const value = row.value === undefined ? "" : `${row.approximate ? "≈" : "="} ${signed(row.value)}`;
  const [first = "", second] = parts;
  const whole = formula + numbers;

  const isLong = (text: string, column: number) => widthOf(text) + 2 > column;
  if (value === "") return wrap(start + first, width, widthOf(start) + 2);
  if (second === undefined && !isLong(first, whole)) return [start + pad(first, whole) + value];
  if (second === undefined || isLong(second, formula === 0 ? whole : numbers)) {
    return [...parts, value].flatMap((text, i) =>
      wrap((i === 0 ? start : pad("", name)) + text, width, name + 2),
    );
  }
  if (!isLong(first, formula)) return [start + pad(first, formula) + pad(second, numbers) + value];
  return [...wrap(start + first, width, name + 2), pad("", name + formula) + pad(second, numbers) + value];
}

/** Positive values leave room for the sign that others have. */
function signed(value: string): string {
  return value.startsWith("−") ? value : ` ${value}`;
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

/** Phrases beside one another, as many to a line as there is room for. */
export function besideOrBelow(phrases: readonly string[], width: number): string {
  const gap = "     ";
  const lines: string[] = [];
  for (const phrase of phrases) {
    const last = lines[lines.length - 1];
    if (last !== undefined && widthOf(last + gap + phrase) <= width)
      lines[lines.length - 1] = last + gap + phrase;
    else lines.push(...wrap(phrase, width, 2));
  }
  return lines.join("\n");
}

/** Breaks at spaces; what follows is set in by `hang`. */
export function wrap(text: string, width: number, hang: number): string[] {
  if (widthOf(text) <= width) return [text];
  const lead = /^ */.exec(text)?.[0] ?? "";
  const indent = " ".repeat(Math.min(hang, Math.floor(width / 2)));
  const lines: string[] = [];
  let line = lead;
  let empty = true;
  for (const word of text.slice(lead.length).split(" ")) {
    if (!empty && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
}
