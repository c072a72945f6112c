import { widthOf, wrap } from "../../explain/text/layout.ts";
import type { FullCatalogue } from "../../locale/catalogue.ts";
import type { CheckingWords } from "../../locale/checking.ts";
import type { Working } from "../claim.ts";
import type { CheckSubject } from "../subject.ts";
import type { Checked } from "../verdict.ts";
import { type Context, contextOf, type Detail } from "./details.ts";
import { type Marks, marksOf, totalMarks } from "./marks.ts";
import { plainText } from "./plain-text.ts";
import { type Row, rowsOf } from "./rows.ts";
import {
  type Entry,
  isForeign,
  linesCarriedFrom,
  type Sheet,
  type Standing,
  sheetOf,
  tallyOf,
} from "./sheet.ts";
import { subjectText } from "./subject-text.ts";

export interface ReportOptions {
  readonly words: FullCatalogue;
  /** Columns of the terminal. */
  readonly width: number;
  /** What the working is called. */
  readonly title: string;
  /** The step that went wrong, without its answer and without what was done instead. */
  readonly hint?: boolean;
  /** Marks for method and accuracy beside every number. */
  readonly marks?: boolean;
  /** Every number, of long workings too. */
  readonly all?: boolean;
  /** How a standing is coloured. */
  paint?(standing: Standing | "title" | "aside", text: string): string;
}

/** Of lines that could not be read. */
const UNREAD = 20;
/** Names and numbers are aligned up to this width. */
const WIDEST = 44;

const signs: Readonly<Record<Standing, string>> = { right: "✓", wrong: "✗", carried: "→", unknown: "?" };

/** A judged working as its author reads it in a terminal: number by number, with what went wrong and how it is done. */
export function workingToText(
  subject: CheckSubject,
  working: Working,
  checked: Checked,
  options: ReportOptions,
): string {
  const sheet = sheetOf(working, checked);
  const context = contextOf(subject, sheet, options.words);
  const parts = [headOf(context, options), linesOf(context, options).join("\n"), footOf(context, options)];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function headOf({ sheet, words }: Context, { title, width, paint }: ReportOptions): string {
  const { checking } = words;
  const tally = checking.tally(tallyOf(sheet)).map(fixed).join(" · ");
  const head = `${plainText(title)}${" ".repeat(Math.max(3, 23 - widthOf(plainText(title))))}${tally}`;
  const isNegative = sheet.checked.recognised?.delta === "-dE/dnet";
  return [
    ...wrap(head, width, 2).map((line, i) => (i === 0 && paint ? paint("title", loose(line)) : loose(line))),
    ...(isNegative ? wrap(checking.negativeDelta, width, 2) : []),
  ].join("\n");
}

function linesOf(context: Context, options: ReportOptions): string[] {
  const { checking } = context.words;
  const rows = rowsOf(context, options);
  const numbers = rows.flatMap((row) => (row.kind === "number" ? [row.entry] : []));
  const columns = {
    label: Math.max(0, ...numbers.map(({ line }) => widthOf(checking.line(line)))),
    subject: Math.min(
      WIDEST,
      Math.max(0, ...numbers.map((entry) => widthOf(subjectText(entry, context.words)))),
    ),
  };
  const aside = (text: string) => `  ${paintOf(options)("aside", text)}`;
  return rows.flatMap((row) => {
    if (row.kind === "right") return [aside(checking.moreRight(row.count))];
    if (row.kind === "more") return [aside(checking.more(row.count, "--all"))];
    return numberLines(row, columns, context, options);
  });
}

interface Columns {
  readonly label: number;
  readonly subject: number;
}

function numberLines(
  { entry, remark, details }: Extract<Row, { kind: "number" }>,
  { label, subject }: Columns,
  context: Context,
  options: ReportOptions,
): string[] {
  const { checking } = context.words;
  const marks = options.marks ? marksText(marksOf(entry, context.formulas)) : "";
  const said = [signs[entry.standing], marks, remark].filter((text) => text !== "");
  const start = `  ${pad(checking.line(entry.line), label)}   ${pad(subjectText(entry, context.words), subject)}`;
  const [first, ...rest] = wrap(`${start}   ${said.join(" ")}`, options.width, label + 5);
  const painted = start + paintOf(options)(entry.standing, first.slice(start.length));
  return [
    first.startsWith(start) ? painted : first,
    ...rest,
    ...details.flatMap((detail) => wrapDetail(detail, options.width, label + 7)),
  ];
}

function wrapDetail({ kind, text }: Detail, width: number, indent: number): string[] {
  const isLong = (part: string) => widthOf(part) + indent + 4 > width;
  // where there is room, a line breaks before an equals sign and nowhere else
  const parts =
    kind === "words" ? [text] : text.split(/ (?=[=≈] )/).map((part) => (isLong(part) ? part : fixed(part)));
  return wrap(`${" ".repeat(indent)}${parts.join(" ")}`, width, indent + 2).map(loose);
}

const NO_BREAK = "\u00a0";

function fixed(text: string): string {
  return text.replaceAll(" ", NO_BREAK);
}

function loose(text: string): string {
  return text.replaceAll(NO_BREAK, " ");
}

function footOf({ sheet, formulas, words }: Context, options: ReportOptions): string {
  const { checking } = words;
  const { firstWrong, entries, working } = sheet;
  const tally = tallyOf(sheet);
  const isComplete = tally.unknown === 0 && working.unread.length === 0;
  const lines = [
    ...working.unread.slice(0, UNREAD).map(({ line, text }) => checking.unread(line, plainText(text, 200))),
    ...(isForeign(sheet) ? [checking.files.nothingRecognised] : []),
    ...(firstWrong ? [whereToStart(firstWrong, sheet, checking)] : []),
    ...(!firstWrong && tally.right > 0 && tally.carried === 0
      ? [isComplete ? checking.allRight : checking.allReadRight]
      : []),
    ...(options.marks && entries.length > 0
      ? [totalText(totalMarks(sheet, formulas), words), checking.marks.legend]
      : []),
  ];
  return lines.flatMap((line) => wrap(line, options.width, 2)).join("\n");
}

function whereToStart(first: Entry, sheet: Sheet, { startAt, startAtFirst }: CheckingWords): string {
  const carried = linesCarriedFrom(sheet, first);
  const isFirstOnPage = sheet.entries.every(
    ({ line, standing }) => line >= first.line || standing !== "wrong",
  );
  return (isFirstOnPage ? startAt : startAtFirst)(first.line, carried);
}

function marksText({ method, accuracy, followThrough, possible }: Marks): string {
  return possible === 0 ? "" : `M${method} ${followThrough > 0 ? "FT" : "A"}${accuracy}`;
}

function totalText(marks: Marks, { checking, colon }: FullCatalogue): string {
  const followed = marks.followThrough > 0 ? ` (${marks.followThrough} FT)` : "";
  const total = `M ${marks.method}/${marks.possible} · A ${marks.accuracy}/${marks.possible}${followed}`;
  return `${checking.marks.total}${colon}${total}`;
}

function paintOf({ paint }: ReportOptions): NonNullable<ReportOptions["paint"]> {
  return paint ?? ((_, text) => text);
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}
