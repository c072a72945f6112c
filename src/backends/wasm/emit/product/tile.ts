/**
 * A part of a product whose sums stay in registers while their terms are added: so many rows of so many vectors. It changes no
 * result, for every sum takes its terms in order.
 */
export interface Tile {
  readonly rows: number;
  readonly vectors: number;
  /** Terms per turn of the loop. */
  readonly unrolled: number;
}

/** For engines that make 256-bit instructions of pairs of vectors. */
export const wideTile: Tile = { rows: 6, vectors: 4, unrolled: 4 };

/** Twelve sums, two vectors and one number at a time: the sixteen registers that there are. */
export const narrowTile: Tile = { rows: 6, vectors: 2, unrolled: 4 };

/** For engines that load all numbers of a turn at its beginning: more would not stay in registers. */
export const smallTile: Tile = { rows: 4, vectors: 2, unrolled: 1 };
