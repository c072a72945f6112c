import type { DType } from "../../../../tensor/tensor.ts";
import type { Code } from "../../assembler/code.ts";
import type { WasmFunction } from "../../assembler/module.ts";
import type { Product } from "../../lower/kernel.ts";
import { Body } from "../body.ts";
import type { KernelFunction } from "../kernel-function.ts";
import { vectorLanes } from "../lanes.ts";
import type { Places } from "../places.ts";
import { emitFinish } from "./finish.ts";
import { emitMicroKernel } from "./micro-kernel.ts";
import { emitPackLeft, emitPackRight } from "./pack.ts";
import { type ProductOptions, type ProductShape, shapeOf, TILE_ROWS, unitsOf, workSpaceOf } from "./shape.ts";

/**
 * A matrix product: the left operand is packed where it is read transposed; then each panel of the right operand is packed
 * and multiplied with all rows, tile by tile.
 * @param work the address of the memory it works with
 */
export function emitProduct(
  product: Product,
  name: string,
  dtype: DType,
  places: Places,
  work: number,
  options: ProductOptions,
): { phases: KernelFunction[]; helpers: WasmFunction[] } {
  const shape = shapeOf(product, dtype, options);
  const space = workSpaceOf(shape);
  const lanes = vectorLanes(dtype);
  const operand = (id: number): number => {
    const place = places.get(id);
    if (!place) throw new Error(`%${id}: an operand has no place in memory`);
    return place.address;
  };
  const [left, right] = [operand(product.left.node.id), operand(product.right.node.id)];
  const packed = work + space.left;
  const rest = shape.rows % TILE_ROWS;
  const heights = [...(shape.rows >= TILE_ROWS ? [TILE_ROWS] : []), ...(rest > 0 ? [rest] : [])];
  const helpers = [
    emitPackRight(`${name}_panel`, right, product.right.isTransposed, shape),
    emitFinish(`${name}_finish`, product, dtype, places, shape),
    ...heights.map((rows) =>
      emitMicroKernel(`${name}_tile${rows}`, rows, lanes, leftOf(shape, rows), options.fused),
    ),
  ];
  const multiply = emitMultiply(name, shape, {
    left: shape.left.isPacked ? packed : left,
    panels: work + space.panels,
    tiles: work + space.tiles,
    step: space.step,
  });
  const phases = [{ function: multiply, units: unitsOf(shape) }];
  if (shape.left.isPacked) {
    const pack = emitPackLeft(`${name}_left`, left, packed, shape);
    phases.unshift({ function: pack, units: Math.ceil(shape.rows / TILE_ROWS) });
  }
  return { phases, helpers };
}

/** The last group of a packed operand has fewer rows, which lie closer together. */
function leftOf(shape: ProductShape, rows: number): ProductShape {
  const { left, width } = shape;
  return left.isPacked ? { ...shape, left: { ...left, inner: rows * width } } : shape;
}

interface Addresses {
  readonly left: number;
  readonly panels: number;
  readonly tiles: number;
  readonly step: number;
}

/** Panel after panel, each with the rows of the share. */
function emitMultiply(name: string, shape: ProductShape, addresses: Addresses): WasmFunction {
  const { rows, columns, width, tileColumns, panels, share } = shape;
  const body = new Body(["i32", "i32"]);
  const [from, to]: Code[] = body.params.map((_, i) => ["local.get", i]);
  const keep = (code: Code) => body.let("i32", code);
  // one panel and one tile for the whole share, which stay in the nearest cache
  const panel = keep(times(from, addresses.step, addresses.panels));
  const tile = keep(times(from, addresses.step, addresses.tiles));
  const part = (visit: (unit: Code) => void) => body.range(from, to, 1, visit);
  const all = (visit: (unit: Code) => void) => body.repeat(panels, 1, visit);
  const [firstRow, endRow]: Code[] =
    share.of === "panels"
      ? [
          ["i32.const", 0],
          ["i32.const", rows],
        ]
      : [keep(times(from, share.block)), keep(smaller(times(to, share.block), ["i32.const", rows]))];
  (share.of === "panels" ? part : all)((unit) => {
    const column = keep(times(unit, tileColumns));
    const count = keep(smaller([["i32.const", columns], column, ["i32.sub"]], ["i32.const", tileColumns]));
    body.emit(column, panel, ["call", `${name}_panel`]);
    forEachTile(body, shape, firstRow, endRow, (row, height) => {
      const start = times(row, shape.inner * width, addresses.left);
      body.emit(start, panel, tile, ["call", `${name}_tile${height}`]);
      const end: Code = [row, ["i32.const", height], ["i32.add"]];
      body.emit(tile, row, end, column, count, ["call", `${name}_finish`]);
    });
  });
  return body.toFunction(name);
}

/** Whole tiles, then what is left of all rows. */
function forEachTile(
  body: Body,
  { rows }: ProductShape,
  firstRow: Code,
  endRow: Code,
  visit: (row: Code, height: number) => void,
): void {
  const rest = rows % TILE_ROWS;
  const whole: Code = ["i32.const", rows - rest];
  if (rows >= TILE_ROWS) {
    const end = body.let("i32", smaller(endRow, whole));
    body.range(firstRow, end, TILE_ROWS, (row) => visit(row, TILE_ROWS));
  }
  if (rest === 0) return;
  body.emit(endRow, whole, ["i32.gt_u"]);
  body.within("if", () => visit(whole, rest));
}

function times(index: Code, by: number, start = 0): Code {
  const product: Code = [index, ["i32.const", by], ["i32.mul"]];
  return start === 0 ? product : [product, ["i32.const", start], ["i32.add"]];
}

/** The smaller of two numbers without a sign; both are calculated twice. */
function smaller(a: Code, b: Code): Code {
  return [a, b, [a, b, ["i32.lt_u"]], ["select"]];
}
