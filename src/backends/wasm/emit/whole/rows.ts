import { NEAR } from "../../../../ops/gather.ts";
import { sizeOf } from "../../../../tensor/shape.ts";
import type { DType } from "../../../../tensor/tensor.ts";
import type { Code } from "../../assembler/code.ts";
import { Body } from "../body.ts";
import type { KernelFunction } from "../kernel-function.ts";
import { scalarLanes } from "../lanes.ts";
import type { WholeKernel } from "./emit-whole.ts";

/** Columns of a table that are added up by one thread: every number is added up by one, in order. */
const UNIT_COLUMNS = 16;
/** Rows that are read by one thread. */
const UNIT_ROWS = 64;

/** The unit is some of the indices. What is no index of a row is never made an address. */
export function emitRows({ name, dtype, node, inputs, out }: WholeKernel): KernelFunction {
  const lanes = scalarLanes(dtype);
  const [table, indices] = inputs;
  const [rows, width] = node.inputs[0].shape;
  const rowBytes = width * lanes.bytes;
  const count = sizeOf(node.inputs[1].shape);
  const units = Math.ceil(count / UNIT_ROWS);
  const body = new Body(["i32", "i32"]);
  const behind: Code = [["local.get", 1], ["i32.const", UNIT_ROWS], ["i32.mul"]];
  const end = body.let("i32", least(behind, ["i32.const", count]));
  body.range([["local.get", 0], ["i32.const", UNIT_ROWS], ["i32.mul"]], end, 1, (i) => {
    const { isRow, row } = rowAt(body, dtype, i, indices.address, rows);
    const to = body.let("i32", [
      i,
      ["i32.const", rowBytes],
      ["i32.mul"],
      ["i32.const", out.address],
      ["i32.add"],
    ]);
    body.emit(isRow);
    body.within("if", () => {
      const from: Code = [
        row,
        ["i32.const", rowBytes],
        ["i32.mul"],
        ["i32.const", table.address],
        ["i32.add"],
      ];
      body.emit(to, from, ["i32.const", rowBytes], ["memory.copy"]);
    });
    body.emit(isRow, ["i32.eqz"]);
    body.within("if", () => {
      body.repeat(width, lanes.bytes, (at) => {
        body.emit(lanes.store([to, at, ["i32.add"]], lanes.constant(Number.NaN), 0));
      });
    });
  });
  return { function: body.toFunction(name), units };
}

/** Adds rows up where they belong; the unit is some of the columns. */
export function emitScatter({ name, dtype, node, inputs, out }: WholeKernel): KernelFunction {
  const lanes = scalarLanes(dtype);
  const [x, indices] = inputs;
  const [rows, width] = node.shape;
  const rowBytes = width * lanes.bytes;
  const count = sizeOf(node.inputs[1].shape);
  const body = new Body(["i32", "i32"]);
  const columns = (unit: Code): Code => [unit, ["i32.const", UNIT_COLUMNS], ["i32.mul"]];
  const bytesOfColumns = (column: Code): Code =>
    body.let("i32", [least(column, ["i32.const", width]), ["i32.const", lanes.bytes], ["i32.mul"]]);
  const from = bytesOfColumns(columns(["local.get", 0]));
  const to = bytesOfColumns(columns(["local.get", 1]));
  const units = Math.ceil(width / UNIT_COLUMNS);
  const zeros = (start: Code, bytes: Code): void => {
    body.emit([start, ["i32.const", out.address], ["i32.add"]], ["i32.const", 0], bytes, ["memory.fill"]);
  };
  if (units === 1) zeros(["i32.const", 0], ["i32.const", rows * rowBytes]);
  else body.repeat(rows, rowBytes, (row) => zeros([row, from, ["i32.add"]], [to, from, ["i32.sub"]]));
  body.range(["i32.const", 0], ["i32.const", count], 1, (i) => {
    const { isRow, row } = rowAt(body, dtype, i, indices.address, rows);
    body.emit(isRow);
    body.within("if", () => {
      const target = body.let("i32", [row, ["i32.const", rowBytes], ["i32.mul"]]);
      const source = body.let("i32", [i, ["i32.const", rowBytes], ["i32.mul"]]);
      body.range(from, to, lanes.bytes, (column) => {
        const into = body.let("i32", [target, column, ["i32.add"]]);
        const added = lanes.load([source, column, ["i32.add"]], x.address);
        body.emit(lanes.store(into, lanes.binary("add", lanes.load(into, out.address), added), out.address));
      });
    });
  });
  return { function: body.toFunction(name), units };
}

/** Is the i-th number the index of a row, and of which? */
function rowAt(
  body: Body,
  dtype: DType,
  i: Code,
  address: number,
  rows: number,
): { readonly isRow: Code; readonly row: Code } {
  const lanes = scalarLanes(dtype);
  const place: Code = [i, ["i32.const", lanes.bytes], ["i32.mul"]];
  const index = body.let(lanes.type, lanes.load(place, address));
  const whole = body.let(lanes.type, lanes.unary("nearest", index));
  const off = lanes.unary("abs", lanes.binary("sub", index, whole));
  const isRow: Code = [
    lanes.compare("le", off, lanes.constant(NEAR)),
    lanes.compare("ge", whole, lanes.constant(0)),
    ["i32.and"],
    lanes.compare("lt", whole, lanes.constant(rows)),
    ["i32.and"],
  ];
  const row: Code = [whole, [dtype === "f32" ? "i32.trunc_sat_f32_u" : "i32.trunc_sat_f64_u"]];
  return { isRow: body.let("i32", isRow), row: body.let("i32", row) };
}

function least(a: Code, b: Code): Code {
  return [a, b, [a, b, ["i32.lt_u"]], ["select"]];
}
