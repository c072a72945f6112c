import { type Line, linesOf } from "./lines.ts";
import { cleaned } from "./name.ts";
import type { Contents, Passage } from "./passage.ts";
import { columnsOf, stepOf } from "./table.ts";

/** The numbers of a table in CSV: a column of names, one of values, perhaps one of steps; a header is not needed. */
export function contentsOfCsv(text: string): Contents {
  const lines = linesOf(text, 0, text.length).filter(({ start, end }) => start < end);
  if (lines.length === 0) return { text, passages: [] };
  const delimiter = delimiterOf(text.slice(lines[0].start, lines[0].end));
  const [first, ...rest] = lines.map((line) => cellsOf(text, line, delimiter));
  const columns = columnsOf(first.map(({ start, end }) => text.slice(start, end)));
  const { name, value, step } = columns ?? { name: 0, value: 1, step: -1 };
  const rows = columns ? rest : [first, ...rest];
  return { text, passages: rows.flatMap((cells) => entryOf(text, cells[name], cells[value], cells[step])) };
}

function delimiterOf(line: string): string {
  return ["\t", ";"].find((candidate) => line.includes(candidate)) ?? ",";
}

function entryOf(
  text: string,
  name: Line | undefined,
  value: Line | undefined,
  step: Line | undefined,
): Passage[] {
  if (!name || !value || name.start === name.end) return [];
  const written = cleaned(text.slice(name.start, name.end));
  return [{ kind: "entry", name: written, ...value, ...(step && stepOf(text.slice(step.start, step.end))) }];
}

/** The cells of a line, without their quotation marks. */
function cellsOf(text: string, { start, end }: Line, delimiter: string): Line[] {
  const cells: Line[] = [];
  let from = start;
  let isQuoted = false;
  for (let at = start; at <= end; at++) {
    if (at < end && text[at] === '"') isQuoted = !isQuoted;
    else if (at === end || (text[at] === delimiter && !isQuoted)) {
      cells.push(unquoted(text, from, at));
      from = at + 1;
    }
  }
  return cells;
}

function unquoted(text: string, from: number, to: number): Line {
  const written = text.slice(from, to);
  const start = from + written.length - written.trimStart().length;
  const end = Math.max(start, from + written.trimEnd().length);
  return text[start] === '"' && text[end - 1] === '"' && end > start + 1
    ? { start: start + 1, end: end - 1 }
    : { start, end };
}
