import type { DType } from "../../../../tensor/tensor.ts";
import type { Product } from "../../lower/kernel.ts";
import { LONGEST_SUM } from "../../lower/reading.ts";
import { bytesOf } from "../lanes.ts";

/** How products are calculated. It decides how fast they are; whether they are fused decides their bits too. */
export interface ProductOptions {
  /** Multiply and add in one rounding. */
  readonly fused: boolean;
  /** Twice as many columns at once, for engines that make 256-bit instructions of pairs. */
  readonly wide: boolean;
}

/** Rows of a tile. With 2 vectors in each row, 12 sums stay in registers. */
export const TILE_ROWS = 6;

/** The sizes of a product in memory, in elements unless named bytes. */
export interface ProductShape {
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  /** Of one number, in bytes. */
  readonly width: number;
  /** Vectors in a row of a tile. */
  readonly vectors: number;
  readonly tileColumns: number;
  readonly tileBytes: number;
  /** Panels of the right operand; each is a unit of the product. */
  readonly panels: number;
  readonly panelBytes: number;
  /** So many terms are added up before they are added to what came before. The same whatever the tile. */
  readonly block: number;
  /** How far apart the left operand's numbers lie, in bytes, once it has been packed where that is necessary. */
  readonly left: { readonly isPacked: boolean; readonly row: number; readonly inner: number };
}

export function shapeOf(
  { shape, left, inner }: Product,
  dtype: DType,
  { wide }: ProductOptions,
): ProductShape {
  const [rows, columns] = shape;
  const width = bytesOf(dtype);
  const vectors = wide ? 4 : 2;
  const tileColumns = (vectors * 16) / width;
  const isPacked = left.isTransposed;
  return {
    rows,
    columns,
    inner,
    width,
    vectors,
    tileColumns,
    tileBytes: TILE_ROWS * tileColumns * width,
    panels: Math.ceil(columns / tileColumns),
    panelBytes: tileColumns * inner * width,
    block: Math.ceil(inner / Math.ceil(inner / LONGEST_SUM)),
    left: { isPacked, row: isPacked ? width : inner * width, inner: isPacked ? TILE_ROWS * width : width },
  };
}

/** What a product works with: the packed left operand, a panel of the right one and a tile for each unit. */
export interface WorkSpace {
  readonly left: number;
  readonly panels: number;
  readonly tiles: number;
  readonly bytes: number;
}

export function workSpaceOf({
  rows,
  inner,
  width,
  left,
  panels,
  panelBytes,
  tileBytes,
}: ProductShape): WorkSpace {
  const leftBytes = left.isPacked ? Math.ceil((rows * inner * width) / 64) * 64 : 0;
  const panelsEnd = leftBytes + panels * panelBytes;
  return { left: 0, panels: leftBytes, tiles: panelsEnd, bytes: panelsEnd + panels * tileBytes };
}
