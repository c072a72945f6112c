import { positionOf, sizeOf } from "../tensor/shape.ts";
import type { Calculation } from "./calculation.ts";

/** Larger than this nobody copies the numbers of a matrix by hand. */
const COPIED = 10_000;

/** Is this one of the numbers that the example gives: an input, a target, a parameter, a setting of the optimiser? */
export function givenNumbers(calculation: Calculation): (value: number) => boolean {
  let given: Set<number> | undefined;
  return (value) => {
    given ??= read(calculation);
    return given.has(Math.abs(value));
  };
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
