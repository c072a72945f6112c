import type { Code } from "../assembler/code.ts";
import type { WasmFunction } from "../assembler/module.ts";
import { Body } from "./body.ts";
import { copyBytes } from "./copy.ts";

/** An input that takes its rows from a data set. */
export interface Feed {
  /** Where the batch goes. */
  readonly address: number;
  readonly rowBytes: number;
}

/** Rows of up to so many bytes are copied without a call. */
const SHORT_ROW = 256;

/**
 * Copies rows of the data sets into the inputs; the unit is a row of the batch. Parameters: first unit, the one behind the
 * last, the address of the rows' numbers, and the address of each data set.
 */
export function emitGather(name: string, feeds: readonly Feed[]): WasmFunction {
  const body = new Body(["i32", "i32", "i32", ...feeds.map(() => "i32" as const)]);
  body.range(["local.get", 0], ["local.get", 1], 1, (row) => {
    const chosen = rowNumber(body, ["local.get", 2], row);
    for (const [i, { address, rowBytes }] of feeds.entries()) {
      const from = rowAddress(chosen, rowBytes, ["local.get", 3 + i]);
      const to = rowAddress(row, rowBytes, ["i32.const", address]);
      if (rowBytes > SHORT_ROW) body.emit(to, from, ["i32.const", rowBytes], ["memory.copy"]);
      else body.emit(copyBytes(body.let("i32", from), body.let("i32", to), rowBytes));
    }
  });
  return body.toFunction(name);
}

/** The number of the data set's row that is the given row of the batch. */
export function rowNumber(body: Body, order: Code, row: Code): Code {
  return body.let("i32", [order, [row, ["i32.const", 2], ["i32.shl"]], ["i32.add"], ["i32.load", 0]]);
}

function rowAddress(row: Code, rowBytes: number, start: Code): Code {
  return [row, ["i32.const", rowBytes], ["i32.mul"], start, ["i32.add"]];
}
