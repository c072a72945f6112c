import type { Claim } from "../claim.ts";
import { isMark, splitAt } from "./brackets.ts";
import { cellsOf } from "./list.ts";
import { cleaned } from "./name.ts";
import { withoutNotes } from "./notes.ts";
import type { Trouble } from "./passage.ts";
import type { Row } from "./rows.ts";
import { type ListSide, type NumberSide, type Side, sideOf } from "./side.ts";
import { stepOfName } from "./step.ts";
import type { Token } from "./token.ts";

/** A claim whose place is still an offset. */
type PlacedClaim = Omit<Claim, "line" | "column"> & { readonly at: number };

/** What the equations of a document say, in their order. */
export interface Equations {
  readonly claims: PlacedClaim[];
  readonly trouble: Trouble[];
}

/** The sides between equality signs. */
interface Chain {
  /** The leftmost side, as written; empty where it is numbers. */
  readonly name: string;
  readonly step: number | undefined;
  readonly at: number;
  readonly sides: readonly Side[];
}

/** A part with an equality sign; and what stands before and behind it between commas. */
interface Group {
  readonly heads: readonly Token[][];
  readonly main: readonly Token[];
  readonly tails: Token[][];
}

/** Longer names are formulas that went astray. */
const MAX_NAME = 300;
/** Numbers, names and marks in one line. */
const MAX_PARTS = 20_000;
const SEVERAL = "expected one number, found several with commas between: write a vector as [0.1, 0.2]";

const WIDE = /\\[;: ]/;
const UNCLEAR = "expected an operator between the number and the name behind it, or a comma";

/** Reads the equations of all rows. */
export function equationsOf(rows: readonly Row[], source: string): Equations {
  const found: Equations = { claims: [], trouble: [] };
  for (const row of rows) {
    const { length } = row.tokens;
    if (length > MAX_PARTS) {
      const text = `expected an equation of at most ${MAX_PARTS} parts, found ${length}`;
      found.trouble.push({ at: row.tokens[0].at, text });
      continue;
    }
    for (const chain of chainsOf(row, source, found.trouble)) addClaims(chain, row.sample, found);
  }
  return found;
}

function chainsOf(row: Row, source: string, trouble: Trouble[]): Chain[] {
  if (row.name !== undefined) {
    const sides = cutAtEquals(row.tokens).map((tokens) => sideOf(tokens, source));
    const name: Side = { kind: "symbolic" };
    return [{ ...stepped(row.name, row.step), at: row.tokens[0]?.at ?? 0, sides: [name, ...sides] }];
  }
  return splitAt(aligned(row.tokens), (token) => isMark(token, ";"))
    .flatMap(groupsOf)
    .flatMap((group) => chainsOfGroup(group, row, source, trouble));
}

/** Without `&`, but for those between two columns of equations, which separate. */
function aligned(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token, i) => {
    if (!isMark(token, "&")) return [token];
    const [before, after] = [tokens[i - 1], tokens[i + 1]];
    return endsValue(before) && beginsValue(after) ? [{ ...token, text: ";" }] : [];
  });
}

function endsValue(token: Token | undefined): boolean {
  return token !== undefined && (isValue(token) || isMark(token, ")]}|"));
}

function beginsValue(token: Token | undefined): boolean {
  return token !== undefined && (isValue(token) || isMark(token, "([{|"));
}

function isValue({ kind }: Token): boolean {
  return kind !== "mark" && kind !== "relation";
}

function groupsOf(statement: readonly Token[]): Group[] {
  const groups: Group[] = [];
  let heads: Token[][] = [];
  for (const part of splitAt(statement, (token) => isMark(token, ","))) {
    const last = groups.at(-1);
    if (cutAtEquals(part).length > 1) {
      groups.push({ heads, main: part, tails: [] });
      heads = [];
    } else if (last && isNumeric(part)) last.tails.push(part);
    else heads.push(part);
  }
  return groups;
}

function isNumeric(part: readonly Token[]): boolean {
  const kinds = new Set(part.map(({ kind }) => kind));
  return kinds.has("number") && !kinds.has("name") && !kinds.has("dots");
}

/** The sides between the equality signs, up to where something else than equality is said. */
function cutAtEquals(tokens: readonly Token[]): Token[][] {
  const [equal] = splitAt(tokens, ({ kind, text }) => kind === "relation" && text === "<");
  return splitAt(equal, ({ kind }) => kind === "relation");
}

function chainsOfGroup(group: Group, row: Row, source: string, trouble: Trouble[]): Chain[] {
  const { heads, main, tails } = group;
  const sides = cutAtEquals(main);
  if (tails.length === 0) return chainsOfSides(sides, row, source);
  // w_1, w_2 = 0.15, 0.20
  if (sides.length === 2 && heads.length === tails.length) {
    const names = [...heads, sides[0]];
    const values = [sides[1], ...tails];
    return names.map((name, i) => chain([name, values[i]], row, source));
  }
  if (isNumeric(sides[sides.length - 1])) trouble.push({ at: tails[0][0].at, text: SEVERAL });
  return [];
}

function chainsOfSides(sides: readonly Token[][], row: Row, source: string): Chain[] {
  const whole = chain(sides, row, source);
  const [first, second] = whole.sides;
  const names = cellsOf(sides[0], source);
  // (w_1, w_2) = (0.15, 0.20)
  if (
    names &&
    first.kind === "list" &&
    second.kind === "list" &&
    first.entries.length === second.entries.length
  ) {
    return names.map(({ tokens }, i) => {
      return {
        ...whole,
        ...nameOf(tokens, row.step, source),
        sides: [first.entries[i].side, second.entries[i].side],
      };
    });
  }
  // 0.3775 = net_h1
  const isTurned =
    sides.length === 2 && first.kind === "number" && sides[1].some(({ kind }) => kind === "name");
  return [isTurned && second.kind === "symbolic" ? chain([sides[1], sides[0]], row, source) : whole];
}

function chain(sides: readonly (readonly Token[])[], row: Row, source: string): Chain {
  const unclear = sides.findIndex((tokens, i) => i > 0 && isUnclear(tokens, row, source));
  const clear = unclear === -1 ? sides : sides.slice(0, unclear);
  const read = clear.map((tokens) => sideOf(tokens, source));
  if (unclear !== -1) read.push({ kind: "unread", why: UNCLEAR, at: sides[unclear][0].at });
  const at = sides.find((tokens) => tokens.length > 0)?.[0].at ?? 0;
  const name =
    read[0].kind === "symbolic" ? nameOf(sides[0], row.step, source) : { name: "", step: row.step };
  return { ...name, at, sides: read };
}

/** `i1 = 0.05 i2 = 0.10`: a name behind a number and a blank may be its factor, or no part of it. */
function isUnclear(written: readonly Token[], row: Row, source: string): boolean {
  const [sign, ...behind] = withoutNotes(written);
  const [number, next, ...rest] = isMark(sign, "-+") ? behind : [sign, ...behind];
  if (number?.kind !== "number" || next === undefined) return false;
  // in a formula, what stands side by side is multiplied, unless somebody put it apart
  const isApart = row.kind === "lines" ? number.end < next.at : WIDE.test(source.slice(number.end, next.at));
  if (!isApart) return false;
  const isWordy = (token: Token) => token.kind === "name" || isMark(token, "()");
  return [next, ...rest].every(isWordy) && [next, ...rest].some(({ kind }) => kind === "name");
}

function nameOf(
  tokens: readonly Token[],
  step: number | undefined,
  source: string,
): Pick<Chain, "name" | "step"> {
  const text = tokens.length === 0 ? "" : source.slice(tokens[0].at, tokens[tokens.length - 1].end);
  return stepped(text.length > MAX_NAME ? text : cleaned(text), step);
}

function stepped(written: string, otherwise: number | undefined): Pick<Chain, "name" | "step"> {
  const { name, step } = stepOfName(written);
  return { name, step: step ?? otherwise };
}

/** Adds what a chain claims: its numbers are values of its name, and results of the arithmetic before them. */
function addClaims(
  { name, step, at, sides }: Chain,
  sample: number | undefined,
  { claims, trouble }: Equations,
): void {
  if (name.length > MAX_NAME) {
    trouble.push({ at, text: `expected a name of at most ${MAX_NAME} characters, found ${name.length}` });
    return;
  }
  const placed = { ...(step !== undefined && { step }), ...(sample !== undefined && { sample }) };
  const value = (of: string, { printed, at: place }: NumberSide) =>
    claims.push({ name: of, kind: "value", claimed: printed, ...placed, at: place });
  sides.forEach((side, i) => {
    const before = sides[i - 1];
    if (side.kind === "unread") trouble.push({ at: side.at, text: side.why });
    if (i === 0) return;
    if (side.kind === "list" && name !== "") addEntries(name, side, value, trouble);
    if (side.kind !== "number") return;
    if (name !== "") value(name, side);
    if (before.kind === "blank")
      trouble.push({ at: side.at, text: "expected a name or a calculation before =" });
    if (before.kind !== "arithmetic") return;
    claims.push({
      name,
      kind: "arithmetic",
      claimed: side.printed,
      arithmetic: before.formula,
      ...placed,
      at: side.at,
    });
  });
}

function addEntries(
  name: string,
  { entries }: ListSide,
  value: (name: string, side: NumberSide) => void,
  trouble: Trouble[],
): void {
  for (const { index, side } of entries) {
    if (side.kind === "number") value(`${name}[${index.join(",")}]`, side);
    if (side.kind === "unread") trouble.push({ at: side.at, text: side.why });
  }
}
