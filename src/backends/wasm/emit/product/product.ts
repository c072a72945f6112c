import type { DType } from "../../../../tensor/tensor.ts";
import type { Code } from "../../assembler/code.ts";
import type { WasmFunction } from "../../assembler/module.ts";
import type { Product } from "../../lower/kernel.ts";
import { Body } from "../body.ts";
import type { KernelFunction } from "../kernel-function.ts";
import { vectorLanes } from "../lanes.ts";
import type { Places } from "../places.ts";
import { Finish } from "./finish.ts";
import { emitMicroKernel } from "./micro-kernel.ts";
import { emitPackLeft, emitPackRight } from "./pack.ts";
import { type ProductOptions, type ProductShape, shapeOf, unitsOf, workSpaceOf } from "./shape.ts";

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
  const { rows: height } = shape.tile;
  const rest = shape.rows % height;
  const heights = [...(shape.rows >= height ? [height] : []), ...(rest > 0 ? [rest] : [])];
  const finish = new Finish(product, dtype, places, shape);
  const ways = waysOf(shape, finish);
  const helpers = [
    emitPackRight(`${name}_panel`, right, product.right.isTransposed, shape),
    ...(ways.includes("tile") ? [finish.toFunction(`${name}_finish`)] : []),
    ...ways.flatMap((way) =>
      heights.map((rows) =>
        emitMicroKernel(
          `${name}_${way}${rows}`,
          rows,
          lanes,
          leftOf(shape, rows),
          options.fused,
          way === "inline" ? finish : undefined,
        ),
      ),
    ),
  ];
  const multiply = emitMultiply(name, shape, ways, finish, {
    left: shape.left.isPacked ? packed : left,
    panels: work + space.panels,
    tiles: work + space.tiles,
    step: space.step,
  });
  const phases = [{ function: multiply, units: unitsOf(shape) }];
  if (shape.left.isPacked) {
    const pack = emitPackLeft(`${name}_left`, left, packed, shape);
    phases.unshift({ function: pack, units: Math.ceil(shape.rows / height) });
  }
  return { phases, helpers };
}

/** How a tile is finished: where its sums are, or by a function, once they are in memory. */
type Way = "inline" | "tile";

/** Sums of several blocks are in memory. Where the columns do not come out even, the last tiles go there as well: the second way. */
function waysOf({ columns, tileColumns, inner, block }: ProductShape, finish: Finish): Way[] {
  if (!finish.isInline || columns < tileColumns || inner > block) return ["tile"];
  return columns % tileColumns === 0 ? ["inline"] : ["inline", "tile"];
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
function emitMultiply(
  name: string,
  shape: ProductShape,
  ways: readonly Way[],
  finish: Finish,
  addresses: Addresses,
): WasmFunction {
  const { rows, columns, width, tileColumns, panels, share } = shape;
  const body = new Body(["i32", "i32"]);
  const [from, to]: Code[] = body.params.map((_, i) => ["local.get", i]);
  const keep = (code: Code) => body.let("i32", code);
  // one panel and one tile for the whole share, which stay in the nearest cache
  const panel = keep(times(from, addresses.step, addresses.panels));
  const tile = keep(times(from, addresses.step, addresses.tiles));
  if (ways.includes("inline")) finish.emitConstants(body, tile);
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
      const finished = ways.map((way): Code => {
        const sums: Code = [start, panel, tile, row, column, ["call", `${name}_${way}${height}`]];
        const end: Code = [row, ["i32.const", height], ["i32.add"]];
        return way === "inline" ? sums : [sums, tile, row, end, column, count, ["call", `${name}_finish`]];
      });
      const [whole, part] = finished;
      if (!part) body.emit(whole);
      else {
        body.emit(count, ["i32.const", tileColumns], ["i32.eq"]);
        body.emit(["if"], whole, ["else"], part, ["end"]);
      }
    });
  });
  return body.toFunction(name);
}

/** Whole tiles, then what is left of all rows. */
function forEachTile(
  body: Body,
  { rows, tile }: ProductShape,
  firstRow: Code,
  endRow: Code,
  visit: (row: Code, height: number) => void,
): void {
  const rest = rows % tile.rows;
  const whole: Code = ["i32.const", rows - rest];
  if (rows >= tile.rows) {
    const end = body.let("i32", smaller(endRow, whole));
    body.range(firstRow, end, tile.rows, (row) => visit(row, tile.rows));
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
