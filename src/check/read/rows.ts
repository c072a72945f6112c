import { isMark } from "./brackets.ts";
import type { Digits } from "./number.ts";
import type { Passage } from "./passage.ts";
import { type Token, tokensOf } from "./token.ts";

/** What stands in one line: equations, and whatever else; with the name of an entry in front. */
export interface Row {
  readonly kind: Passage["kind"];
  readonly tokens: Token[];
  readonly step: number | undefined;
  readonly sample: number | undefined;
  readonly name?: string;
}

type Heading = Pick<Row, "step" | "sample">;

/** A row that can still grow. */
interface Draft extends Row {
  hasRelation: boolean;
  /** Square brackets that are not closed yet. */
  open: number;
  /** How many lines it goes over. */
  lines: number;
}

/** A bracket that is never closed takes no more lines with it. */
const MAX_LINES_OF_LIST = 64;

/** Cuts the passages into rows; what continues an equation joins its row. */
export function rowsOf(text: string, passages: readonly Passage[], digits: Digits): Row[] {
  const rows: Draft[] = [];
  let heading: Heading = { step: undefined, sample: undefined };
  for (const passage of passages) {
    // what comes after an update is rarely of the sample before it
    if (passage.kind === "step") heading = { step: passage.step, sample: undefined };
    else if (passage.kind === "sample") heading = { ...heading, sample: passage.sample };
    else {
      const tokens = tokensOf(text, passage.start, passage.end, digits);
      if (passage.kind === "entry")
        rows.push(
          draft(passage.kind, { ...heading, step: passage.step ?? heading.step }, tokens, passage.name),
        );
      else addRows(rows, passage.kind, heading, tokens);
    }
  }
  return rows;
}

function draft(kind: Row["kind"], heading: Heading, tokens: Token[], name?: string): Draft {
  const empty = { kind, ...heading, tokens: [], hasRelation: false, open: 0, lines: 0 };
  const row: Draft = name === undefined ? empty : { ...empty, name };
  append(row, tokens);
  return row;
}

function append(row: Draft, tokens: readonly Token[]): void {
  for (const token of tokens) {
    row.tokens.push(token);
    if (token.kind === "relation") row.hasRelation = true;
    if (isMark(token, "[")) row.open++;
    if (isMark(token, "]")) row.open--;
  }
  row.lines++;
}

function addRows(rows: Draft[], kind: Row["kind"], heading: Heading, tokens: readonly Token[]): void {
  let isInside = false;
  for (const line of cut(tokens)) {
    const last = rows.at(-1);
    if (last && continues(last, line, isInside)) append(last, line);
    else rows.push(draft(kind, heading, line));
    isInside = true;
  }
}

/** At the line ends of a display; what has neither a number nor a name is a rule or a decoration. */
function cut(tokens: readonly Token[]): Token[][] {
  const rows: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "break") rows.push([]);
    else rows[rows.length - 1].push(token);
  }
  return rows
    .filter((row) => row.some(({ kind }) => kind !== "mark" && kind !== "relation" && kind !== "other"))
    .map(withoutIndent);
}

/** `& \quad + 0.3`: the room before the rest of a sum separates nothing. */
function withoutIndent(row: Token[]): Token[] {
  const start = row.findIndex((token) => !isMark(token, "&;"));
  return isMark(row[start], "+-*/") ? row.slice(start) : row;
}

/**
 * Does a line go on with the equation before it?
 * @param isInside whether both stand in one display
 */
function continues(before: Draft, line: readonly Token[], isInside: boolean): boolean {
  if (before.kind === "entry") return false;
  const first = line.find((token) => !isMark(token, "&"));
  if (first?.kind === "relation") return true;
  const isTogether = isInside || before.kind === "lines";
  if (!before.hasRelation || !isTogether) return false;
  // in plain lines a minus may be the sign of a new number
  if (isMark(first, isInside ? "+-*/" : "+*/")) return true;
  const last = before.tokens[before.tokens.length - 1];
  if (isMark(last, "+-")) return true;
  if (last.kind === "relation" || isMark(last, "*/")) return beginsWithNumbers(line);
  return before.open > 0 && before.lines < MAX_LINES_OF_LIST;
}

/** Are there no names before the first relation? */
function beginsWithNumbers(line: readonly Token[]): boolean {
  const end = line.findIndex(({ kind }) => kind === "relation");
  return !line.slice(0, end === -1 ? line.length : end).some(({ kind }) => kind === "name");
}
