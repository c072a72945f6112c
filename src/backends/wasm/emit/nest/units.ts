import type { Code } from "../../assembler/code.ts";
import type { Body } from "../body.ts";

/** Each unit of the function's share: from where to where it goes. */
export function forEachUnit(
  body: Body,
  step: number,
  size: number,
  visit: (start: Code, end: Code) => void,
): void {
  body.range(["local.get", 0], ["local.get", 1], 1, (unit) => {
    const start = body.let("i32", [unit, ["i32.const", step], ["i32.mul"]]);
    const end: Code = [start, ["i32.const", step], ["i32.add"]];
    const all: Code = ["i32.const", size];
    visit(start, body.let("i32", [end, all, [end, all, ["i32.lt_u"]], ["select"]]));
  });
}
