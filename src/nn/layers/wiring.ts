import { InputError, nearestWord } from "../../tensor/error.ts";
import type { Shape } from "../../tensor/shape.ts";

/** Where a layer takes what it takes: the name or the number (from 1) of a layer before it, or `input`. */
export type Source = string | number;

/** What a layer of any kind may say of its place in the network. */
export interface Wired {
  /** What other layers call it. */
  readonly name?: string;
  /** Default: the layer before it. */
  readonly from?: Source;
}

/** What comes into a layer. */
export interface Incoming {
  /** Of one sample. */
  readonly shape: Shape;
  /** `layer 2 (dense)`, `the input` */
  readonly of: string;
}

/** The place of the network's input among the layers, which are counted from 0. */
export const INPUT = -1;

/** The word for the network's input. */
const INPUT_WORD = "input";

/**
 * The layer that a source names, counted from 0; `INPUT` for the input.
 * @param names of all layers, undefined for those without
 * @throws InputError where it names none, or none that comes before `layer`
 */
export function sourceOf(source: Source, names: readonly (string | undefined)[], layer: number): number {
  if (source === INPUT_WORD) return INPUT;
  const found = typeof source === "number" ? source - 1 : names.indexOf(source);
  const isLayer = Number.isInteger(found) && found >= 0 && found < names.length;
  if (!isLayer) throw new InputError(unknown(source, names, layer));
  if (found < layer) return found;
  const itself = found === layer ? "itself" : `layer ${found + 1}, which comes later`;
  throw new InputError(
    `expected a layer before it, found ${itself}: a network has no cycles, and its layers stand in the order of calculation`,
  );
}

function unknown(source: Source, names: readonly (string | undefined)[], layer: number): string {
  const known = [INPUT_WORD, ...names.slice(0, layer).filter((name) => name !== undefined)];
  if (typeof source === "number") {
    const numbers = layer === 0 ? "" : layer === 1 ? ", or layer 1" : `, or a layer from 1 to ${layer}`;
    return `expected ${INPUT_WORD}${numbers}, found ${source}`;
  }
  const near = nearestWord(source, known);
  const meant = near === undefined ? "" : `   did you mean ${JSON.stringify(near)}?`;
  return `expected ${known.join(", ")} or the number of a layer before it, found ${JSON.stringify(source)}${meant}`;
}

/**
 * Says what is wrong with the name of a layer, if anything is.
 * @param names of all layers, undefined for those without
 */
export function nameFault(names: readonly (string | undefined)[], layer: number): string | undefined {
  const name = names[layer];
  if (name === undefined) return undefined;
  if (name === INPUT_WORD)
    return `name: expected another word than ${INPUT_WORD}, which is the network's own`;
  const first = names.indexOf(name);
  if (first === layer) return undefined;
  return `name: expected a name of its own, found ${JSON.stringify(name)}, which is layer ${first + 1}'s`;
}
