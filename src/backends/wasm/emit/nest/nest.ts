import type { DType } from "../../../../tensor/tensor.ts";
import type { Nest } from "../../lower/kernel.ts";
import { operationsIn } from "../../lower/term.ts";
import { Body } from "../body.ts";
import type { KernelFunction } from "../kernel-function.ts";
import { scalarLanes, vectorLanes } from "../lanes.ts";
import type { Places } from "../places.ts";
import { InnerLoop, type Standing } from "./inner-loop.ts";
import { accessesOf, isVectorAxis, type Loop, planLoops } from "./loop-plan.ts";
import { forEachUnit } from "./units.ts";
import { emitZeros } from "./zeros.ts";

/** A unit has at least so many operations: less is not worth a thread of its own. */
const UNIT_OPERATIONS = 16384;
/** Elements of a unit are a multiple of this, which is one of any number of lanes. */
const UNIT_STEP = 16;

/** The functions that calculate a nest, in the order in which they must be done. */
export function emitNest(nest: Nest, name: string, dtype: DType, places: Places): KernelFunction[] {
  return [...emitZeros(nest, name, dtype, places), emitLoops(nest, name, dtype, places)];
}

function emitLoops(nest: Nest, name: string, dtype: DType, places: Places): KernelFunction {
  const body = new Body(["i32", "i32"]);
  const accesses = accessesOf(nest, places);
  const { shared, loops, written, paired } = planLoops(nest, accesses);
  const vector = vectorLanes(dtype);
  const last = loops[loops.length - 1];
  const isVector =
    last !== undefined && last.size >= vector.count && isVectorAxis(nest, accesses, last, paired);
  const inner = new InnerLoop(
    body,
    nest,
    places,
    accesses,
    last?.axis,
    written,
    paired,
    isVector ? vector : scalarLanes(dtype),
  );
  const outer = loops.slice(0, -1);
  const size = last?.size ?? 1;
  const wanted = unitSize(nest);
  const start = inner.start();
  if (outer.length > 0) {
    const [first, ...others] = outer;
    const inside = others.reduce((product, loop) => product * loop.size, size);
    const rows = shared ? Math.ceil(wanted / inside) : first.size;
    forEachUnit(body, rows, first.size, (from, to) => {
      body.range(from, to, 1, (at) => {
        walkLoops(body, others, inner.moved(start, { axis: first.axis, at }), inner, (standing) => {
          if (inner.isShort(size)) inner.write(standing, size);
          else inner.row(standing, size);
        });
      });
    });
    return { function: body.toFunction(name), units: Math.ceil(first.size / rows) };
  }
  const step = shared ? wanted : Math.ceil(size / UNIT_STEP) * UNIT_STEP;
  forEachUnit(body, step, size, (from, to) => inner.emit(start, from, to));
  return { function: body.toFunction(name), units: Math.ceil(size / step) };
}

/** How many elements make a unit. */
function unitSize({ statements }: Nest): number {
  const operations = statements.reduce((sum, { term }) => sum + operationsIn(term), 0);
  return Math.ceil(UNIT_OPERATIONS / operations / UNIT_STEP) * UNIT_STEP;
}

function walkLoops(
  body: Body,
  loops: readonly Loop[],
  standing: Standing,
  inner: InnerLoop,
  visit: (standing: Standing) => void,
): void {
  const [first, ...others] = loops;
  if (!first) visit(standing);
  else {
    body.repeat(first.size, 1, (at) =>
      walkLoops(body, others, inner.moved(standing, { axis: first.axis, at }), inner, visit),
    );
  }
}
