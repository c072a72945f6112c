import type { DType } from "../../../../tensor/tensor.ts";
import type { Product } from "../../lower/kernel.ts";
import { LONGEST_SUM } from "../../lower/reading.ts";
import { bytesOf } from "../lanes.ts";
import type { Tile } from "./tile.ts";

/** How products are calculated. It decides how fast they are; whether they are fused decides their bits too. */
export interface ProductOptions {
  /** Multiply and add in one rounding. */
  readonly fused: boolean;
  readonly tile: Tile;
  /** How many threads share the work. */
  readonly threads: number;
}

/** The sizes of a product in memory, in elements unless named bytes. */
export interface ProductShape {
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  /** Of one number, in bytes. */
  readonly width: number;
  readonly tile: Tile;
  readonly tileColumns: number;
  readonly tileBytes: number;
  /** Panels of the right operand. */
  readonly panels: number;
  readonly panelBytes: number;
  /** So many terms are added up before they are added to what came before. The same whatever the tile. */
  readonly block: number;
  /** How far apart the left operand's numbers lie, in bytes, once it has been packed where that is necessary. */
  readonly left: { readonly isPacked: boolean; readonly row: number; readonly inner: number };
  readonly share: Share;
}

/**
 * What is shared out among threads: panels, or blocks of so many rows. The neurons of a layer are the columns of x·Wᵀ and the
 * rows of δᵀ·x: where both are shared out by neurons, the weights that a thread reads are those that it has updated.
 */
type Share = { readonly of: "panels" } | { readonly of: "rows"; readonly block: number };

export function shapeOf(
  { shape, left, inner }: Product,
  dtype: DType,
  { tile, threads }: ProductOptions,
): ProductShape {
  const [rows, columns] = shape;
  const width = bytesOf(dtype);
  const tileColumns = (tile.vectors * 16) / width;
  const isPacked = left.isTransposed;
  const panels = Math.ceil(columns / tileColumns);
  const block = Math.ceil(rows / threads / tile.rows) * tile.rows;
  return {
    rows,
    columns,
    inner,
    width,
    tile,
    tileColumns,
    tileBytes: tile.rows * tileColumns * width,
    panels,
    panelBytes: tileColumns * inner * width,
    block: Math.ceil(inner / Math.ceil(inner / LONGEST_SUM)),
    left: { isPacked, row: isPacked ? width : inner * width, inner: isPacked ? tile.rows * width : width },
    share: isPacked || panels < threads ? { of: "rows", block } : { of: "panels" },
  };
}

/** How many units a product has. */
export function unitsOf({ rows, panels, share }: ProductShape): number {
  return share.of === "panels" ? panels : Math.ceil(rows / share.block);
}

/** So many numbers are behind a tile, for what finishes it. */
export const NUMBERS = 32;

/**
 * What a product works with: the packed left operand, and for each share, found by its first unit, a panel and a tile, behind
 * which there are a few numbers.
 */
export interface WorkSpace {
  readonly left: number;
  readonly panels: number;
  readonly tiles: number;
  /** From the panel and the tile of one unit to those of the next. */
  readonly step: number;
  readonly bytes: number;
}

/** What one thread writes lies a page away from what another does: caches fetch ahead, and would take it from each other. */
const PAGE = 4096;

export function workSpaceOf(shape: ProductShape): WorkSpace {
  const { rows, inner, width, left, panelBytes, tileBytes } = shape;
  const panels = left.isPacked ? pages(rows * inner * width) : 0;
  const step = pages(panelBytes + tileBytes + NUMBERS * width);
  return { left: 0, panels, tiles: panels + panelBytes, step, bytes: panels + unitsOf(shape) * step };
}

/** Rounded up, and one more. */
function pages(bytes: number): number {
  return (Math.ceil(bytes / PAGE) + 1) * PAGE;
}
