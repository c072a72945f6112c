import { sizeOf } from "../../../../tensor/shape.ts";
import type { DType } from "../../../../tensor/tensor.ts";
import type { Nest } from "../../lower/kernel.ts";
import { Body } from "../body.ts";
import type { KernelFunction } from "../kernel-function.ts";
import { bytesOf, scalarLanes } from "../lanes.ts";
import type { Places } from "../places.ts";
import { forEachUnit } from "./units.ts";

/** Bytes of a unit of zeros. */
const ZEROS = 65536;

/** Zeros, wherever numbers are added up, or not all are written; or what else stands there. */
export function emitZeros(
  { statements }: Nest,
  name: string,
  dtype: DType,
  places: Places,
): KernelFunction[] {
  return statements.flatMap(({ node, to, isStored }, i) => {
    const place = places.get(node.id);
    if (!to || to.isWhole || !isStored || !place) return [];
    const bytes = sizeOf(node.shape) * bytesOf(dtype);
    const body = new Body(["i32", "i32"]);
    forEachUnit(body, ZEROS, bytes, (start, end) => {
      if (to.outside === 0) {
        body.emit([start, ["i32.const", place.address], ["i32.add"]], ["i32.const", 0]);
        body.emit([end, start, ["i32.sub"]], ["memory.fill"]);
        return;
      }
      const lanes = scalarLanes(dtype);
      body.range(start, end, lanes.bytes, (at) => {
        body.emit(lanes.store(at, lanes.constant(to.outside), place.address));
      });
    });
    return [{ function: body.toFunction(`${name}_zeros${i}`), units: Math.ceil(bytes / ZEROS) }];
  });
}
