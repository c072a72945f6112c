import type { Column } from "./frame.ts";

/** Somewhere to keep numbers: a file, or memory. Places are counted in numbers. */
export interface NumberStorage {
  write(values: Float64Array, at: number): void;
  /** Fills `values` with what was written from `at` on. */
  read(values: Float64Array, at: number): void;
}

/** Rows of numbers, kept outside of memory in blocks, column by column. */
export class BlockStore {
  readonly blockSize: number;
  readonly #storage: NumberStorage;
  readonly #columns: number;
  readonly #block: Float64Array;
  #count = 0;

  /** @param columns how many numbers a row has */
  constructor(storage: NumberStorage, columns: number, blockSize: number) {
    this.#storage = storage;
    this.#columns = columns;
    this.blockSize = blockSize;
    this.#block = new Float64Array(columns * blockSize);
  }

  /** How many rows there are. */
  get count(): number {
    return this.#count;
  }

  /** Takes a row of each of the columns. */
  push(columns: readonly ArrayLike<number>[], row: number): void {
    const at = this.#count++ % this.blockSize;
    for (let i = 0; i < columns.length; i++) this.#block[i * this.blockSize + at] = columns[i][row];
    if (at === this.blockSize - 1) this.#write();
  }

  /** No more rows come. */
  end(): void {
    if (this.#count % this.blockSize > 0) this.#write();
  }

  /** The columns of a block. */
  read(block: number): Float64Array[] {
    const values = new Float64Array(this.#columns * this.blockSize);
    this.#storage.read(values, block * values.length);
    const rows = Math.min(this.blockSize, this.#count - block * this.blockSize);
    return Array.from({ length: this.#columns }, (_, i) =>
      values.subarray(i * this.blockSize, i * this.blockSize + rows),
    );
  }

  #write(): void {
    const block = Math.ceil(this.#count / this.blockSize) - 1;
    this.#storage.write(this.#block, block * this.#block.length);
  }
}

/** A column whose numbers were kept. */
export function storedColumn(
  {
    name,
    kind,
    levels,
  }: { readonly name: string; readonly kind: Column["kind"]; readonly levels: readonly string[] },
  values: Float64Array,
): Column {
  if (kind === "category") return { kind, name, codes: Int32Array.from(values), levels };
  return kind === "date" ? { kind, name, values } : { kind, name, width: 1, values };
}
