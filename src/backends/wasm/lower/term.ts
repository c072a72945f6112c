import type { Element, Expr, Fn, Index, IndexVar } from "../../../graph/expression.ts";
import type { Node } from "../../../graph/node.ts";
import { elementOf } from "../../../graph/reading.ts";
import { largest } from "../../../ops/largest.ts";
import { UnsupportedError } from "../unsupported.ts";

/** How an element is calculated: an expression of the graph, where reductions are loops. */
export type Term =
  | number
  | { readonly ref: Element }
  | { readonly fn: Fn; readonly args: readonly Term[] }
  | { readonly reduce: "sum" | "max"; readonly over: readonly IndexVar[]; readonly of: Term };

/** The element of a node, over elements of its inputs. */
export function termOf(node: Node, at: readonly Index[]): Term {
  if (node.op !== largest) return fromExpr(elementOf(node, at), node.op.name);
  const [x] = node.inputs;
  const k: IndexVar = { index: "k", size: x.shape[1] };
  return { reduce: "max", over: [k], of: { ref: { node: x.id, at: [at[0], k] } } };
}

function fromExpr(expr: Expr, op: string): Term {
  if (typeof expr === "number") return expr;
  if ("ref" in expr) {
    if (expr.ref.of)
      throw new UnsupportedError(`${op}: expected an element of values, found a gradient in it`);
    return expr;
  }
  if ("fn" in expr) return { fn: expr.fn, args: expr.args.map((arg) => fromExpr(arg, op)) };
  return { reduce: "sum", over: expr.sum, of: fromExpr(expr.of, op) };
}

/** Replaces references; those for which `replace` answers undefined stay. */
export function mapTermRefs(term: Term, replace: (ref: Element) => Term | undefined): Term {
  if (typeof term === "number") return term;
  if ("ref" in term) return replace(term.ref) ?? term;
  if ("fn" in term) return { fn: term.fn, args: term.args.map((arg) => mapTermRefs(arg, replace)) };
  return { ...term, of: mapTermRefs(term.of, replace) };
}

export function termRefs(term: Term): Element[] {
  if (typeof term === "number") return [];
  if ("ref" in term) return [term.ref];
  return "fn" in term ? term.args.flatMap(termRefs) : termRefs(term.of);
}

/** How many operations one element takes, about. */
export function operationsIn(term: Term): number {
  if (typeof term === "number" || "ref" in term) return 1;
  if ("fn" in term) return 1 + term.args.reduce<number>((sum, arg) => sum + operationsIn(arg), 0);
  return term.over.reduce((times, { size }) => times * size, 1) * operationsIn(term.of);
}

/** For people to read: `max(add(%3[i, j], %1[j]), 0)`. */
export function termToText(term: Term): string {
  if (typeof term === "number") return String(term);
  if ("ref" in term) {
    const at = term.ref.at.map((index) => (typeof index === "number" ? index : index.index));
    return `%${term.ref.node}[${at.join(", ")}]`;
  }
  if ("fn" in term) return `${term.fn}(${term.args.map(termToText).join(", ")})`;
  return `${term.reduce}_${term.over.map(({ index }) => index).join()} ${termToText(term.of)}`;
}
