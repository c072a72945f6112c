import type { Code } from "../../assembler/code.ts";
import type { WasmFunction } from "../../assembler/module.ts";
import { Body } from "../body.ts";
import { clearBytes, copyBytes } from "../copy.ts";
import type { ProductShape } from "./shape.ts";
import { transposeSquare } from "./transpose.ts";

/**
 * The left operand where it is read transposed: groups of rows, each with its numbers in the order of k. The unit is a
 * group.
 */
export function emitPackLeft(name: string, from: number, to: number, shape: ProductShape): WasmFunction {
  const { rows, inner, width, tile } = shape;
  const body = new Body(["i32", "i32"]);
  body.range(["local.get", 0], ["local.get", 1], 1, (group) => {
    const row = body.let("i32", [group, ["i32.const", tile.rows], ["i32.mul"]]);
    const last = rows % tile.rows;
    const copyAll = (count: number): Code =>
      body.collect(() => {
        const source = body.local("i32");
        const target = body.local("i32");
        body.emit(address(row, width, from), ["local.set", source]);
        body.emit(address(row, inner * width, to), ["local.set", target]);
        body.repeat(inner, 1, () => {
          body.emit(copyBytes(["local.get", source], ["local.get", target], count * width));
          body.emit(advance(source, rows * width), advance(target, count * width));
        });
      });
    if (last === 0) body.emit(copyAll(tile.rows));
    else {
      const isLast: Code = [row, ["i32.const", rows - last], ["i32.eq"]];
      body.emit(isLast, ["if"], copyAll(last), ["else"]);
      if (rows >= tile.rows) body.emit(copyAll(tile.rows));
      body.emit(["end"]);
    }
  });
  return body.toFunction(name);
}

/**
 * A panel of the right operand: as many columns as a tile has, in the order of k; what is missing of the last panel is 0.
 * Its parameters are the first column, and the address of the panel.
 */
export function emitPackRight(
  name: string,
  from: number,
  isTransposed: boolean,
  shape: ProductShape,
): WasmFunction {
  const { columns, tileColumns } = shape;
  const body = new Body(["i32", "i32"]);
  const write = (count: number): Code =>
    body.collect(() =>
      isTransposed ? transposedPanel(body, from, count, shape) : straightPanel(body, from, count, shape),
    );
  const last = columns % tileColumns;
  if (last === 0) body.emit(write(tileColumns));
  else {
    body.emit(["local.get", 0], ["i32.const", columns - last], ["i32.eq"]);
    body.emit(["if"], write(last), ["else"]);
    if (columns >= tileColumns) body.emit(write(tileColumns));
    body.emit(["end"]);
  }
  return body.toFunction(name);
}

function straightPanel(body: Body, from: number, count: number, shape: ProductShape): void {
  const { columns, inner, width, tileColumns } = shape;
  const source = body.local("i32");
  const target = body.local("i32");
  body.emit(address(["local.get", 0], width, from), ["local.set", source]);
  body.emit(["local.get", 1], ["local.set", target]);
  body.repeat(inner, 1, () => {
    body.emit(copyBytes(["local.get", source], ["local.get", target], count * width));
    body.emit(clearBytes(["local.get", target], count * width, (tileColumns - count) * width));
    body.emit(advance(source, columns * width), advance(target, tileColumns * width));
  });
}

/** Squares of as many rows and columns as a vector has numbers, then what is left one by one. */
function transposedPanel(body: Body, from: number, count: number, shape: ProductShape): void {
  const { inner, width, tileColumns } = shape;
  const side = 16 / width;
  const rowBytes = inner * width;
  const source = body.local("i32");
  const target = body.local("i32");
  body.emit(address(["local.get", 0], rowBytes, from), ["local.set", source]);
  body.emit(["local.get", 1], ["local.set", target]);
  const step = (rows: number): void => {
    let column = 0;
    for (; rows === side && column + side <= count; column += side) {
      body.emit(
        transposeSquare(
          body,
          width,
          source,
          column * rowBytes,
          rowBytes,
          target,
          column * width,
          tileColumns * width,
        ),
      );
    }
    for (; column < count; column++) {
      for (let k = 0; k < rows; k++) {
        body.emit(
          copyNumber(
            width,
            source,
            column * rowBytes + k * width,
            target,
            (k * tileColumns + column) * width,
          ),
        );
      }
    }
    for (let k = 0; k < rows; k++) {
      const start = (k * tileColumns + count) * width;
      body.emit(clearBytes(["local.get", target], start, (tileColumns - count) * width));
    }
    body.emit(advance(source, rows * width), advance(target, rows * tileColumns * width));
  };
  const turns = Math.floor(inner / side);
  if (turns > 0) body.repeat(turns, 1, () => step(side));
  if (inner % side > 0) step(inner % side);
}

function copyNumber(width: number, from: number, fromOffset: number, to: number, toOffset: number): Code {
  const type = width === 4 ? "i32" : "i64";
  return [
    ["local.get", to],
    ["local.get", from],
    [`${type}.load`, fromOffset],
    [`${type}.store`, toOffset],
  ];
}

function address(index: Code, times: number, start: number): Code {
  return [index, ["i32.const", times], ["i32.mul"], ["i32.const", start], ["i32.add"]];
}

function advance(local: number, by: number): Code {
  return [["local.get", local], ["i32.const", by], ["i32.add"], ["local.set", local]];
}
