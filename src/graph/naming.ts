import type { Shape } from "../tensor/shape.ts";

/**
 * How people call the elements of a node: a text, and where the node has many elements a number after it that
 * counts up along the axes, as in w5, net_h1, out_o2#3.
 */
export interface Naming {
  readonly text: string;
  /** The number of the first element; without it the node's single element is called by the text alone. */
  readonly first?: number;
  /** By how much each axis moves the number; 0 for an axis that it does not count. */
  readonly strides?: readonly number[];
  /** The axes that are written out in brackets, counted from 1, as in out_h1[1,3,2]. */
  readonly axes?: readonly number[];
  /** Numbers that stand in the brackets before those of the axes: of a step in time that is a node of its own. */
  readonly place?: readonly number[];
  /** The axis of the batch, written as `#3`. */
  readonly sample?: number;
  /** What follows the number, as the ⁺ of an updated weight. */
  readonly suffix?: string;
}

export function elementName(naming: Naming, at: readonly number[]): string {
  const { text, first, strides = [], axes, place: before = [], sample, suffix = "" } = naming;
  const place = axes ? `[${[...before, ...axes.map((axis) => at[axis] + 1)].join()}]` : "";
  const number = first === undefined ? "" : at.reduce((n, i, axis) => n + i * (strides[axis] ?? 0), first);
  const batch = sample === undefined ? "" : `#${at[sample] + 1}`;
  return `${text}${number}${place}${suffix}${batch}`;
}

/** What a state is called as a whole, by which programs share it: `w5` of the weights from w5 on, `layers.1.weight`. */
export function stateName({ text, first, suffix = "" }: Naming): string {
  return `${text}${first ?? ""}${suffix}`;
}

/** The element of a node of the given shape that `name` names, or undefined where it names none. */
export function elementNamed(naming: Naming, shape: Shape, name: string): number[] | undefined {
  const { text, first, strides = [], axes, place: before = [], sample, suffix = "" } = naming;
  if (!name.startsWith(text)) return undefined;
  const found = /^(\d*)(\[\d+(?:,\d+)*\])?(.*?)(?:#(\d+))?$/u.exec(name.slice(text.length));
  if (!found || found[3] !== suffix || (found[4] !== undefined) !== (sample !== undefined)) return undefined;
  if ((found[1] !== "") !== (first !== undefined)) return undefined;
  const written = found[2]?.slice(1, -1).split(",").map(Number) ?? [];
  const place = written.slice(before.length);
  if (place.length !== (axes?.length ?? 0) || before.some((one, i) => one !== written[i])) return undefined;
  const at = shape.map(() => 0);
  if (sample !== undefined) at[sample] = Number(found[4]) - 1;
  for (const [i, axis] of (axes ?? []).entries()) at[axis] = place[i] - 1;
  if (first !== undefined) {
    let rest = Number(found[1]) - first;
    const counted = shape.map((_, axis) => axis).filter((axis) => (strides[axis] ?? 0) > 0);
    for (const axis of counted.sort((a, b) => strides[b] - strides[a])) {
      at[axis] = Math.floor(rest / strides[axis]);
      rest -= at[axis] * strides[axis];
    }
    if (rest !== 0) return undefined;
  }
  return at.every((i, axis) => i >= 0 && i < shape[axis]) ? at : undefined;
}
