import type { Element, Expr, Fn, Index, IndexVar } from "../../../graph/expression.ts";
import type { Node } from "../../../graph/node.ts";
import { elementOf } from "../../../graph/reading.ts";
import { axesOf, keptAxes } from "../../../ops/axes.ts";
import { largest } from "../../../ops/largest.ts";
import { reshape } from "../../../ops/reshape.ts";
import { unview } from "../../../ops/unview.ts";
import { placesReading, view } from "../../../ops/view.ts";
import { type Shape, stridesOf } from "../../../tensor/shape.ts";
import { UnsupportedError } from "../unsupported.ts";
import { affine } from "./affine.ts";
import { isAssembled, partAt } from "./assemble.ts";
import { mapOfNode, placeRead, rootOf, splitPlace } from "./moving.ts";
import { firstPlace, mark } from "./places.ts";

/** An element of a node; `as`: of a node that is read in another shape than its own. */
export interface Ref extends Element {
  readonly as?: Shape;
}

/** How an element is calculated: an expression of the graph, where reductions are loops. */
export type Term =
  | number
  | { readonly ref: Ref }
  | { readonly fn: Fn; readonly args: readonly Term[] }
  | { readonly reduce: "sum" | "max"; readonly over: readonly IndexVar[]; readonly of: Term }
  /** Where, counted over the indices, the first number is that `is` one; −1 where none is. */
  | { readonly reduce: "first"; readonly over: readonly IndexVar[]; readonly of: Term; readonly is: Term }
  /** 1 where the number is the position `at`, else 0. */
  | { readonly mark: Term; readonly at: Index };

export type Reduction = Extract<Term, { reduce: string }>;

/** The element of a node, over elements of its inputs. */
export function termOf(node: Node, at: readonly Index[]): Term {
  const [x] = node.inputs;
  if (isAssembled(node)) {
    const ref = partAt(node, at as number[]);
    return ref ? { ref } : 0;
  }
  switch (node.op) {
    case largest: {
      const { over, place } = rivals(node, at);
      return { reduce: "max", over, of: { ref: { node: x.id, at: place } } };
    }
    case firstPlace: {
      const { over, place } = rivals(node, at);
      const is: Term = { ref: { node: node.inputs[1].id, at } };
      return { reduce: "first", over, of: { ref: { node: x.id, at: place } }, is };
    }
    case mark:
      return markAt(node, at);
    case view:
      if (at.every((index) => typeof index === "number")) break;
      return { ref: { node: x.id, at: placeRead(mapOfNode(node), at) } };
    case reshape: {
      if (at.every((index) => typeof index === "number")) break;
      const place = splitPlace(x.shape, node.shape, at);
      return { ref: place ? { node: x.id, at: place } : { node: rootOf(x).id, at, as: node.shape } };
    }
    case unview:
      // over the positions of the view, from which it is added up
      if (at.length !== node.shape.length || !at.every((index) => typeof index === "number")) {
        return { ref: { node: x.id, at } };
      }
      // of a frame, what nobody moves to is not 0
      return placesReading(x.shape, mapOfNode(node), at as number[]).length === 0
        ? (mapOfNode(node).outside ?? 0)
        : fromExpr(elementOf(node, at), node.op.name);
  }
  return fromExpr(elementOf(node, at), node.op.name);
}

/** The positions among which one is chosen. */
function rivals(node: Node, at: readonly Index[]): { over: IndexVar[]; place: Index[] } {
  const { shape } = node.inputs[0];
  const axes = [...axesOf(node)].sort((a, b) => a - b);
  const over = axes.map((axis, i): IndexVar => ({ index: "abcdefgh"[i] ?? `a${i}`, size: shape[axis] }));
  let kept = 0;
  const place = shape.map((_, axis): Index => over[axes.indexOf(axis)] ?? at[kept++]);
  return { over, place };
}

function markAt(node: Node, at: readonly Index[]): Term {
  const axes = [...axesOf(node)].sort((a, b) => a - b);
  const strides = stridesOf(axes.map((axis) => node.shape[axis]));
  const own = keptAxes(node.shape, axes).map((axis) => at[axis]);
  const position = affine(
    0,
    axes.map((axis, i) => ({ index: at[axis], times: strides[i] })),
  );
  return { mark: { ref: { node: node.inputs[0].id, at: own } }, at: position };
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
export function mapTermRefs(term: Term, replace: (ref: Ref) => Term | undefined): Term {
  if (typeof term === "number") return term;
  if ("ref" in term) return replace(term.ref) ?? term;
  if ("fn" in term) return { fn: term.fn, args: term.args.map((arg) => mapTermRefs(arg, replace)) };
  if ("mark" in term) return { ...term, mark: mapTermRefs(term.mark, replace) };
  const of = mapTermRefs(term.of, replace);
  return term.reduce === "first" ? { ...term, of, is: mapTermRefs(term.is, replace) } : { ...term, of };
}

export function termRefs(term: Term): Ref[] {
  if (typeof term === "number") return [];
  if ("ref" in term) return [term.ref];
  if ("fn" in term) return term.args.flatMap(termRefs);
  if ("mark" in term) return termRefs(term.mark);
  return term.reduce === "first" ? [...termRefs(term.of), ...termRefs(term.is)] : termRefs(term.of);
}

/** The positions that the term compares with numbers. */
export function marksIn(term: Term): Index[] {
  if (typeof term === "number" || "ref" in term) return [];
  if ("fn" in term) return term.args.flatMap(marksIn);
  return "mark" in term ? [term.at] : marksIn(term.of);
}

/** How many operations one element takes, about. */
export function operationsIn(term: Term): number {
  if (typeof term === "number" || "ref" in term) return 1;
  if ("fn" in term) return 1 + term.args.reduce<number>((sum, arg) => sum + operationsIn(arg), 0);
  if ("mark" in term) return 2 + operationsIn(term.mark);
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
  if ("mark" in term) {
    const at = typeof term.at === "number" ? term.at : term.at.index;
    return `(${termToText(term.mark)} is ${at})`;
  }
  return `${term.reduce}_${term.over.map(({ index }) => index).join()} ${termToText(term.of)}`;
}
