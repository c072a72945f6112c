import { widthOf } from "../../explain/text/layout.ts";
import type { FullCatalogue } from "../../locale/catalogue.ts";
import type { MistakeKind } from "../verdict.ts";
import type { CheckedJson } from "./json.ts";
import { plainText } from "./plain-text.ts";

/** One learner's working in a class. */
export interface ClassEntry {
  readonly file: string;
  readonly checked: CheckedJson;
}

/** A mistake, and in how many workings it was the first or one of those behind it. */
export interface CommonMistake {
  readonly kind: MistakeKind;
  readonly files: number;
}

/** The likeliest name of each wrong number, counted once a file; the commonest first. */
export function commonestMistakes(entries: readonly ClassEntry[]): CommonMistake[] {
  const counts = new Map<MistakeKind, number>();
  for (const { checked } of entries) {
    const kinds = new Set(
      checked.claims.flatMap(({ mistakes = [] }) => mistakes.slice(0, 1).map(({ kind }) => kind)),
    );
    for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, files]) => ({ kind, files })).sort((a, b) => b.files - a.files);
}

const COMMONEST = 10;
const LONGEST_FILE = 32;

/** A table for a teacher: a line for each working, and what went wrong most often. */
export function classToText(entries: readonly ClassEntry[], words: FullCatalogue): string {
  const { files, kinds } = words.checking;
  const table = aligned(
    [
      [files.file, files.numbers, files.right, files.marks, files.firstMistake],
      ...entries.map(({ file, checked }) => [
        plainText(file, LONGEST_FILE),
        `${checked.summary.numbers}`,
        `${checked.summary.right}`,
        marksText(checked),
        firstMistakeText(checked, words),
      ]),
    ],
    [false, true, true, true, false],
  );
  const commonest = aligned(
    commonestMistakes(entries)
      .slice(0, COMMONEST)
      .map(({ kind, files: count }) => [`  ${kinds[kind]}`, ` ${files.count(count)}`]),
    [false, false],
  );
  const parts = [table, ...(commonest.length > 0 ? [[files.commonest, ...commonest]] : [])];
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** Cells in columns, those of numbers to the right. */
function aligned(rows: readonly (readonly string[])[], toRight: readonly boolean[]): string[] {
  const widths = toRight.map((_, column) => Math.max(0, ...rows.map((row) => widthOf(row[column]))));
  const pad = (cell: string, column: number) => {
    const room = " ".repeat(widths[column] - widthOf(cell));
    return toRight[column] ? room + cell : cell + room;
  };
  return rows.map((row) => row.map(pad).join("  ").trimEnd());
}

function marksText({ summary: { marks } }: CheckedJson): string {
  return `${marks.method + marks.accuracy}/${2 * marks.possible}`;
}

function firstMistakeText(
  { claims, firstWrong }: CheckedJson,
  { checking, colon, comma }: FullCatalogue,
): string {
  if (claims.every(({ as }) => as === null)) return checking.files.nothingRecognised;
  if (firstWrong === null) return checking.files.none;
  const wrong = claims.find(({ line, verdict }) => line === firstWrong.line && verdict === "wrong");
  const [mistake] = wrong?.mistakes ?? [];
  const place = `${checking.line(firstWrong.line)}${comma}${plainText(firstWrong.name)}`;
  return mistake ? `${place}${colon}${checking.kinds[mistake.kind]}` : place;
}
