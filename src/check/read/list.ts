import { closeOf, isMark, splitAt } from "./brackets.ts";
import type { Token } from "./token.ts";

/** What stands at a place of a vector or a matrix; places count from 1. */
export interface Cell {
  readonly index: readonly number[];
  readonly tokens: readonly Token[];
}

const TRANSPOSED = /^(?:\^\s?\{?\s?(?:T|t|\\top|\\intercal)\s?\}?|['′ᵀ⊤])$/u;
/** A list of lists of lists is none that is judged. */
const MAX_LEVELS = 2;

/** The cells of `[0.59, 0.60]`, `[[0.1, 0.2], [0.3, 0.4]]`, `[1 2; 3 4]` or a matrix of TeX; undefined if it is no list. */
export function cellsOf(
  tokens: readonly Token[],
  source: string,
  levels: number = MAX_LEVELS,
): Cell[] | undefined {
  if (levels === 0 || !isMark(tokens[0], "[(")) return undefined;
  const close = closeOf(tokens, 0);
  if (close < 1) return undefined;
  const behind =
    close + 1 < tokens.length ? source.slice(tokens[close].end, tokens[tokens.length - 1].end).trim() : "";
  if (behind !== "" && !TRANSPOSED.test(behind)) return undefined;
  const rows = rowsOf(tokens.slice(1, close));
  const isOne = rows.length === 1 && rows[0].length === 1;
  if (rows.length === 0 || (isOne && (isMark(tokens[0], "(") || !isOneCell(rows[0][0])))) return undefined;
  const cells = numbered(rows, source, levels);
  return behind === "" ? cells : cells.map((cell) => ({ ...cell, index: cell.index.toReversed() }));
}

function numbered(rows: readonly Token[][][], source: string, levels: number): Cell[] {
  if (rows.every((row) => row.length === 1) || rows.length === 1) {
    return rows.flat().flatMap((cell, i) => inside(cell, i + 1, source, levels));
  }
  return rows.flatMap((row, i) => row.map((tokens, j) => ({ index: [i + 1, j + 1], tokens })));
}

/** The cells of a cell that is a list itself; or the cell. */
function inside(tokens: Token[], place: number, source: string, levels: number): Cell[] {
  const cells = cellsOf(tokens, source, levels - 1);
  return cells
    ? cells.map((cell) => ({ ...cell, index: [place, ...cell.index] }))
    : [{ index: [place], tokens }];
}

function rowsOf(tokens: readonly Token[]): Token[][][] {
  const rows = splitAt(tokens, (token) => isMark(token, ";")).filter((row) => row.length > 0);
  const hasCommas = rows.map((row) => splitAt(row, (token) => isMark(token, ",")));
  if (hasCommas.every((row) => row.length === 1)) return rows.map(splitAtBlanks);
  return hasCommas.map((row) => row.filter((cell) => cell.length > 0)).filter((row) => row.length > 0);
}

/** `[0.59 -0.60]`: a blank separates, where there are no commas. */
function splitAtBlanks(row: readonly Token[]): Token[][] {
  const begins = new Set(row.filter((_, i) => isBeginning(row, i)));
  const cells: Token[][] = [[]];
  let depth = 0;
  for (const token of row) {
    if (depth === 0 && begins.has(token)) cells.push([]);
    cells[cells.length - 1].push(token);
    if (isMark(token, "[({")) depth++;
    if (isMark(token, "])}")) depth--;
  }
  return cells;
}

function isBeginning(row: readonly Token[], i: number): boolean {
  const [before, token, next] = [row[i - 1], row[i], row[i + 1]];
  if (before?.kind !== "number" && !isMark(before, "]")) return false;
  if (token.kind === "number" || isMark(token, "[")) return true;
  const isSign = isMark(token, "-+") && next?.kind === "number";
  return isSign && before.end < token.at && token.end === next.at;
}

/** A number or a list, and no arithmetic in square brackets. */
function isOneCell(cell: readonly Token[]): boolean {
  return (
    isMark(cell[0], "[") ||
    cell.every((token) => token.kind === "number" || token.kind === "name" || isMark(token, "-+"))
  );
}
