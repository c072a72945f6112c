import type { Executed } from "../../src/autodiff/executed.ts";
import type { Node } from "../../src/graph/node.ts";
import { sizeOf } from "../../src/tensor/shape.ts";
import { allocate, type DType, type Values } from "../../src/tensor/tensor.ts";
import { numbersOf } from "./execute.ts";
import { expectAllClose, type Tolerance } from "./numbers.ts";

/** How far one operation of a backend may be from what it means, on the same inputs. */
export const perOperation: Readonly<Record<DType, Tolerance>> = {
  f64: { relative: 1e-12, absolute: 1e-15 },
  f32: { relative: 1.3e-6, absolute: 1e-5 },
};

/**
 * Calculates every node again by its definition, from the numbers that its inputs had.
 * @returns how many numbers were compared
 * @throws Error where one is off
 */
export function expectOperations(
  nodes: readonly Node[],
  dtype: DType,
  read: (node: Node) => ArrayLike<number>,
): number {
  let compared = 0;
  for (const node of nodes) {
    if (node.op.name === "input" || node.op.name === "state") continue;
    const inputs = node.inputs.map((input) => valuesOf(dtype, read(input)));
    const wanted = allocate(dtype, sizeOf(node.shape));
    node.op.meaning(node, inputs, wanted);
    expectAllClose(read(node), wanted, perOperation[dtype], `%${node.id} ${node.op.name}`);
    compared += wanted.length;
  }
  return compared;
}

/** As `expectOperations`, of an executed step. */
export function expectExecuted(executed: Executed, dtype: DType): number {
  return expectOperations(executed.graph.nodes, dtype, (node) => numbersOf(executed, node));
}

function valuesOf(dtype: DType, numbers: ArrayLike<number>): Values {
  const values = allocate(dtype, numbers.length);
  values.set(numbers);
  return values;
}
