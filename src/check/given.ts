import { positionOf, sizeOf } from "../tensor/shape.ts";
import type { Calculation } from "./calculation.ts";
import type { Printed } from "./claim.ts";

/** Larger than this nobody copies the numbers of a matrix by hand. */
const COPIED = 10_000;

/** An ε of an optimiser looks like any small number that was rounded. */
const SMALLEST = 1e-3;

/**
 * Is this one of the numbers that the example gives: an input, a target, a parameter, a setting of the optimiser? With
 * more decimals, as 0.010 where 0.01 is given, it may be another that was rounded to it.
 */
export function givenNumbers(calculation: Calculation): (printed: Printed) => boolean {
  let given: Set<number> | undefined;
  return ({ value, decimals }) => {
    given ??= read(calculation);
    const size = Math.abs(value);
    return size >= SMALLEST && given.has(size) && decimals <= decimalsOf(size);
  };
}

/** Of a number as it is usually written: 2 of 0.01. */
function decimalsOf(value: number): number {
  const [mantissa, exponent = "0"] = String(value).split("e");
  return (mantissa.split(".")[1]?.length ?? 0) - Number(exponent);
}

function read(calculation: Calculation): Set<number> {
  const executed = calculation.executed(0);
  const given = new Set<number>();
  for (const node of executed.graph.nodes) {
    const size = sizeOf(node.shape);
    if (node.op.arity > 0 || size > COPIED) continue;
    for (let offset = 0; offset < size; offset++) {
      given.add(Math.abs(executed.value(node, positionOf(node.shape, offset))));
    }
  }
  return given;
}
