import { positionsOf, type Shape } from "../../../../tensor/shape.ts";
import type { Code } from "../../assembler/code.ts";
import type { Nest } from "../../lower/kernel.ts";
import type { Body } from "../body.ts";
import { type Lanes, scalarLanes } from "../lanes.ts";
import { type Access, addUp, type Places, timesOf } from "../places.ts";
import { emitStatements, type Positions } from "../statements.ts";

/** Rows of so few vectors and single numbers are written out. */
const SHORT_ROW = 20;

/** A position along an axis of the nest; all other axes of its loop stand still. */
interface At {
  readonly axis: number;
  readonly at: Code;
}

/** Where the loops stand: their positions, and how far each kind of access has come along them, in bytes. */
export interface Standing {
  readonly positions: readonly At[];
  readonly bases: ReadonlyMap<string, Code>;
}

/** The innermost loop: vectors as far as they go, then single numbers. */
export class InnerLoop {
  readonly #body: Body;
  readonly #nest: Nest;
  readonly #places: Places;
  readonly #accesses: readonly Access[];
  readonly #axis: number | undefined;
  readonly #written: readonly number[];
  readonly #paired: number | undefined;
  readonly #lanes: Lanes;

  constructor(
    body: Body,
    nest: Nest,
    places: Places,
    accesses: readonly Access[],
    axis: number | undefined,
    written: readonly number[],
    paired: number | undefined,
    lanes: Lanes,
  ) {
    this.#body = body;
    this.#nest = nest;
    this.#places = places;
    this.#accesses = accesses;
    this.#axis = axis;
    this.#written = written;
    this.#paired = paired;
    this.#lanes = lanes;
  }

  start(): Standing {
    return { positions: [], bases: new Map() };
  }

  /** Where the loops stand, one loop further inside. */
  moved({ positions, bases }: Standing, place: At): Standing {
    const next = new Map(bases);
    const seen = new Set<string>();
    for (const { strides } of this.#accesses) {
      const key = this.#keyOf(strides);
      const step = timesOf(place.at, strides[place.axis] * this.#lanes.bytes);
      if (seen.has(key) || step.length === 0) continue;
      seen.add(key);
      const before = bases.get(key);
      next.set(key, this.#body.let("i32", addUp(before ? [before, ...step] : step)));
    }
    return { positions: [...positions, place], bases: next };
  }

  /** Is a row so short that it is written out? */
  isShort(size: number): boolean {
    const { count } = this.#lanes;
    const written = this.#written.reduce((product, axis) => product * this.#nest.shape[axis], 1);
    return written * (Math.floor(size / count) + (size % count)) <= SHORT_ROW;
  }

  /** A whole row, without a loop. */
  write(standing: Standing, size: number): void {
    const { count, dtype } = this.#lanes;
    const whole = size - (size % count);
    for (const written of positionsAlong(this.#nest.shape, this.#written)) {
      for (let i = 0; i < whole; i += count) this.#at(this.#lanes, standing, written, i);
      for (let i = whole; i < size; i++) this.#at(scalarLanes(dtype), standing, written, i);
    }
  }

  /** A whole row. */
  row(standing: Standing, size: number): void {
    const { count, dtype } = this.#lanes;
    const whole = size - (size % count);
    this.#loop(this.#lanes, standing, ["i32.const", 0], ["i32.const", whole]);
    for (const written of positionsAlong(this.#nest.shape, this.#written)) {
      for (let i = whole; i < size; i++) this.#at(scalarLanes(dtype), standing, written, i);
    }
  }

  /** Elements `start` up to `end`; `start` is a multiple of the number of lanes. */
  emit(standing: Standing, start: Code, end: Code): void {
    const body = this.#body;
    const { count, dtype } = this.#lanes;
    if (count === 1) {
      this.#loop(this.#lanes, standing, start, end);
      return;
    }
    const whole = body.let("i32", [end, ["i32.const", -count], ["i32.and"]]);
    this.#loop(this.#lanes, standing, start, whole);
    this.#loop(scalarLanes(dtype), standing, whole, end);
  }

  #loop(lanes: Lanes, standing: Standing, start: Code, end: Code): void {
    this.#body.range(start, this.#body.let("i32", end), lanes.count, (at) => {
      for (const written of positionsAlong(this.#nest.shape, this.#written)) {
        this.#at(lanes, standing, written, at);
      }
    });
  }

  /** One position, or as many as there are lanes; `inner` is where the innermost loop stands. */
  #at(lanes: Lanes, standing: Standing, written: readonly number[], inner: Code | number): void {
    const axis = this.#axis;
    const step = (strides: readonly number[]) => (axis === undefined ? 0 : strides[axis] * lanes.bytes);
    const known = ({ strides }: Access): number => {
      const fixed = written.reduce((sum, at, i) => sum + at * strides[this.#written[i]], 0);
      return lanes.bytes * fixed + (typeof inner === "number" ? this.#along(strides, inner, lanes.bytes) : 0);
    };
    const positions: Positions = {
      known,
      parts: ({ strides }) => {
        const base = standing.bases.get(this.#keyOf(strides));
        const moved = typeof inner === "number" ? [] : this.#moved(inner, step(strides));
        return base ? [base, ...moved] : moved;
      },
      spread: ({ strides }) => {
        const stride = axis === undefined ? 0 : strides[axis];
        if (this.#paired !== undefined) return stride === 2 ? "neighbours" : stride === 1 ? "pairs" : "same";
        return stride === 2 ? "every other" : stride === 1 ? "neighbours" : "same";
      },
      index: (index) => this.#indexAt(this.#nest.indices.indexOf(index), standing, written, inner, lanes),
    };
    emitStatements(this.#body, lanes, this.#nest, this.#places, positions);
  }

  /** How far an access has come where the innermost loop stands at a known place, in bytes. */
  #along(strides: readonly number[], inner: number, bytes: number): number {
    if (this.#axis === undefined) return 0;
    if (this.#paired === undefined) return inner * strides[this.#axis] * bytes;
    const [pair, second] = [Math.floor(inner / 2), inner % 2];
    return (pair * strides[this.#axis] + second * strides[this.#paired]) * bytes;
  }

  /** The same, where it stands somewhere; of pairs at the first of one. */
  #moved(inner: Code, step: number): Code[] {
    if (this.#paired === undefined || step === 0) return timesOf(inner, step);
    return [[inner, ["i32.const", step / 2], ["i32.mul"]]];
  }

  #indexAt(
    place: number,
    standing: Standing,
    written: readonly number[],
    inner: Code | number,
    { count }: Lanes,
  ): Code | "lanes" {
    const at = this.#written.indexOf(place);
    if (at >= 0) return ["i32.const", written[at]];
    if (place === this.#paired) {
      return count > 1 ? "lanes" : ["i32.const", typeof inner === "number" ? inner % 2 : 0];
    }
    if (place === this.#axis) return typeof inner === "number" ? ["i32.const", inner] : inner;
    return standing.positions.find((one) => one.axis === place)?.at ?? ["i32.const", 0];
  }

  #keyOf(strides: readonly number[]): string {
    return strides
      .filter((_, axis) => axis !== this.#axis && axis !== this.#paired && !this.#written.includes(axis))
      .join();
  }
}

/** All positions along some axes of a shape, in order. */
function positionsAlong(shape: Shape, axes: readonly number[]): number[][] {
  return positionsOf(axes.map((axis) => shape[axis]));
}
