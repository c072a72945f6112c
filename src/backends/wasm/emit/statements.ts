import type { Element, IndexVar } from "../../../graph/expression.ts";
import { stridesOf } from "../../../tensor/shape.ts";
import type { Code } from "../assembler/code.ts";
import type { Statement } from "../lower/kernel.ts";
import type { Body } from "./body.ts";
import type { Lanes } from "./lanes.ts";
import { type Access, accessOf, addUp, type Places, timesOf } from "./places.ts";
import { emitTerm } from "./term.ts";

/** Where the loops around the statements stand. */
export interface Positions {
  /** How far, in bytes, the loops have moved an access: terms of a sum. */
  parts(access: Access): Code[];
  /** Are the numbers of the lanes neighbours there? Otherwise all lanes read the same one. */
  isNeighbour(access: Access): boolean;
}

/** What statements are calculated over. */
export interface Statements {
  readonly indices: readonly IndexVar[];
  readonly shape: readonly number[];
  readonly statements: readonly Statement[];
}

/**
 * Calculates all statements at one position, then stores: a state that is replaced on the spot has then been read.
 * @param known results that are there already, by node
 */
export function emitStatements(
  body: Body,
  lanes: Lanes,
  { indices, shape, statements }: Statements,
  places: Places,
  positions: Positions,
  known: ReadonlyMap<number, Code> = new Map(),
): void {
  const values = new Map(known);
  const load = (ref: Element, reduced: ReadonlyMap<IndexVar, Code>): Code => {
    const value = values.get(ref.node);
    if (value) return value;
    const access = accessOf(ref, indices, places);
    const address = addUp([
      ...positions.parts(access),
      ...access.inner.flatMap(({ index, stride }) =>
        timesOf(reduced.get(index) as Code, stride * lanes.bytes),
      ),
    ]);
    const offset = access.place.address + access.start * lanes.bytes;
    return positions.isNeighbour(access) ? lanes.load(address, offset) : lanes.loadSplat(address, offset);
  };
  for (const { node, term } of statements) {
    if (!values.has(node.id)) {
      values.set(node.id, body.let(lanes.type, emitTerm({ body, lanes, load }, term)));
    }
  }
  for (const { node, isStored } of statements) {
    const place = places.get(node.id);
    if (!isStored || !place) continue;
    const own = { place, strides: stridesOf(shape), inner: [], start: 0 };
    const address = addUp(positions.parts(own));
    body.emit(lanes.store(address, values.get(node.id) as Code, place.address));
  }
}
