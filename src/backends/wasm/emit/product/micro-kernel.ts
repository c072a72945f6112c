import type { Code } from "../../assembler/code.ts";
import type { WasmFunction } from "../../assembler/module.ts";
import { Body } from "../body.ts";
import type { Lanes } from "../lanes.ts";
import type { Finish } from "./finish.ts";
import type { ProductShape } from "./shape.ts";

/**
 * The inner loop: one tile of the product, given the addresses of its rows of the left operand, its panel of the right
 * one, and the tile, whose first row and column follow. Sums stay in registers; each is over k in order, by blocks.
 * @param finish what becomes of the sums; without it, they are stored in the tile
 */
export function emitMicroKernel(
  name: string,
  rows: number,
  lanes: Lanes,
  shape: ProductShape,
  fused: boolean,
  finish?: Finish,
): WasmFunction {
  const body = new Body(["i32", "i32", "i32", "i32", "i32"]);
  const kernel = new MicroKernel(body, rows, lanes, shape, fused);
  const { inner, block } = shape;
  const blocks = Math.ceil(inner / block);
  if (blocks === 1) {
    kernel.sum(inner);
    if (finish) finish.emitTile(body, ["local.get", 2], ["local.get", 3], ["local.get", 4], kernel.sums);
    else kernel.store();
  } else {
    const last = inner - (blocks - 1) * block;
    kernel.clearTile();
    body.repeat(last === block ? blocks : blocks - 1, 1, () => kernel.addToTile(block));
    if (last !== block) kernel.addToTile(last);
  }
  return body.toFunction(name);
}

class MicroKernel {
  readonly #body: Body;
  readonly #rows: number;
  readonly #lanes: Lanes;
  readonly #shape: ProductShape;
  readonly #fused: boolean;
  readonly #sums: readonly (readonly number[])[];
  readonly #end: number;

  constructor(body: Body, rows: number, lanes: Lanes, shape: ProductShape, fused: boolean) {
    this.#body = body;
    this.#rows = rows;
    this.#lanes = lanes;
    this.#shape = shape;
    this.#fused = fused;
    this.#end = body.local("i32");
    this.#sums = Array.from({ length: rows }, () =>
      Array.from({ length: shape.tile.vectors }, () => body.local("v128")),
    );
  }

  /** Where they are, row by row. */
  get sums(): Code[][] {
    return this.#sums.map((row) => row.map((sum): Code => ["local.get", sum]));
  }

  /** Every sum over so many terms; afterwards both operands' addresses stand behind them. */
  sum(terms: number): void {
    this.#clearSums();
    const { unrolled } = this.#shape.tile;
    const turns = Math.floor(terms / unrolled);
    if (turns > 0) this.#loop(turns);
    const rest = terms % unrolled;
    for (let k = 0; k < rest; k++) this.#term(k);
    if (rest > 0) this.#advance(rest);
  }

  addToTile(terms: number): void {
    this.sum(terms);
    this.#forEachSum((sum, offset) => {
      const before = this.#lanes.load(["local.get", 2], offset);
      this.#body.emit(this.#lanes.binary("add", before, ["local.get", sum]), ["local.set", sum]);
    });
    this.store();
  }

  clearTile(): void {
    this.#clearSums();
    this.store();
  }

  #clearSums(): void {
    const zero = this.#lanes.constant(0);
    for (const sum of this.#sums.flat()) this.#body.emit(zero, ["local.set", sum]);
  }

  #loop(turns: number): void {
    const { tileColumns, width, tile } = this.#shape;
    const rightStep = tileColumns * width * tile.unrolled;
    this.#body.emit(
      ["local.get", 1],
      ["i32.const", turns * rightStep],
      ["i32.add"],
      ["local.set", this.#end],
    );
    this.#body.within("loop", () => {
      for (let k = 0; k < tile.unrolled; k++) this.#term(k);
      this.#advance(tile.unrolled);
      this.#body.emit(["local.get", 1], ["local.get", this.#end], ["i32.lt_u"], ["br_if", 0]);
    });
  }

  #advance(terms: number): void {
    const { left, tileColumns, width } = this.#shape;
    for (const [param, step] of [left.inner, tileColumns * width].entries()) {
      this.#body.emit(["local.get", param], ["i32.const", terms * step], ["i32.add"], ["local.set", param]);
    }
  }

  /** One term of every sum, `k` places behind the addresses. */
  #term(k: number): void {
    const { left, tileColumns, tile, width } = this.#shape;
    const right = Array.from({ length: tile.vectors }, (_, v) =>
      this.#body.let("v128", this.#lanes.load(["local.get", 1], k * tileColumns * width + v * 16)),
    );
    for (let row = 0; row < this.#rows; row++) {
      const factor = this.#body.let(
        "v128",
        this.#lanes.loadSplat(["local.get", 0], k * left.inner + row * left.row),
      );
      for (const [v, sum] of this.#sums[row].entries()) {
        this.#body.emit(this.#multiplyAdd(factor, right[v], ["local.get", sum]), ["local.set", sum]);
      }
    }
  }

  #multiplyAdd(x: Code, y: Code, z: Code): Code {
    const { fused, binary } = this.#lanes;
    return this.#fused ? fused(x, y, z) : binary("add", z, binary("mul", x, y));
  }

  /** Stores stand side by side: V8 looks for such pairs when it makes 256-bit instructions. */
  store(): void {
    this.#forEachSum((sum, offset) => {
      this.#body.emit(this.#lanes.store(["local.get", 2], ["local.get", sum], offset));
    });
  }

  #forEachSum(visit: (sum: number, offset: number) => void): void {
    const rowBytes = this.#shape.tileColumns * this.#shape.width;
    for (const [row, sums] of this.#sums.entries()) {
      for (const [v, sum] of sums.entries()) visit(sum, row * rowBytes + v * 16);
    }
  }
}
