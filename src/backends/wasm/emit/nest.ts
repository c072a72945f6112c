import { positionOf, sizeOf, stridesOf } from "../../../tensor/shape.ts";
import type { DType } from "../../../tensor/tensor.ts";
import type { Code } from "../assembler/code.ts";
import { partsOf } from "../lower/affine.ts";
import type { Nest } from "../lower/kernel.ts";
import { marksIn, operationsIn, termRefs } from "../lower/term.ts";
import { Body } from "./body.ts";
import type { KernelFunction } from "./kernel-function.ts";
import { bytesOf, type Lanes, scalarLanes, vectorLanes } from "./lanes.ts";
import { type Access, accessOf, addUp, type Places, timesOf } from "./places.ts";
import { emitStatements, type Positions } from "./statements.ts";

/** A unit has at least so many operations: less is not worth a thread of its own. */
const UNIT_OPERATIONS = 16384;
/** Elements of a unit are a multiple of this, which is one of any number of lanes. */
const UNIT_STEP = 16;

/** Axes of the nest that are walked as one, outermost first. */
interface Loop {
  readonly size: number;
  /** The axis along which it moves by single steps. */
  readonly axis: number;
}

/** Axes at the end of so few positions are written out where numbers are put elsewhere. */
const WRITTEN_OUT = 16;
/** Rows of so few vectors and single numbers are written out. */
const SHORT_ROW = 20;

/** The functions that calculate a nest, in the order in which they must be done. */
export function emitNest(nest: Nest, name: string, dtype: DType, places: Places): KernelFunction[] {
  return [...emitZeros(nest, name, dtype, places), emitLoops(nest, name, dtype, places)];
}

/** Bytes of a unit of zeros. */
const ZEROS = 65536;

/** Zeros, wherever numbers are added up, or not all are written; or what else stands there. */
function emitZeros({ statements }: Nest, name: string, dtype: DType, places: Places): KernelFunction[] {
  return statements.flatMap(({ node, to, isStored }, i) => {
    const place = places.get(node.id);
    if (!to || to.isWhole || !isStored || !place) return [];
    const bytes = sizeOf(node.shape) * bytesOf(dtype);
    const body = new Body(["i32", "i32"]);
    forEachUnit(body, ZEROS, bytes, (start, end) => {
      if (to.outside === 0) {
        body.emit([start, ["i32.const", place.address], ["i32.add"]], ["i32.const", 0]);
        body.emit([end, start, ["i32.sub"]], ["memory.fill"]);
        return;
      }
      const lanes = scalarLanes(dtype);
      body.range(start, end, lanes.bytes, (at) => {
        body.emit(lanes.store(at, lanes.constant(to.outside), place.address));
      });
    });
    return [{ function: body.toFunction(`${name}_zeros${i}`), units: Math.ceil(bytes / ZEROS) }];
  });
}

function emitLoops(nest: Nest, name: string, dtype: DType, places: Places): KernelFunction {
  const body = new Body(["i32", "i32"]);
  const accesses = accessesOf(nest, places);
  const { shared, loops, written, paired } = planLoops(nest, accesses);
  const vector = vectorLanes(dtype);
  const last = loops[loops.length - 1];
  const isVector =
    last !== undefined && last.size >= vector.count && isVectorAxis(nest, accesses, last, paired);
  const inner = new InnerLoop(
    body,
    nest,
    places,
    accesses,
    last?.axis,
    written,
    paired,
    isVector ? vector : scalarLanes(dtype),
  );
  const outer = loops.slice(0, -1);
  const size = last?.size ?? 1;
  const wanted = unitSize(nest);
  const start = inner.start();
  if (outer.length > 0) {
    const [first, ...others] = outer;
    const inside = others.reduce((product, loop) => product * loop.size, size);
    const rows = shared ? Math.ceil(wanted / inside) : first.size;
    forEachUnit(body, rows, first.size, (from, to) => {
      body.range(from, to, 1, (at) => {
        walkLoops(body, others, inner.moved(start, { axis: first.axis, at }), inner, (standing) => {
          if (inner.isShort(size)) inner.write(standing, size);
          else inner.row(standing, size);
        });
      });
    });
    return { function: body.toFunction(name), units: Math.ceil(first.size / rows) };
  }
  const step = shared ? wanted : Math.ceil(size / UNIT_STEP) * UNIT_STEP;
  forEachUnit(body, step, size, (from, to) => inner.emit(start, from, to));
  return { function: body.toFunction(name), units: Math.ceil(size / step) };
}

/** How many elements make a unit. */
function unitSize({ statements }: Nest): number {
  const operations = statements.reduce((sum, { term }) => sum + operationsIn(term), 0);
  return Math.ceil(UNIT_OPERATIONS / operations / UNIT_STEP) * UNIT_STEP;
}

/** Each unit of the function's share: from where to where it goes. */
function forEachUnit(body: Body, step: number, size: number, visit: (start: Code, end: Code) => void): void {
  body.range(["local.get", 0], ["local.get", 1], 1, (unit) => {
    const start = body.let("i32", [unit, ["i32.const", step], ["i32.mul"]]);
    const end: Code = [start, ["i32.const", step], ["i32.add"]];
    const all: Code = ["i32.const", size];
    visit(start, body.let("i32", [end, all, [end, all, ["i32.lt_u"]], ["select"]]));
  });
}

/** How the axes of a nest are walked. */
interface LoopPlan {
  /** May units of the outermost loop be done by anybody? */
  readonly shared: boolean;
  /** Outermost first. */
  readonly loops: readonly Loop[];
  /** Axes that are written out, position by position. */
  readonly written: readonly number[];
  /** The last axis, of two positions, where it is walked together with the innermost loop: neighbours in memory. */
  readonly paired: number | undefined;
}

function planLoops(nest: Nest, accesses: readonly Access[]): LoopPlan {
  const { shape, statements } = nest;
  const targets = statements.flatMap(({ to }) => to ?? []);
  const small = targets.length > 0 ? smallAxes(shape) : [];
  const paired = pairedAxis(nest, accesses, small);
  const written = small.filter((axis) => axis !== paired);
  const axes = shape.map((_, axis) => axis).filter((axis) => shape[axis] > 1 && !small.includes(axis));
  const adding = targets.filter(({ isAdding }) => isAdding);
  const marked = markedAxes(nest);
  const collapsed = (some: readonly number[]) => collapse(shape, some, accesses, marked);
  if (adding.length === 0) {
    const loops = collapsed(axes);
    const last = loops[loops.length - 1];
    // where all loops are one, its units begin anywhere, in the middle of a pair too
    if (paired === undefined || loops.length === 1)
      return { shared: true, loops, written: small, paired: undefined };
    loops[loops.length - 1] = { ...last, size: 2 * last.size };
    return { shared: true, loops, written, paired };
  }
  // what is added up in one place is added up by one thread: axes that go their own way come first, the widest outermost
  const isAlone = (axis: number) => adding.every((to) => to.isAlone[axis]);
  const alone = axes
    .filter((axis) => isAlone(axis) && axis !== axes[axes.length - 1])
    .sort((a, b) => Math.abs(adding[0].strides[b]) - Math.abs(adding[0].strides[a]));
  const others = axes.filter((axis) => !alone.includes(axis));
  const loops = [...collapsed(alone), ...collapsed(others)];
  const isShared = alone.length > 0 || (loops.length === 1 && isAlone(loops[0].axis));
  return { shared: isShared, loops, written: small, paired: undefined };
}

/**
 * The last axis, where it has two positions and every access goes along it and the axis of the innermost loop as along one: in
 * steps of one, or once for both, or not at all.
 */
function pairedAxis(nest: Nest, accesses: readonly Access[], small: readonly number[]): number | undefined {
  const { shape, statements } = nest;
  const axis = shape.length - 1;
  const walked = shape.flatMap((size, one) => (size > 1 && !small.includes(one) ? [one] : []));
  const [inner = -1] = walked.slice(-1);
  if (shape[axis] !== 2 || !small.includes(axis) || walked.length < 2) return undefined;
  if (statements.some(({ to }) => to?.isAdding) || markedAxes(nest).includes(inner)) return undefined;
  const fits = accesses.every(({ strides }) => {
    const steps = [strides[inner], strides[axis]].join();
    return steps === "2,1" || steps === "1,0" || steps === "0,0";
  });
  return fits ? axis : undefined;
}

/** The last axes, as long as they are small. */
function smallAxes(shape: readonly number[]): number[] {
  const axes: number[] = [];
  let positions = 1;
  for (let axis = shape.length - 1; axis > 0 && shape[axis] <= 4; axis--) {
    positions *= shape[axis];
    if (positions > WRITTEN_OUT) break;
    axes.unshift(axis);
  }
  return axes;
}

/** Can neighbours along an axis be done at once? */
function isVectorAxis(
  nest: Nest,
  accesses: readonly Access[],
  { axis }: Loop,
  paired: number | undefined,
): boolean {
  const adding = nest.statements.flatMap(({ to }) => (to ? [to.strides[axis]] : []));
  const isMarked = markedAxes(nest).includes(axis);
  if (paired !== undefined) return !isMarked;
  return (
    accesses.every(({ strides, isStored }) => {
      const stride = strides[axis];
      return stride === 0 || stride === 1 || (stride === 2 && !isStored);
    }) &&
    adding.every((stride) => stride === 1) &&
    !isMarked
  );
}

/** Axes whose positions are compared with numbers. */
function markedAxes({ indices, statements }: Nest): number[] {
  const terms = statements.flatMap(({ term }) => marksIn(term)).flatMap((at) => partsOf(at).terms);
  return terms.map(({ index }) => indices.indexOf(index));
}

/** A position along an axis of the nest; all other axes of its loop stand still. */
interface At {
  readonly axis: number;
  readonly at: Code;
}

/** Where the loops stand: their positions, and how far each kind of access has come along them, in bytes. */
interface Standing {
  readonly positions: readonly At[];
  readonly bases: ReadonlyMap<string, Code>;
}

function walkLoops(
  body: Body,
  loops: readonly Loop[],
  standing: Standing,
  inner: InnerLoop,
  visit: (standing: Standing) => void,
): void {
  const [first, ...others] = loops;
  if (!first) visit(standing);
  else {
    body.repeat(first.size, 1, (at) =>
      walkLoops(body, others, inner.moved(standing, { axis: first.axis, at }), inner, visit),
    );
  }
}

/** All reads from memory, and the places where everything is stored. */
function accessesOf({ indices, shape, statements }: Nest, places: Places): Access[] {
  const own = new Set(statements.map(({ node }) => node.id));
  const refs = statements
    .flatMap(({ term }) => termRefs(term))
    .filter(({ node, as }) => as || !own.has(node));
  const place = { address: 0, shape };
  const isStraight = statements.some(({ to, isStored }) => !to && isStored);
  const straight = { place, strides: stridesOf(shape), inner: [], start: 0, isStored: true };
  const stored = isStraight ? [straight] : [];
  const targets = statements.flatMap(({ to }) =>
    to ? [{ place, strides: to.strides, inner: [], start: to.start, isStored: true }] : [],
  );
  return [...refs.map((ref) => accessOf(ref, indices, places)), ...stored, ...targets];
}

/** Neighbouring axes become one loop where every access walks through both without a jump. */
function collapse(
  shape: readonly number[],
  axes: readonly number[],
  accesses: readonly Access[],
  apart: readonly number[],
): Loop[] {
  const loops: Loop[] = [];
  for (const axis of axes) {
    const size = shape[axis];
    const before = loops.at(-1);
    const isTogether = before && ![before.axis, axis].some((one) => apart.includes(one));
    const isSmooth =
      isTogether && accesses.every(({ strides }) => strides[before.axis] === strides[axis] * size);
    if (isSmooth) loops[loops.length - 1] = { size: before.size * size, axis };
    else loops.push({ size, axis });
  }
  return loops;
}

/** The innermost loop: vectors as far as they go, then single numbers. */
class InnerLoop {
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
    for (const written of positionsOf(this.#nest.shape, this.#written)) {
      for (let i = 0; i < whole; i += count) this.#at(this.#lanes, standing, written, i);
      for (let i = whole; i < size; i++) this.#at(scalarLanes(dtype), standing, written, i);
    }
  }

  /** A whole row. */
  row(standing: Standing, size: number): void {
    const { count, dtype } = this.#lanes;
    const whole = size - (size % count);
    this.#loop(this.#lanes, standing, ["i32.const", 0], ["i32.const", whole]);
    for (const written of positionsOf(this.#nest.shape, this.#written)) {
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
      for (const written of positionsOf(this.#nest.shape, this.#written)) {
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
function positionsOf(shape: readonly number[], axes: readonly number[]): number[][] {
  const extents = axes.map((axis) => shape[axis]);
  return Array.from({ length: sizeOf(extents) }, (_, offset) => positionOf(extents, offset));
}
