/** A sum of neighbouring blocks: in the tree, those from index · 2^level on, 2^level of them or as many as there are. */
export interface Branch<T> {
  readonly level: number;
  readonly index: number;
  readonly value: T;
}

/**
 * Adds blocks in a binary tree that their number alone decides: neighbours first, then neighbouring pairs, and so on. Whoever
 * holds some of them adds what the tree adds, and no more, so that the order of the additions does not depend on who holds what.
 */
export class Fold<T> {
  readonly #blocks: number;
  readonly #add: (left: T, right: T) => T;
  readonly #branches: Branch<T>[] = [];

  /** @param blocks how many there are in all */
  constructor(blocks: number, add: (left: T, right: T) => T) {
    this.#blocks = blocks;
    this.#add = add;
  }

  /** What could not be added any further, from left to right; one branch where all blocks are there. */
  get branches(): readonly Branch<T>[] {
    return this.#branches;
  }

  /** Takes a branch to the right of those that are there. */
  push(branch: Branch<T>): void {
    let { level, index, value } = branch;
    while (2 ** level < this.#blocks) {
      const isLeft = index % 2 === 0;
      const isAlone = isLeft && (index + 1) * 2 ** level >= this.#blocks;
      if (isLeft && !isAlone) break;
      if (!isLeft) {
        const left = this.#branches.at(-1);
        if (left?.level !== level || left.index !== index - 1) break;
        this.#branches.pop();
        value = this.#add(left.value, value);
      }
      level++;
      index = Math.floor(index / 2);
    }
    this.#branches.push({ level, index, value });
  }
}
