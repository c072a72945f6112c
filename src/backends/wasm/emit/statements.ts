import type { Index, IndexVar } from "../../../graph/expression.ts";
import { stridesOf } from "../../../tensor/shape.ts";
import type { Code } from "../assembler/code.ts";
import { partsOf } from "../lower/affine.ts";
import type { Statement } from "../lower/kernel.ts";
import type { Ref } from "../lower/term.ts";
import type { Body } from "./body.ts";
import type { Lanes } from "./lanes.ts";
import { type Access, accessOf, addUp, type Places, timesOf } from "./places.ts";
import { emitTerm } from "./term.ts";

/** The same number in all lanes; neighbours; of neighbours every other one; each number in two lanes. */
type Spread = "same" | "neighbours" | "every other" | "pairs";

/** Where the loops around the statements stand. */
export interface Positions {
  /** How far, in bytes, the loops have moved an access: terms of a sum. */
  parts(access: Access): Code[];
  /** How much of it is known when the instructions are written. Default: nothing. */
  known?(access: Access): number;
  /** How the numbers of the lanes lie there. */
  spread(access: Access): Spread;
  /** Where an index of the kernel stands; for marks. "lanes": at 0 and 1 in turn. */
  index?(index: IndexVar): Code | "lanes";
}

/** What statements are calculated over. */
export interface Statements {
  readonly indices: readonly IndexVar[];
  readonly shape: readonly number[];
  readonly statements: readonly Statement[];
}

/** Calculates all statements at one position, then stores: a state that is replaced on the spot has then been read. */
export function emitStatements(
  body: Body,
  lanes: Lanes,
  statements: Statements,
  places: Places,
  positions: Positions,
): void {
  body.emit(...emitCalculation(body, lanes, statements, places, positions));
}

/**
 * Calculates all statements at one position.
 * @param known results that are there already, by node
 * @returns what stores the results, for the caller to emit behind all that reads what was there before
 */
export function emitCalculation(
  body: Body,
  lanes: Lanes,
  { indices, shape, statements }: Statements,
  places: Places,
  positions: Positions,
  known: ReadonlyMap<number, Code> = new Map(),
): Code[] {
  const values = new Map(known);
  const before = new Map<string, Code>();
  /** What has been read is not read again: stores come when all is calculated. */
  const loaded = (address: Code, offset: number, spread: Spread): Code => {
    const key = `${JSON.stringify(address)} ${offset} ${spread}`;
    const value = before.get(key) ?? body.let(lanes.type, loadAs(body, lanes, spread, address, offset));
    before.set(key, value);
    return value;
  };
  const load = (ref: Ref, reduced: ReadonlyMap<IndexVar, Code>): Code => {
    const value = ref.as ? undefined : values.get(ref.node);
    if (value) return value;
    const access = accessOf(ref, indices, places);
    const inner = access.inner.flatMap(({ index, stride }) =>
      timesOf(reduced.get(index) as Code, stride * lanes.bytes),
    );
    const [address, offset] = addressOf(access, [...positions.parts(access), ...inner], positions, lanes);
    return loaded(address, offset, positions.spread(access));
  };
  const position = (at: Index) => positionCode(at, lanes, positions);
  const results = statements.map(({ node, term, to }): Code => {
    // what goes elsewhere may be one of several parts of its node, and nobody reads it here
    const there = to ? known.get(node.id) : values.get(node.id);
    const value = there ?? body.let(lanes.type, emitTerm({ body, lanes, load, position }, term));
    if (!to) values.set(node.id, value);
    return value;
  });
  return statements.flatMap(({ node, isStored, to }, i): Code[] => {
    const place = places.get(node.id);
    if (!isStored || !place) return [];
    const own = { place, strides: to?.strides ?? stridesOf(shape), inner: [], start: to?.start ?? 0 };
    const [address, offset] = addressOf(own, positions.parts(own), positions, lanes);
    const value = results[i];
    const at = to?.isAdding ? body.let("i32", address) : address;
    return [
      lanes.store(at, to?.isAdding ? lanes.binary("add", lanes.load(at, offset), value) : value, offset),
    ];
  });
}

function loadAs(body: Body, lanes: Lanes, spread: Spread, address: Code, offset: number): Code {
  switch (spread) {
    case "same":
      return lanes.loadSplat(address, offset);
    case "neighbours":
      return lanes.load(address, offset);
    case "every other":
      return lanes.loadEveryOther(body, address, offset);
    case "pairs":
      return lanes.loadPairs(address, offset);
  }
}

/** The part of an address that is calculated, and the part that stands in the instruction, which must not be below 0. */
function addressOf(
  access: Access,
  parts: readonly Code[],
  positions: Positions,
  lanes: Lanes,
): [address: Code, offset: number] {
  const start = access.place.address + access.start * lanes.bytes + (positions.known?.(access) ?? 0);
  const isFalling = [...access.strides, ...access.inner.map(({ stride }) => stride)].some(
    (stride) => stride < 0,
  );
  return isFalling ? [addUp([...parts, ["i32.const", start]]), 0] : [addUp(parts), start];
}

function positionCode(at: Index, lanes: Lanes, { index }: Positions): Code {
  const { offset, terms } = partsOf(at);
  const moving: Code[] = [];
  let still = offset;
  let alternating = 0;
  for (const term of terms) {
    const code = index?.(term.index);
    if (code === "lanes") {
      alternating += term.times;
      continue;
    }
    if (!code) throw new Error(`the index ${term.index.index} stands nowhere`);
    if (code[0] === "i32.const") still += term.times * Number(code[1]);
    else moving.push(...timesOf(code, term.times));
  }
  if (moving.length === 0) return lanes.alternating(still, still + alternating);
  const whole: Code = addUp([...moving, ["i32.const", still]]);
  const number: Code = [whole, [lanes.dtype === "f32" ? "f32.convert_i32_u" : "f64.convert_i32_u"]];
  if (lanes.count === 1) return number;
  return [number, [lanes.dtype === "f32" ? "f32x4.splat" : "f64x2.splat"]];
}
