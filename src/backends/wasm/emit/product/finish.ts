import type { DType } from "../../../../tensor/tensor.ts";
import type { Code } from "../../assembler/code.ts";
import type { WasmFunction } from "../../assembler/module.ts";
import type { Product } from "../../lower/kernel.ts";
import { termRefs } from "../../lower/term.ts";
import { Body } from "../body.ts";
import { type Lanes, scalarLanes, vectorLanes } from "../lanes.ts";
import { type Access, accessOf, type Places, timesOf } from "../places.ts";
import { emitStatements, type Positions } from "../statements.ts";
import type { ProductShape } from "./shape.ts";

/**
 * What becomes of a tile once its sums are there: bias, activation, update, whatever was fused, and the stores. Its
 * parameters are the tile's address, its first row and the row behind its last, its first column and how many there are.
 */
export function emitFinish(
  name: string,
  product: Product,
  dtype: DType,
  places: Places,
  shape: ProductShape,
): WasmFunction {
  const body = new Body(["i32", "i32", "i32", "i32", "i32"]);
  const [tile, firstRow, endRow, firstColumn, columns]: Code[] = body.params.map((_, i) => ["local.get", i]);
  const { tileColumns, width } = shape;
  const accesses = accessesOf(product, places);
  const isVector = accesses.every(({ strides }) => strides[1] === 0 || strides[1] === 1);
  const lanes = isVector ? vectorLanes(dtype) : scalarLanes(dtype);
  const tileRow = body.local("i32");
  body.emit(tile, ["local.set", tileRow]);
  body.range(firstRow, endRow, 1, (row) => {
    const at = (inTile: Code, offset: number, moved: Code): Place => ({ row, moved, inTile, offset });
    const start = body.let("i32", [firstColumn, ["i32.const", width], ["i32.mul"]]);
    const whole = body.collect(() => {
      for (let column = 0; column < tileColumns; column += lanes.count) {
        const moved: Code = [start, ["i32.const", column * width], ["i32.add"]];
        emitAt(body, lanes, product, places, at(["local.get", tileRow], column * width, moved));
      }
    });
    const part = body.collect(() => {
      const one = scalarLanes(dtype);
      const end = body.let("i32", [columns, ["i32.const", width], ["i32.mul"]]);
      body.range(["i32.const", 0], end, width, (column) => {
        const inTile: Code = [["local.get", tileRow], column, ["i32.add"]];
        emitAt(body, one, product, places, at(inTile, 0, [start, column, ["i32.add"]]));
      });
    });
    body.emit(columns, ["i32.const", tileColumns], ["i32.eq"], ["if"], whole, ["else"], part, ["end"]);
    body.emit(
      ["local.get", tileRow],
      ["i32.const", tileColumns * width],
      ["i32.add"],
      ["local.set", tileRow],
    );
  });
  return body.toFunction(name);
}

/** One position of the product, or as many as there are lanes. */
interface Place {
  readonly row: Code;
  /** The column, in bytes. */
  readonly moved: Code;
  readonly inTile: Code;
  readonly offset: number;
}

function emitAt(body: Body, lanes: Lanes, product: Product, places: Places, place: Place): void {
  const moved = body.let("i32", place.moved);
  const positions: Positions = {
    parts: ({ strides: [row, column] }) => [
      ...timesOf(place.row, row * lanes.bytes),
      ...timesOf(moved, column),
    ],
    spread: ({ strides }) => (strides[1] === 1 ? "neighbours" : "same"),
  };
  const sum = body.let(lanes.type, lanes.load(place.inTile, place.offset));
  const known = new Map([[product.statements[0].node.id, sum]]);
  emitStatements(body, lanes, product, places, positions, known);
}

function accessesOf({ indices, statements }: Product, places: Places): Access[] {
  const own = new Set(statements.map(({ node }) => node.id));
  const refs = statements.flatMap(({ term }) => termRefs(term)).filter(({ node }) => !own.has(node));
  return refs.map((ref) => accessOf(ref, indices, places));
}
