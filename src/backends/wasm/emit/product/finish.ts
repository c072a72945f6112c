import type { Fn } from "../../../../graph/expression.ts";
import type { DType } from "../../../../tensor/tensor.ts";
import type { Code } from "../../assembler/code.ts";
import type { WasmFunction } from "../../assembler/module.ts";
import type { Product } from "../../lower/kernel.ts";
import { type Term, termRefs } from "../../lower/term.ts";
import { Body } from "../body.ts";
import { type Lanes, scalarLanes, vectorLanes } from "../lanes.ts";
import { type Access, accessOf, addUp, type Places, timesOf } from "../places.ts";
import { emitCalculation, type Positions } from "../statements.ts";
import { NUMBERS, type ProductShape } from "./shape.ts";

/** What becomes of the sums of a product: bias, activation, update, whatever was fused, and the stores. */
export class Finish {
  readonly #product: Product;
  readonly #dtype: DType;
  readonly #places: Places;
  readonly #shape: ProductShape;
  readonly #isVector: boolean;
  #foundConstants: readonly number[] | undefined;

  constructor(product: Product, dtype: DType, places: Places, shape: ProductShape) {
    this.#product = product;
    this.#dtype = dtype;
    this.#places = places;
    this.#shape = shape;
    this.#isVector = accessesOf(product, places).every(({ strides }) => strides[1] === 0 || strides[1] === 1);
  }

  /** Can it be written out for a whole tile, whose sums are still in registers, and stay short? */
  get isInline(): boolean {
    const { statements } = this.#product;
    const cost = statements.slice(1).reduce((sum, { term }) => sum + callsIn(term), 0);
    return (
      this.#isVector &&
      statements.every(({ to }) => !to) &&
      cost <= MOST_INLINE &&
      this.#constants.length <= NUMBERS
    );
  }

  /** The numbers in it, which a tile that is finished where its sums are finds in memory. */
  get #constants(): readonly number[] {
    this.#foundConstants ??= this.#findConstants();
    return this.#foundConstants;
  }

  /** Writes a row to nowhere, and notes which constants it has. */
  #findConstants(): number[] {
    const lanes = vectorLanes(this.#dtype);
    const found = new Set<number>();
    const constant = (value: number): Code => {
      if (value !== 0) found.add(value);
      return lanes.constant(value);
    };
    const [body, nowhere]: [Body, Code] = [new Body(), ["i32.const", 0]];
    this.#emitRow(body, { ...lanes, constant }, new Anchor(body, nowhere, nowhere), 0, [nowhere]);
    return [...found];
  }

  /** Puts the numbers that `emitTile` reads behind a tile. */
  emitConstants(body: Body, tile: Code): void {
    const { store, constant } = scalarLanes(this.#dtype);
    for (const [i, value] of this.#constants.entries()) {
      body.emit(store(tile, constant(value), constantAt(this.#shape, i)));
    }
  }

  /**
   * A function that finishes a tile in memory. Its parameters are the tile's address, its first row and the row behind its
   * last, its first column and how many there are.
   */
  toFunction(name: string): WasmFunction {
    const body = new Body(["i32", "i32", "i32", "i32", "i32"]);
    const [tile, firstRow, endRow, firstColumn, columns]: Code[] = body.params.map((_, i) => [
      "local.get",
      i,
    ]);
    const { tileColumns, width } = this.#shape;
    const lanes = this.#isVector ? vectorLanes(this.#dtype) : scalarLanes(this.#dtype);
    const tileRow = body.local("i32");
    body.emit(tile, ["local.set", tileRow]);
    body.range(firstRow, endRow, 1, (row) => {
      const start = body.let("i32", [firstColumn, ["i32.const", width], ["i32.mul"]]);
      const whole = body.collect(() => {
        const sums = Array.from({ length: tileColumns / lanes.count }, (_, i) =>
          body.let(lanes.type, lanes.load(["local.get", tileRow], i * lanes.bytes * lanes.count)),
        );
        this.#emitRow(body, lanes, new Anchor(body, row, start), 0, sums);
      });
      const part = body.collect(() => {
        const one = scalarLanes(this.#dtype);
        const end = body.let("i32", [columns, ["i32.const", width], ["i32.mul"]]);
        body.range(["i32.const", 0], end, width, (column) => {
          const sum = body.let(one.type, one.load([["local.get", tileRow], column, ["i32.add"]], 0));
          this.#emitRow(body, one, new Anchor(body, row, [start, column, ["i32.add"]]), 0, [sum]);
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

  /**
   * Finishes a whole tile where its sums are, row by row. Its numbers are read from behind the tile: V8 puts a 256-bit constant
   * together anew wherever it is used, which takes longer than what is done with it.
   */
  emitTile(
    body: Body,
    tile: Code,
    firstRow: Code,
    firstColumn: Code,
    sums: readonly (readonly Code[])[],
  ): void {
    const lanes = vectorLanes(this.#dtype);
    const read = (i: number): Code => lanes.loadSplat(tile, constantAt(this.#shape, i));
    const known = new Map(this.#constants.map((value, i) => [value, body.let("v128", read(i))]));
    const constant = (value: number): Code => (value !== 0 && known.get(value)) || lanes.constant(value);
    const start = body.let("i32", [firstColumn, ["i32.const", this.#shape.width], ["i32.mul"]]);
    const place = new Anchor(body, firstRow, start);
    for (const [i, row] of sums.entries()) this.#emitRow(body, { ...lanes, constant }, place, i, row);
  }

  /**
   * So many rows behind a place, sums side by side. They are stored when all are calculated, pairs one after the other: of
   * such pairs V8 makes 256-bit instructions.
   */
  #emitRow(body: Body, lanes: Lanes, place: Anchor, row: number, sums: readonly Code[]): void {
    const product = this.#product;
    const stores = sums.map((sum, i) => {
      const positions = place.positions(lanes, row, i * lanes.count);
      const known = new Map([[product.statements[0].node.id, sum]]);
      return emitCalculation(body, lanes, product, this.#places, positions, known);
    });
    for (const i of stores[0].keys()) body.emit(...stores.map((of) => of[i]));
  }
}

/** More calls of functions, for each number of a tile, are not written out. */
const MOST_INLINE = 6;

/** Each is no more than three instructions. */
const cheap: ReadonlySet<Fn> = new Set(["add", "sub", "mul", "neg", "square", "relu", "step"]);

function callsIn(term: Term): number {
  if (typeof term === "number" || "ref" in term) return 0;
  if (!("fn" in term) || !cheap.has(term.fn)) return Number.POSITIVE_INFINITY;
  return term.args.reduce((sum: number, arg) => sum + callsIn(arg), 1);
}

function constantAt({ tileBytes, width }: ProductShape, i: number): number {
  return tileBytes + i * width;
}

/** A row and, in bytes, a column of the product; from there on, others are known when the instructions are written. */
class Anchor {
  readonly #body: Body;
  readonly #row: Code;
  readonly #column: Code;
  readonly #known = new Map<string, Code[]>();

  constructor(body: Body, row: Code, column: Code) {
    this.#body = body;
    this.#row = row;
    this.#column = column;
  }

  positions({ bytes }: Lanes, rows: number, columns: number): Positions {
    return {
      parts: ({ strides: [row, column] }) => this.#moved(row * bytes, column),
      known: ({ strides: [row, column] }) => (rows * row + columns * column) * bytes,
      spread: ({ strides }) => (strides[1] === 1 ? "neighbours" : "same"),
    };
  }

  /** Calculated once: V8 sees that addresses are neighbours where they begin with the same local. */
  #moved(row: number, column: number): Code[] {
    const key = `${row} ${column}`;
    const parts = [...timesOf(this.#row, row), ...timesOf(this.#column, column)];
    const known = this.#known.get(key) ?? (parts.length > 0 ? [this.#body.let("i32", addUp(parts))] : []);
    this.#known.set(key, known);
    return known;
  }
}

function accessesOf({ indices, statements }: Product, places: Places): Access[] {
  const own = new Set(statements.map(({ node }) => node.id));
  const refs = statements.flatMap(({ term }) => termRefs(term)).filter(({ node }) => !own.has(node));
  return refs.map((ref) => accessOf(ref, indices, places));
}
