import type { Primitive } from "../../../../graph/node.ts";
import { bernoulli } from "../../../../ops/bernoulli.ts";
import { gather } from "../../../../ops/gather.ts";
import { scatter } from "../../../../ops/scatter.ts";
import type { DType } from "../../../../tensor/tensor.ts";
import type { Whole } from "../../lower/kernel.ts";
import type { KernelFunction } from "../kernel-function.ts";
import type { Place, Places } from "../places.ts";
import { emitBernoulli } from "./bernoulli.ts";
import type { EmitWhole } from "./emit-whole.ts";
import { emitRows, emitScatter } from "./rows.ts";

const emitters: ReadonlyMap<Primitive, EmitWhole> = new Map([
  [bernoulli, emitBernoulli],
  [gather, emitRows],
  [scatter, emitScatter],
]);

/** The function that calculates a node which reads its inputs as a whole. */
export function emitWhole(
  { node, inputs }: Whole,
  name: string,
  dtype: DType,
  places: Places,
): KernelFunction {
  const emit = emitters.get(node.op);
  if (!emit) throw new Error(`${node.op.name}: expected instructions of its own, found none`);
  const placeOf = (id: number): Place => {
    const place = places.get(id);
    if (!place) throw new Error(`%${id} has no place in memory`);
    return place;
  };
  return emit({ name, dtype, node, inputs: inputs.map(({ id }) => placeOf(id)), out: placeOf(node.id) });
}
