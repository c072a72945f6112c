import type { Element, Fn, IndexVar } from "../../../graph/expression.ts";
import type { Code } from "../assembler/code.ts";
import type { Term } from "../lower/term.ts";
import type { Body } from "./body.ts";
import { functions } from "./functions.ts";
import type { Lanes } from "./lanes.ts";
import { Accumulator } from "./reduction.ts";

/** What a term is calculated with. */
export interface TermContext {
  readonly body: Body;
  readonly lanes: Lanes;
  /** The number at a reference, or so many neighbours; `reduced` are the positions in the reductions around it. */
  load(ref: Element, reduced: ReadonlyMap<IndexVar, Code>): Code;
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
  const [first, ...others] = term.args.map((arg) => emitTerm(context, arg, reduced));
  return emitCall(body, lanes, term.fn, first, others);
}

export function emitCall(body: Body, lanes: Lanes, fn: Fn, first: Code, others: readonly Code[]): Code {
  const emit = functions[fn];
  if (others.length === 0)
    return fn === "add" || fn === "mul" || fn === "max" ? first : emit(body, lanes, first, first);
  return others.reduce((result, next) => emit(body, lanes, result, next), first);
}

/** Sums and largest numbers, position by position in order. */
function emitReduction(
  context: TermContext,
  { reduce, over, of }: Extract<Term, { reduce: string }>,
  reduced: ReadonlyMap<IndexVar, Code>,
): Code {
  const { body, lanes } = context;
  const accumulator = new Accumulator(body, lanes, reduce);
  accumulator.clear();
  const loop = (axis: number, positions: ReadonlyMap<IndexVar, Code>): void => {
    if (axis === over.length) accumulator.add(emitTerm(context, of, positions));
    else {
      const index = over[axis];
      body.repeat(index.size, 1, (at) => loop(axis + 1, new Map([...positions, [index, at]])));
    }
  };
  loop(0, reduced);
  return accumulator.result();
}
