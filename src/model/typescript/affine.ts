import { type Shape, stridesOf } from "../../tensor/shape.ts";

/** A loop of the generated code, whose variable runs over 0 … extent − 1. */
export interface Loop {
  readonly name: string;
  readonly extent: number;
}

/** A whole number that loops decide: constant + Σ factor · variable. */
export interface Affine {
  readonly constant: number;
  readonly terms: ReadonlyMap<Loop, number>;
}

export function constantly(constant: number): Affine {
  return { constant, terms: new Map() };
}

/** The variable of a loop; of a loop that runs once, 0. */
export function variableOf(loop: Loop): Affine {
  return loop.extent === 1 ? constantly(0) : { constant: 0, terms: new Map([[loop, 1]]) };
}

/** constant + Σ factor · part */
export function combined(
  constant: number,
  parts: readonly (readonly [factor: number, part: Affine])[],
): Affine {
  const terms = new Map<Loop, number>();
  let whole = constant;
  for (const [factor, part] of parts) {
    whole += factor * part.constant;
    for (const [loop, by] of part.terms) terms.set(loop, (terms.get(loop) ?? 0) + factor * by);
  }
  for (const [loop, by] of terms) if (by === 0) terms.delete(loop);
  return { constant: whole, terms };
}

/** Where an element stands in row-major order. */
export function offsetAt(shape: Shape, at: readonly Affine[]): Affine {
  const strides = stridesOf(shape);
  return combined(
    0,
    at.map((index, axis) => [strides[axis], index]),
  );
}

/** The least and the largest it can be. */
export function rangeOf({ constant, terms }: Affine): { readonly low: number; readonly high: number } {
  let [low, high] = [constant, constant];
  for (const [{ extent }, factor] of terms) {
    const most = factor * (extent - 1);
    if (most < 0) low += most;
    else high += most;
  }
  return { low, high };
}

/** `28 * i + j - 1` */
export function affineText({ constant, terms }: Affine): string {
  let text = "";
  const add = (value: number, word: string): void => {
    const sign = value < 0 ? "-" : "+";
    const size = Math.abs(value);
    const term = word === "" ? `${size}` : size === 1 ? word : `${size} * ${word}`;
    text += text === "" ? `${value < 0 ? "-" : ""}${term}` : ` ${sign} ${term}`;
  };
  // what is added comes first, so that the text seldom begins with a minus
  const sorted = [...terms].sort(([, a], [, b]) => Number(a < 0) - Number(b < 0));
  for (const [{ name }, factor] of sorted) add(factor, name);
  if (constant !== 0 || text === "") add(constant, "");
  return text;
}
