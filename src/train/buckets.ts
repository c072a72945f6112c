import { allocate, type DType, type Values } from "../tensor/tensor.ts";
import type { Ranks } from "./ranks.ts";

/** From so many numbers on, a tensor is added up by itself, where it is; smaller ones go together. */
const LARGE = 2 ** 15;

/** Adds tensors up over all ranks with few messages, each large enough to be worth it. */
export class Buckets {
  readonly #ranks: Ranks;
  readonly #small: Values;

  /** @param sizes of the tensors, which are always the same */
  constructor(ranks: Ranks, sizes: readonly number[], dtype: DType) {
    this.#ranks = ranks;
    const small = sizes.filter((size) => size < LARGE).reduce((sum, size) => sum + size, 0);
    this.#small = allocate(dtype, small);
  }

  /** @param from one for each of `to`; may be the same arrays */
  reduce(from: readonly Values[], to: readonly Values[]): void {
    const small = this.#small;
    let at = 0;
    for (const [i, values] of from.entries()) {
      if (values.length >= LARGE) {
        this.#ranks.allReduce(values, to[i]);
        continue;
      }
      small.set(values, at);
      at += values.length;
    }
    this.#ranks.allReduce(small, small);
    at = 0;
    for (const values of to) {
      if (values.length >= LARGE) continue;
      values.set(small.subarray(at, at + values.length));
      at += values.length;
    }
  }
}
