import { allocate, type DType, type Values } from "../tensor/tensor.ts";
import { type Branch, Fold } from "./fold.ts";
import { type Ranks, type Slices, slicesOf } from "./ranks.ts";

/**
 * Adds tensors of blocks up in a tree that their number alone decides, whichever rank has which: the sums have the same bits
 * for any number of ranks. The ranks share the additions out among them, each adding its slice of all tensors.
 */
export class Blocks {
  readonly #ranks: Ranks;
  readonly #size: number;
  readonly #dtype: DType;
  readonly #free: Values[] = [];

  /** @param size how many numbers all tensors have together */
  constructor(ranks: Ranks, size: number, dtype: DType) {
    this.#ranks = ranks;
    this.#size = size;
    this.#dtype = dtype;
  }

  /**
   * @param count how many blocks there are in all
   * @param calculate gives the tensors of a block, which are copied
   * @param to where the sums go; asked for when they are there
   */
  reduce(count: number, calculate: (block: number) => readonly Values[], to: () => readonly Values[]): void {
    const { rank, size } = this.#ranks;
    const { counts, offsets } = slicesOf(count, size);
    const own = new Fold<Values>(count, (left, right) => {
      add(left, right);
      this.#free.push(right);
      return left;
    });
    for (let index = offsets[rank]; index < offsets[rank] + counts[rank]; index++) {
      own.push({ level: 0, index, value: this.#joined(calculate(index)) });
    }
    const sum = size === 1 ? own.branches[0].value : this.#exchange(count, own.branches);
    let at = 0;
    for (const values of to()) {
      values.set(sum.subarray(at, at + values.length));
      at += values.length;
    }
    this.#free.push(...own.branches.map(({ value }) => value));
    if (size > 1) this.#free.push(sum);
  }

  /** Every rank gets its slice of all branches, adds them to the end, and gives what it has got to all. */
  #exchange(count: number, own: readonly Branch<Values>[]): Values {
    const { rank, size } = this.#ranks;
    const slices = slicesOf(this.#size, size);
    const width = slices.counts[rank];
    const branches = branchesOf(count, size);
    const most = Math.max(...branches.map(({ length }) => length));
    const received = branches.map((of) => of.map(() => allocate(this.#dtype, width)));
    const nothing = this.#take();
    for (let i = 0; i < most; i++) {
      const has = branches.map((of) => (i < of.length ? 1 : 0));
      const sending: Slices = {
        counts: slices.counts.map((length) => length * has[rank]),
        offsets: slices.offsets,
      };
      const receiving: Slices = {
        counts: Int32Array.from(has, (one) => one * width),
        offsets: Int32Array.from(has, (_, from) => from * width),
      };
      const arrived = allocate(this.#dtype, size * width);
      this.#ranks.allToAll(own[i]?.value ?? nothing, sending, arrived, receiving);
      for (const [from, of] of received.entries()) {
        if (has[from]) of[i].set(arrived.subarray(from * width, (from + 1) * width));
      }
    }
    const fold = new Fold<Values>(count, add);
    for (const [from, of] of branches.entries()) {
      for (const [i, branch] of of.entries()) fold.push({ ...branch, value: received[from][i] });
    }
    this.#ranks.allGather(fold.branches[0].value, nothing, slices);
    return nothing;
  }

  #joined(tensors: readonly Values[]): Values {
    const all = this.#take();
    let at = 0;
    for (const values of tensors) {
      all.set(values, at);
      at += values.length;
    }
    return all;
  }

  #take(): Values {
    return this.#free.pop() ?? allocate(this.#dtype, this.#size);
  }
}

/** What each rank can add by itself. */
function branchesOf(count: number, ranks: number): (readonly Branch<undefined>[])[] {
  const { counts, offsets } = slicesOf(count, ranks);
  return [...counts].map((own, rank) => {
    const fold = new Fold<undefined>(count, () => undefined);
    for (let i = 0; i < own; i++) fold.push({ level: 0, index: offsets[rank] + i, value: undefined });
    return fold.branches;
  });
}

function add(left: Values, right: Values): Values {
  for (let i = 0; i < left.length; i++) left[i] += right[i];
  return left;
}
