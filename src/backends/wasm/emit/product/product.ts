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
import { type ProductOptions, type ProductShape, shapeOf, TILE_ROWS, workSpaceOf } from "./shape.ts";

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
  });
  const phases = [{ function: multiply, units: shape.panels }];
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
}

/** The unit is a panel. */
function emitMultiply(name: string, shape: ProductShape, addresses: Addresses): WasmFunction {
  const { rows, columns, inner, width, tileColumns, panelBytes, tileBytes } = shape;
  const body = new Body(["i32", "i32"]);
  const times = (index: Code, by: number, start: number): Code =>
    body.let("i32", [index, ["i32.const", by], ["i32.mul"], ["i32.const", start], ["i32.add"]]);
  body.range(["local.get", 0], ["local.get", 1], 1, (unit) => {
    const column = times(unit, tileColumns, 0);
    const panel = times(unit, panelBytes, addresses.panels);
    const tile = times(unit, tileBytes, addresses.tiles);
    const left: Code = [["i32.const", columns], column, ["i32.sub"]];
    const all: Code = ["i32.const", tileColumns];
    const count = body.let("i32", [left, all, [left, all, ["i32.lt_u"]], ["select"]]);
    body.emit(column, panel, ["call", `${name}_panel`]);
    const oneTile = (row: Code, height: number): void => {
      const start: Code = [
        row,
        ["i32.const", inner * width],
        ["i32.mul"],
        ["i32.const", addresses.left],
        ["i32.add"],
      ];
      body.emit(start, panel, tile, ["call", `${name}_tile${height}`]);
      body.emit(tile, row, [row, ["i32.const", height], ["i32.add"]], column, count, [
        "call",
        `${name}_finish`,
      ]);
    };
    const whole = rows - (rows % TILE_ROWS);
    if (whole > 0) body.repeat(whole / TILE_ROWS, TILE_ROWS, (row) => oneTile(row, TILE_ROWS));
    if (whole < rows) oneTile(["i32.const", whole], rows - whole);
  });
  return body.toFunction(name);
}
