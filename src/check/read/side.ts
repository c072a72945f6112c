import type { Expr } from "../../graph/expression.ts";
import type { Printed } from "../claim.ts";
import { formulaOf } from "./formula.ts";
import { type Formula, Unread } from "./formula-tree.ts";
import { cellsOf } from "./list.ts";
import { withoutNotes } from "./notes.ts";
import type { Token } from "./token.ts";

/** A number as printed, with its sign, and where. */
export interface NumberSide {
  readonly kind: "number";
  readonly printed: Printed;
  readonly at: number;
}

/** Numbers that are calculated with. */
interface ArithmeticSide {
  readonly kind: "arithmetic";
  readonly formula: Expr<Printed>;
}

/** Something with numbers that could not be read. */
interface UnreadSide {
  readonly kind: "unread";
  readonly why: string;
  readonly at: number;
}

/** A vector or a matrix. */
export interface ListSide {
  readonly kind: "list";
  readonly entries: readonly { readonly index: readonly number[]; readonly side: Side }[];
}

/** What stands on one side of an equation. symbolic: with names or dots, or without numbers; nothing to judge in it. */
export type Side =
  | NumberSide
  | ArithmeticSide
  | UnreadSide
  | ListSide
  | { readonly kind: "symbolic" | "blank" };

/** Reads one side; what is wrong with it is part of what it is. */
export function sideOf(written: readonly Token[], source: string): Side {
  const tokens = withoutNotes(written);
  const cells = cellsOf(tokens, source);
  if (!cells) return simpleSide(tokens, source);
  return {
    kind: "list",
    entries: cells.map(({ index, tokens: cell }) => ({ index, side: simpleSide(cell, source) })),
  };
}

function simpleSide(tokens: readonly Token[], source: string): Side {
  if (tokens.length === 0) return { kind: "blank" };
  if (tokens.some(({ kind }) => kind === "name" || kind === "dots") || !tokens.some(isNumber)) {
    return { kind: "symbolic" };
  }
  try {
    return numericSide(formulaOf(tokens, source), tokens, source);
  } catch (error) {
    if (error instanceof Unread) return { kind: "unread", why: error.message, at: error.at };
    throw error;
  }
}

function isNumber({ kind }: Token): boolean {
  return kind === "number" || kind === "constant" || kind === "fault";
}

function numericSide(formula: Formula, tokens: readonly Token[], source: string): Side {
  // without names, every reference is a printed number
  const numeric = formula as Expr<Printed>;
  return printedNumber(numeric, tokens, source) ?? { kind: "arithmetic", formula: numeric };
}

/** A number, and a number with a sign; in brackets or not. */
function printedNumber(
  formula: Expr<Printed>,
  tokens: readonly Token[],
  source: string,
): NumberSide | undefined {
  if (typeof formula === "number") return undefined;
  const number = tokens.find(({ kind }) => kind === "number");
  if (!number) return undefined;
  if ("ref" in formula) return { kind: "number", printed: formula.ref, at: number.at };
  if (!("fn" in formula) || formula.fn !== "neg") return undefined;
  const [inner] = formula.args;
  if (typeof inner === "number" || !("ref" in inner)) return undefined;
  const { at } = tokens.find(({ text }) => text === "-") ?? number;
  const { value, decimals } = inner.ref;
  return { kind: "number", printed: { text: source.slice(at, number.end), value: -value, decimals }, at };
}
