import { stridesOf } from "../../../tensor/shape.ts";
import type { DType } from "../../../tensor/tensor.ts";
import type { Code } from "../assembler/code.ts";
import type { Nest } from "../lower/kernel.ts";
import { operationsIn, termRefs } from "../lower/term.ts";
import { Body } from "./body.ts";
import type { KernelFunction } from "./kernel-function.ts";
import { type Lanes, scalarLanes, vectorLanes } from "./lanes.ts";
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

export function emitNest(nest: Nest, name: string, dtype: DType, places: Places): KernelFunction {
  const body = new Body(["i32", "i32"]);
  const accesses = accessesOf(nest, places);
  const loops = collapse(nest, accesses);
  const vector = vectorLanes(dtype);
  const last = loops[loops.length - 1];
  const isVector =
    last !== undefined &&
    last.size >= vector.count &&
    accesses.every(({ strides }) => strides[last.axis] === 0 || strides[last.axis] === 1);
  const inner = new InnerLoop(
    body,
    nest,
    places,
    accesses,
    last?.axis,
    isVector ? vector : scalarLanes(dtype),
  );
  const outer = loops.slice(0, -1);
  const size = last?.size ?? 1;
  const wanted = unitSize(nest);
  if (outer.length > 0) {
    const [first, ...others] = outer;
    const inside = others.reduce((product, loop) => product * loop.size, size);
    const rows = Math.ceil(wanted / inside);
    forEachUnit(body, rows, first.size, (start, end) => {
      body.range(start, end, 1, (at) => {
        walkLoops(body, others, [{ axis: first.axis, at }], (positions) => {
          inner.emit(positions, ["i32.const", 0], ["i32.const", size]);
        });
      });
    });
    return { function: body.toFunction(name), units: Math.ceil(first.size / rows) };
  }
  forEachUnit(body, wanted, size, (start, end) => inner.emit([], start, end));
  return { function: body.toFunction(name), units: Math.ceil(size / wanted) };
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

/** A position along an axis of the nest; all other axes of its loop stand still. */
interface At {
  readonly axis: number;
  readonly at: Code;
}

function walkLoops(
  body: Body,
  loops: readonly Loop[],
  positions: readonly At[],
  visit: (positions: readonly At[]) => void,
): void {
  const [first, ...others] = loops;
  if (!first) visit(positions);
  else {
    body.repeat(first.size, 1, (at) =>
      walkLoops(body, others, [...positions, { axis: first.axis, at }], visit),
    );
  }
}

/** All reads from memory, and the place where everything is stored. */
function accessesOf({ indices, shape, statements }: Nest, places: Places): Access[] {
  const own = new Set(statements.map(({ node }) => node.id));
  const refs = statements.flatMap(({ term }) => termRefs(term)).filter(({ node }) => !own.has(node));
  const stored = { place: { address: 0, shape }, strides: stridesOf(shape), inner: [], start: 0 };
  return [...refs.map((ref) => accessOf(ref, indices, places)), stored];
}

/** Neighbouring axes become one loop where every access walks through both without a jump. */
function collapse({ shape }: Nest, accesses: readonly Access[]): Loop[] {
  const loops: Loop[] = [];
  for (const [axis, size] of shape.entries()) {
    if (size === 1) continue;
    const before = loops.at(-1);
    const isSmooth = before && accesses.every(({ strides }) => strides[before.axis] === strides[axis] * size);
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
  readonly #lanes: Lanes;

  constructor(
    body: Body,
    nest: Nest,
    places: Places,
    accesses: readonly Access[],
    axis: number | undefined,
    lanes: Lanes,
  ) {
    this.#body = body;
    this.#nest = nest;
    this.#places = places;
    this.#accesses = accesses;
    this.#axis = axis;
    this.#lanes = lanes;
  }

  /** Elements `start` up to `end`; `start` is a multiple of the number of lanes. */
  emit(outer: readonly At[], start: Code, end: Code): void {
    const body = this.#body;
    const bases = this.#bases(outer);
    const { count, dtype } = this.#lanes;
    if (count === 1) {
      this.#loop(this.#lanes, bases, start, end);
      return;
    }
    const whole = body.let("i32", [end, ["i32.const", -count], ["i32.and"]]);
    this.#loop(this.#lanes, bases, start, whole);
    this.#loop(scalarLanes(dtype), bases, whole, end);
  }

  #loop(lanes: Lanes, bases: ReadonlyMap<string, Code>, start: Code, end: Code): void {
    const body = this.#body;
    const bytes = (code: Code): Code => [code, ["i32.const", lanes.bytes], ["i32.mul"]];
    body.range(bytes(start), body.let("i32", bytes(end)), lanes.count * lanes.bytes, (moved) => {
      const positions: Positions = {
        parts: ({ strides }) => {
          const base = bases.get(outerKey(strides, this.#axis));
          const inner = timesOf(moved, this.#axis === undefined ? 0 : strides[this.#axis]);
          return base ? [base, ...inner] : inner;
        },
        isNeighbour: ({ strides }) => this.#axis !== undefined && strides[this.#axis] === 1,
      };
      emitStatements(body, lanes, this.#nest, this.#places, positions);
    });
  }

  /** How far each kind of access has come along the outer loops, in bytes. */
  #bases(outer: readonly At[]): Map<string, Code> {
    const bases = new Map<string, Code>();
    for (const { strides } of this.#accesses) {
      const key = outerKey(strides, this.#axis);
      const moved = outer.flatMap(({ axis, at }) => timesOf(at, strides[axis] * this.#lanes.bytes));
      if (moved.length === 0 || bases.has(key)) continue;
      bases.set(key, this.#body.let("i32", addUp(moved)));
    }
    return bases;
  }
}

function outerKey(strides: readonly number[], inner: number | undefined): string {
  return strides.filter((_, axis) => axis !== inner).join();
}
