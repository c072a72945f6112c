import type { IndexVar } from "../../../graph/expression.ts";
import { type Shape, stridesOf } from "../../../tensor/shape.ts";
import type { Code } from "../assembler/code.ts";
import { partsOf } from "../lower/affine.ts";
import type { Ref } from "../lower/term.ts";

/** Where in memory the numbers of a node are. */
export interface Place {
  readonly address: number;
  readonly shape: Shape;
}

/** By the ids of nodes. */
export type Places = ReadonlyMap<number, Place>;

/** How far apart, in elements, an element of memory moves with each of some indices. */
export interface Access {
  readonly place: Place;
  /** For the indices of the kernel, in their order. */
  readonly strides: readonly number[];
  /** For indices of reductions. */
  readonly inner: readonly { readonly index: IndexVar; readonly stride: number }[];
  /** Where all indices are 0, from the start of the node. */
  readonly start: number;
  readonly isStored?: boolean;
}

export function accessOf({ node, at, as }: Ref, indices: readonly IndexVar[], places: Places): Access {
  const place = places.get(node);
  if (!place) throw new Error(`%${node} has no place in memory`);
  const steps = stridesOf(as ?? place.shape);
  const parts = at.map(partsOf);
  const moves = parts.flatMap(({ terms }, axis) =>
    terms.map(({ index, times }) => ({ index, stride: times * steps[axis] })),
  );
  const strides = indices.map((index) =>
    moves.reduce((sum, move) => sum + (move.index === index ? move.stride : 0), 0),
  );
  const inner = moves.filter(({ index }) => !indices.includes(index));
  const start = parts.reduce((sum, { offset }, axis) => sum + offset * steps[axis], 0);
  return { place, strides, inner, start };
}

/** A multiple of an index: nothing where it is 0. */
export function timesOf(index: Code, by: number): Code[] {
  if (by === 0) return [];
  return [by === 1 ? index : [index, ["i32.const", by], ["i32.mul"]]];
}

export function addUp(parts: readonly Code[]): Code {
  const [first = ["i32.const", 0], ...others] = parts;
  return [first, ...others.map((part): Code => [part, ["i32.add"]])];
}
