import type { Attrs, Primitive, ViewMap } from "../graph/node.ts";
import { InputError } from "../tensor/error.ts";
import type { Random } from "../tensor/random.ts";
import { formatShape, type Shape, sizeOf, stridesOf } from "../tensor/shape.ts";
import { drawn } from "./drawn.ts";
import { concrete } from "./reshape.ts";

/**
 * out[p] = x[offset + Σ coefficient · p] along each axis of x, and the attribute `outside`, or 0, where that lies outside of x. Permutes, slices, pads,
 * reverses, and takes the windows of convolutions and poolings, with stride, padding and dilation.
 */
export const view: Primitive = {
  name: "view",
  arity: 1,

  shape([x], attrs) {
    const shape = attrs.shape as Shape;
    checkMap("view", x, shape, mapOf(attrs));
    return shape;
  },

  meaning({ inputs, shape, attrs }, [x], out) {
    const map = mapOf(attrs);
    const { outside = 0 } = map;
    walkView(inputs[0].shape, shape, map, (to, from) => {
      out[to] = from < 0 ? outside : x[from];
    });
  },

  element({ inputs: [x], attrs }, at, input) {
    const map = mapOf(attrs);
    const from = placeRead(map, concrete("view", at));
    return isInside(x.shape, from) ? input(0, from) : (map.outside ?? 0);
  },

  vjp(calculus, { inputs: [x], attrs }, _i, g) {
    const { offsets, coefficients } = mapOf(attrs);
    return calculus.unview(g, x.shape, { offsets, coefficients });
  },

  sample: (random) => {
    const { shape, ...map } = sampleView(random);
    const outside = random.uniform() < 0.5 ? { outside: 1.5 } : {};
    return { inputs: [drawn(READ, random)], attrs: { shape, ...map, ...outside } };
  },
};

export function mapOf({ offsets, coefficients, outside }: Attrs): ViewMap {
  return {
    offsets: offsets as readonly number[],
    coefficients: coefficients as readonly number[],
    ...(outside !== undefined && { outside: outside as number }),
  };
}

/** @throws InputError where the numbers of axes do not fit */
export function checkMap(name: string, read: Shape, shape: Shape, { offsets, coefficients }: ViewMap): void {
  if (offsets.length === read.length && coefficients.length === read.length * shape.length) return;
  throw new InputError(
    `${name}: expected ${read.length} offsets and ${read.length} × ${shape.length} coefficients, for ${formatShape(shape)} of ${formatShape(read)}, got ${offsets.length} and ${coefficients.length}`,
  );
}

/** The position that a view reads at the position `at`. */
function placeRead({ offsets, coefficients }: ViewMap, at: readonly number[]): number[] {
  return offsets.map((offset, axis) =>
    at.reduce((sum, p, i) => sum + coefficients[axis * at.length + i] * p, offset),
  );
}

function isInside(shape: Shape, at: readonly number[]): boolean {
  return at.every((i, axis) => i >= 0 && i < shape[axis]);
}

/** Visits every element of a view, with the offset that it reads; −1 where that lies outside. */
export function walkView(
  read: Shape,
  shape: Shape,
  { offsets, coefficients }: ViewMap,
  visit: (offset: number, from: number) => void,
): void {
  if (sizeOf(shape) === 0) return;
  const strides = stridesOf(read);
  const place = [...offsets];
  let offset = 0;
  const along = (axis: number): void => {
    const size = axis < shape.length ? shape[axis] : 1;
    const isLast = axis >= shape.length - 1;
    for (let p = 0; p < size; p++) {
      if (isLast) visit(offset++, fromAt(place));
      else along(axis + 1);
      if (axis < shape.length) move(axis, 1);
    }
    if (axis < shape.length) move(axis, -size);
  };
  const move = (axis: number, times: number): void => {
    for (let k = 0; k < read.length; k++) place[k] += times * coefficients[k * shape.length + axis];
  };
  const fromAt = (at: readonly number[]): number => {
    let from = 0;
    for (let k = 0; k < read.length; k++) {
      if (!(at[k] >= 0 && at[k] < read[k])) return -1;
      from += at[k] * strides[k];
    }
    return from;
  };
  along(0);
}

/** All positions of a view at which it reads the element `at`, in order. */
export function placesReading(
  shape: Shape,
  { offsets, coefficients }: ViewMap,
  at: readonly number[],
): number[][] {
  const found: number[][] = [];
  const coefficient = (k: number, axis: number) => coefficients[k * shape.length + axis];
  /** What the axes from `axis` on can add, at the least and at the most. */
  const reach = (k: number, axis: number): [number, number] => {
    let [low, high] = [0, 0];
    for (let i = axis; i < shape.length; i++) {
      const most = coefficient(k, i) * (shape[i] - 1);
      if (most < 0) low += most;
      else high += most;
    }
    return [low, high];
  };
  const along = (axis: number, place: readonly number[], rest: readonly number[]): void => {
    if (axis === shape.length) {
      if (rest.every((r) => r === 0)) found.push([...place]);
      return;
    }
    let [first, last] = [0, shape[axis] - 1];
    for (const [k, r] of rest.entries()) {
      const c = coefficient(k, axis);
      const [low, high] = reach(k, axis + 1);
      if (c === 0) continue;
      const ends = [(r - high) / c, (r - low) / c];
      first = Math.max(first, Math.ceil(Math.min(...ends)));
      last = Math.min(last, Math.floor(Math.max(...ends)));
    }
    for (let p = first; p <= last; p++) {
      along(
        axis + 1,
        [...place, p],
        rest.map((r, k) => r - coefficient(k, axis) * p),
      );
    }
  };
  along(
    0,
    [],
    at.map((i, k) => i - offsets[k]),
  );
  return found;
}

/** What samples read. */
export const READ: Shape = [2, 4, 3];

/** A permutation; a slice that is padded and reversed; windows, with stride and padding, or dilated; a diagonal. */
export function sampleView(random: Random): { readonly shape: Shape } & ViewMap {
  const views: readonly ({ readonly shape: Shape } & ViewMap)[] = [
    { shape: [3, 2, 4], offsets: [0, 0, 0], coefficients: [0, 1, 0, 0, 0, 1, 1, 0, 0] },
    { shape: [1, 6, 2], offsets: [1, -1, 2], coefficients: [1, 0, 0, 0, 1, 0, 0, 0, -1] },
    { shape: [2, 3, 3, 2], offsets: [0, -1, 0], coefficients: [1, 0, 0, 0, 0, 2, 1, 0, 0, 0, 0, 1] },
    { shape: [2, 2, 2], offsets: [0, 0, 1], coefficients: [1, 0, 0, 0, 1, 2, 0, 0, 0] },
    { shape: [2, 3], offsets: [0, 0, 0], coefficients: [1, 0, 0, 1, 0, 1] },
  ];
  return views[random.integer(views.length)];
}
