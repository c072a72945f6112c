import { stridesOf } from "../../../../tensor/shape.ts";
import { partsOf } from "../../lower/affine.ts";
import type { Nest } from "../../lower/kernel.ts";
import { marksIn, termRefs } from "../../lower/term.ts";
import { type Access, accessOf, type Places } from "../places.ts";

/** Axes of the nest that are walked as one, outermost first. */
export interface Loop {
  readonly size: number;
  /** The axis along which it moves by single steps. */
  readonly axis: number;
}

/** Axes at the end of so few positions are written out where numbers are put elsewhere. */
const WRITTEN_OUT = 16;

/** How the axes of a nest are walked. */
export interface LoopPlan {
  /** May units of the outermost loop be done by anybody? */
  readonly shared: boolean;
  /** Outermost first. */
  readonly loops: readonly Loop[];
  /** Axes that are written out, position by position. */
  readonly written: readonly number[];
  /** The last axis, of two positions, where it is walked together with the innermost loop: neighbours in memory. */
  readonly paired: number | undefined;
}

export function planLoops(nest: Nest, accesses: readonly Access[]): LoopPlan {
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
export function isVectorAxis(
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

/** All reads from memory, and the places where everything is stored. */
export function accessesOf({ indices, shape, statements }: Nest, places: Places): Access[] {
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
