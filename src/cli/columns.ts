import { type ColumnReport, formatIsoDate, type PreparedData, unseenWarnings, widthOf } from "../index.ts";

/** More columns than these are told together, as far as they are alike. */
const MOST_LINES = 16;
const LONGEST_NAME = 24;
const MOST_WARNINGS = 5;

/** What the columns of the training part hold: a line for each column, or for several that are numbers. */
export function columnsText(columns: readonly ColumnReport[], width: number): string[] {
  const rows = columns.length > MOST_LINES ? together(columns) : columns.map(rowOf);
  const shown = rows.length > MOST_LINES ? [...rows.slice(0, MOST_LINES - 2), ...rows.slice(-1)] : rows;
  const names = Math.max(...shown.map(({ name }) => widthOf(name)));
  const kinds = Math.max(...shown.map(({ kind }) => kind.length));
  const lines = shown.map(({ name, kind, holds, missing }) => {
    const start = `  ${name}${" ".repeat(names - widthOf(name))}  ${kind.padEnd(kinds)}  `;
    const room = width - widthOf(start) - (missing === "" ? 0 : widthOf(missing) + 2);
    return `${start}${cut(holds, Math.max(room, 8))}${missing === "" ? "" : `  ${missing}`}`;
  });
  const left = rows.length - shown.length;
  return left > 0 ? [...lines.slice(0, -1), `  … ${left} more`, ...lines.slice(-1)] : lines;
}

/** What is to be said of levels that the training part does not have. */
export function unseenText({ unseen }: PreparedData): string[] {
  const lines = unseenWarnings(unseen.slice(0, MOST_WARNINGS)).map((line) => `warning: ${line}`);
  const left = unseen.length - lines.length;
  return left > 0 ? [...lines, `warning: … and ${left} more such levels`] : lines;
}

interface Row {
  readonly name: string;
  readonly kind: string;
  readonly holds: string;
  readonly missing: string;
}

function rowOf(column: ColumnReport): Row {
  const { kind, role, width, missing } = column;
  return {
    name: cut(visibleName(column.name), LONGEST_NAME),
    kind: role === "label" ? "label" : width > 1 && kind === "number" ? `${width} numbers` : kind,
    holds: holdsText(column),
    missing: missing === 0 ? "" : `${missing.toLocaleString("en")} missing${filledText(column)}`,
  };
}

function holdsText({ kind, levels, range }: ColumnReport): string {
  if (levels) return `${levels.length}: ${levels.map(visibleName).join(", ")}`;
  if (!range) return "";
  return range.map((value) => valueText(kind, value)).join(" … ");
}

function filledText({ kind, filled, fill }: ColumnReport): string {
  return filled === undefined ? "" : `: ${fill} ${valueText(kind, filled)}`;
}

function valueText(kind: ColumnReport["kind"], value: number): string {
  return kind === "date" ? formatIsoDate(value) : String(Number(value.toPrecision(6))).replace("-", "−");
}

/** Numbers that follow each other without missing ones, as one row. */
function together(columns: readonly ColumnReport[]): Row[] {
  const rows: Row[] = [];
  for (let i = 0; i < columns.length; ) {
    let end = i;
    while (end < columns.length && isPlain(columns[end])) end++;
    if (end - i < 2) {
      rows.push(rowOf(columns[i++]));
      continue;
    }
    const run = columns.slice(i, end);
    const range = [
      Math.min(...run.map(({ range }) => range?.[0] ?? 0)),
      Math.max(...run.map(({ range }) => range?.[1] ?? 0)),
    ];
    rows.push({
      name: `${cut(visibleName(run[0].name), LONGEST_NAME / 2 - 2)} … ${cut(visibleName(run[run.length - 1].name), LONGEST_NAME / 2 - 2)}`,
      kind: `${run.length} numbers`,
      holds: range.map((value) => valueText("number", value)).join(" … "),
      missing: "",
    });
    i = end;
  }
  return rows;
}

function isPlain({ kind, role, missing, range, width }: ColumnReport): boolean {
  return kind === "number" && role === "feature" && missing === 0 && range !== undefined && width === 1;
}

/** Names come from files: a terminal must not obey them. */
function visibleName(name: string): string {
  return name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "�");
}

function cut(text: string, room: number): string {
  if (widthOf(text) <= room) return text;
  let shown = "";
  for (const character of text) {
    if (widthOf(shown + character) > room - 1) break;
    shown += character;
  }
  return `${shown}…`;
}
