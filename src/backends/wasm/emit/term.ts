import type { Fn, Index, IndexVar } from "../../../graph/expression.ts";
import { positionOf, sizeOf } from "../../../tensor/shape.ts";
import type { Code } from "../assembler/code.ts";
import type { Reduction, Ref, Term } from "../lower/term.ts";
import type { Body } from "./body.ts";
import { Finder } from "./finder.ts";
import { functions } from "./functions.ts";
import type { Lanes } from "./lanes.ts";
import { Accumulator } from "./reduction.ts";

/** What a term is calculated with. */
export interface TermContext {
  readonly body: Body;
  readonly lanes: Lanes;
  /** The number at a reference, or so many neighbours; `reduced` are the positions in the reductions around it. */
  load(ref: Ref, reduced: ReadonlyMap<IndexVar, Code>): Code;
  /** A position as a number. */
  position(at: Index): Code;
}

const nowhere: ReadonlyMap<IndexVar, Code> = new Map();

/** Instructions that leave the number on the stack. */
export function emitTerm(
  context: TermContext,
  term: Term,
  reduced: ReadonlyMap<IndexVar, Code> = nowhere,
): Code {
  const { body, lanes } = context;
  if (typeof term === "number") return lanes.constant(term);
  if ("ref" in term) return context.load(term.ref, reduced);
  if ("reduce" in term) return emitReduction(context, term, reduced);
  if ("mark" in term) {
    return emitMark(lanes, emitTerm(context, term.mark, reduced), context.position(term.at));
  }
  const [first, ...others] = term.args.map((arg) => emitTerm(context, arg, reduced));
  return emitCall(body, lanes, term.fn, first, others);
}

export function emitCall(body: Body, lanes: Lanes, fn: Fn, first: Code, others: readonly Code[]): Code {
  const emit = functions[fn];
  if (others.length === 0)
    return fn === "add" || fn === "mul" || fn === "max" ? first : emit(body, lanes, first, first);
  return others.reduce((result, next) => emit(body, lanes, result, next), first);
}

/** 1 where the number is the position, else 0. */
export function emitMark({ select, compare, constant }: Lanes, number: Code, position: Code): Code {
  return select(compare("eq", number, position), constant(1), constant(0));
}

/** Sums over so few terms are written out. */
const WRITTEN_OUT = 4;

/** Sums and largest numbers, and the place of a number, position by position in order. */
function emitReduction(context: TermContext, term: Reduction, reduced: ReadonlyMap<IndexVar, Code>): Code {
  const { body } = context;
  const { over, of } = term;
  if (term.reduce === "first" && over.every(({ size }) => size <= WRITTEN_OUT)) {
    return emitFirst(context, term, reduced);
  }
  if (term.reduce === "sum" && over.length === 1 && isLong(over[0].size)) {
    return emitLongSum(context, over[0], of, reduced);
  }
  const visit = collector(context, term, reduced);
  const loop = (axis: number, positions: ReadonlyMap<IndexVar, Code>): void => {
    if (axis === over.length) visit.add(emitTerm(context, of, positions));
    else {
      const index = over[axis];
      const next = (at: Code) => loop(axis + 1, new Map([...positions, [index, at]]));
      if (index.size > WRITTEN_OUT) body.repeat(index.size, 1, next);
      else for (let i = 0; i < index.size; i++) next(["i32.const", i]);
    }
  };
  loop(0, reduced);
  return visit.result();
}

/** Sums over so many terms are taken in parts, which do not wait for each other. */
const LONG_SUM = 4096;
const PARTS = 4;

function isLong(size: number): boolean {
  return size >= LONG_SUM && size % PARTS === 0;
}

/** A quarter of the terms after the other, all four at once; then what they are together. */
function emitLongSum(
  context: TermContext,
  index: IndexVar,
  of: Term,
  reduced: ReadonlyMap<IndexVar, Code>,
): Code {
  const { body, lanes } = context;
  const parts = Array.from({ length: PARTS }, () => new Accumulator(body, lanes, "sum"));
  for (const part of parts) part.clear();
  const each = index.size / PARTS;
  body.repeat(each, 1, (at) => {
    for (const [i, part] of parts.entries()) {
      const place: Code = [at, ["i32.const", i * each], ["i32.add"]];
      part.add(emitTerm(context, of, new Map([...reduced, [index, place]])));
    }
  });
  const [first, ...others] = parts;
  for (const other of others) first.join(other);
  return first.result();
}

/** The place of a number among so few that they are written out. */
function emitFirst(
  context: TermContext,
  { over, of, is }: Extract<Reduction, { reduce: "first" }>,
  reduced: ReadonlyMap<IndexVar, Code>,
): Code {
  const { body, lanes } = context;
  const finder = new Finder(body, lanes, emitTerm(context, is, reduced));
  const extents = over.map(({ size }) => size);
  for (let place = sizeOf(extents) - 1; place >= 0; place--) {
    const at = positionOf(extents, place);
    const here = over.map((index, i): [IndexVar, Code] => [index, ["i32.const", at[i]]]);
    finder.lookBefore(emitTerm(context, of, new Map([...reduced, ...here])), place);
  }
  return finder.result();
}

function collector(
  context: TermContext,
  term: Reduction,
  reduced: ReadonlyMap<IndexVar, Code>,
): { add(value: Code): void; result(): Code } {
  const { body, lanes } = context;
  if (term.reduce === "first") {
    const finder = new Finder(body, lanes, emitTerm(context, term.is, reduced));
    return { add: (value) => finder.look(value), result: () => finder.result() };
  }
  const accumulator = new Accumulator(body, lanes, term.reduce);
  accumulator.clear();
  return accumulator;
}
