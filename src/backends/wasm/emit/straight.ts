import type { Element, Index, IndexVar } from "../../../graph/expression.ts";
import { coneOf } from "../../../graph/graph.ts";
import type { Node } from "../../../graph/node.ts";
import { broadcast } from "../../../ops/broadcast.ts";
import { constant } from "../../../ops/constant.ts";
import { offsetOf, positionOf, sizeOf } from "../../../tensor/shape.ts";
import type { Code } from "../assembler/code.ts";
import { partsOf } from "../lower/affine.ts";
import { isLeaf, isProduct } from "../lower/reading.ts";
import { operationsIn, type Reduction, type Term, termOf } from "../lower/term.ts";
import { isWhole } from "../lower/whole.ts";
import type { Body } from "./body.ts";
import { Finder } from "./finder.ts";
import type { Lanes } from "./lanes.ts";
import { Accumulator } from "./reduction.ts";
import { emitCall, emitMark } from "./term.ts";

/** Programs of up to so many operations on single numbers are written out, without loops. */
const MOST_OPERATIONS = 4000;

/**
 * Is what the nodes need so little that it can be written out? Products are rounded in their own way, and are not; nor is
 * what reads its inputs as a whole.
 */
export function isHandSized(results: readonly Node[]): boolean {
  let operations = 0;
  for (const node of coneOf(results)) {
    if (isProduct(node) || isWhole(node)) return false;
    const size = sizeOf(node.shape);
    if (size > MOST_OPERATIONS) return false;
    if (isLeaf(node) || node.op === constant || node.op === broadcast || size === 0) operations += size;
    else
      operations +=
        size *
        operationsIn(
          termOf(
            node,
            node.shape.map(() => 0),
          ),
        );
    if (operations > MOST_OPERATIONS) return false;
  }
  return true;
}

/** The number of each element of a node, as instructions without effect. */
export type Elements = Map<number, readonly Code[]>;

/** Calculates all that the results need, every number in a local of its own; `elements` has the leaves already. */
export function emitStraight(body: Body, lanes: Lanes, results: readonly Node[], elements: Elements): void {
  for (const node of coneOf(results)) {
    if (elements.has(node.id)) continue;
    const isCopy = node.op === broadcast || node.op === constant;
    const numbers = Array.from({ length: sizeOf(node.shape) }, (_, offset) => {
      const at = positionOf(node.shape, offset);
      const code = new StraightTerm(body, lanes, node, elements).emit(termOf(node, at), new Map());
      return isCopy ? code : body.let(lanes.type, code);
    });
    elements.set(node.id, numbers);
  }
}

/** One element, with its reductions written out. */
class StraightTerm {
  readonly #body: Body;
  readonly #lanes: Lanes;
  readonly #inputs: ReadonlyMap<number, Node>;
  readonly #elements: Elements;

  constructor(body: Body, lanes: Lanes, { inputs }: Node, elements: Elements) {
    this.#body = body;
    this.#lanes = lanes;
    this.#inputs = new Map(inputs.map((input) => [input.id, input]));
    this.#elements = elements;
  }

  emit(term: Term, positions: ReadonlyMap<IndexVar, number>): Code {
    if (typeof term === "number") return this.#lanes.constant(term);
    if ("ref" in term) return this.#number(term.ref, positions);
    if ("reduce" in term) return this.#reduction(term, positions);
    if ("mark" in term) {
      return emitMark(
        this.#lanes,
        this.emit(term.mark, positions),
        this.#lanes.constant(placeOf(term.at, positions)),
      );
    }
    const [first, ...others] = term.args.map((arg) => this.emit(arg, positions));
    return emitCall(this.#body, this.#lanes, term.fn, first, others);
  }

  #number({ node, at }: Element, positions: ReadonlyMap<IndexVar, number>): Code {
    const input = this.#inputs.get(node);
    const numbers = this.#elements.get(node);
    if (!input || !numbers) throw new Error(`%${node} is read, but is not an input`);
    const place = at.map((index) => placeOf(index, positions));
    return numbers[offsetOf(input.shape, place)];
  }

  #reduction(term: Reduction, outer: ReadonlyMap<IndexVar, number>): Code {
    const { over, of } = term;
    if (term.reduce === "first") return this.#first(term, outer);
    const accumulator = new Accumulator(this.#body, this.#lanes, term.reduce);
    let isFirst = true;
    const walk = (axis: number, positions: ReadonlyMap<IndexVar, number>): void => {
      if (axis < over.length) {
        for (let i = 0; i < over[axis].size; i++) walk(axis + 1, new Map([...positions, [over[axis], i]]));
      } else if (isFirst) {
        isFirst = false;
        accumulator.start(this.emit(of, positions));
      } else accumulator.add(this.emit(of, positions));
    };
    walk(0, outer);
    return accumulator.result();
  }

  #first(
    { over, of, is }: Extract<Reduction, { reduce: "first" }>,
    outer: ReadonlyMap<IndexVar, number>,
  ): Code {
    const finder = new Finder(this.#body, this.#lanes, this.emit(is, outer));
    const extents = over.map(({ size }) => size);
    for (let place = sizeOf(extents) - 1; place >= 0; place--) {
      const at = positionOf(extents, place);
      const positions = new Map([...outer, ...over.map((index, i) => [index, at[i]] as const)]);
      finder.lookBefore(this.emit(of, positions), place);
    }
    return finder.result();
  }
}

function placeOf(index: Index, positions: ReadonlyMap<IndexVar, number>): number {
  const { offset, terms } = partsOf(index);
  return terms.reduce((sum, term) => sum + term.times * (positions.get(term.index) as number), offset);
}
