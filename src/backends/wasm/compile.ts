import { coneOf } from "../../graph/graph.ts";
import type { Node } from "../../graph/node.ts";
import { sizeOf } from "../../tensor/shape.ts";
import type { DType } from "../../tensor/tensor.ts";
import type { Update } from "../backend.ts";
import type { WasmFunction, WasmModule } from "./assembler/module.ts";
import { bytesOf } from "./emit/lanes.ts";
import { emitPhases, workBytesOf } from "./emit/phases.ts";
import type { Place, Places } from "./emit/places.ts";
import type { ProductOptions } from "./emit/product/shape.ts";
import { type Copy, emitCopies, emitRun } from "./emit/run.ts";
import { alone, type Sharing } from "./emit/sharing.ts";
import { isHandSized } from "./emit/straight.ts";
import { emitStraightEvaluate, emitStraightRun } from "./emit/straight-run.ts";
import { fuse } from "./lower/fuse.ts";
import type { Kernel } from "./lower/kernel.ts";
import { isLeaf } from "./lower/reading.ts";
import { schedule } from "./lower/schedule.ts";
import type { Simplified } from "./lower/simplify.ts";
import type { Region } from "./memory/free-list.ts";
import type { Heap } from "./memory/heap.ts";
import { type Plan, planMemory } from "./memory/plan.ts";

/** How instructions are made. */
export interface Target extends ProductOptions {
  /** How so many threads share out what a kernel does; needed for more than one. */
  readonly share?: (threads: number) => Sharing;
}

/** What the compiler made of a program: every stage as data that can be printed. */
export interface Compiled {
  readonly simplified: Simplified;
  /** Empty where the program is so small that it is written out. */
  readonly kernels: readonly Kernel[];
  readonly plan: Plan;
  readonly module: WasmModule;
  /** Where the results are. */
  readonly places: Places;
  /** The memory that it uses beside its leaves. */
  readonly region: Region;
  /** How many threads run it, all at once. */
  readonly threads: number;
}

interface Lowered {
  readonly results: readonly Node[];
  readonly leaves: readonly Node[];
  readonly isWritten: boolean;
  readonly kernels: readonly Kernel[];
  readonly inPlace: ReadonlyMap<number, number>;
}

/** Calculates all outputs and next values; `commit` copies the next values to their states. */
export function compileEvaluate(
  simplified: Simplified,
  leaves: Places,
  heap: Heap,
  target: Target,
): Compiled {
  const lowered = lower(simplified);
  const kept = new Set(lowered.results.map(({ id }) => id));
  return finishEvaluate(simplified, lowered, { leaves, kept, copied: simplified.updates }, heap, target);
}

/** As `compileEvaluate`, but next values go to their states at once where nobody reads the old ones any more. */
export function compileAdvance(simplified: Simplified, leaves: Places, heap: Heap, target: Target): Compiled {
  const lowered = lower({ ...simplified, outputs: [] });
  const { places, copied } = inStates(simplified, lowered, leaves);
  const kept = new Set(copied.map(({ next }) => next.id));
  return finishEvaluate(simplified, lowered, { leaves: places, kept, copied }, heap, target);
}

function finishEvaluate(
  simplified: Simplified,
  lowered: Lowered,
  {
    leaves,
    kept,
    copied,
  }: { readonly leaves: Places; readonly kept: ReadonlySet<number>; readonly copied: readonly Update[] },
  heap: Heap,
  target: Target,
): Compiled {
  const { dtype } = simplified.graph;
  const laidOut = layOut(lowered, leaves, heap, dtype, target, kept);
  const { places, works } = laidOut;
  const evaluate = lowered.isWritten
    ? [emitStraightEvaluate("evaluate", lowered.results, lowered.leaves, dtype, places)]
    : emitPhases("evaluate", lowered.kernels, dtype, places, works, target, alone).map(exported("evaluate"));
  const commit = emitCopies("commit", copiesOf(copied, places, dtype), true);
  return finish(simplified, lowered, laidOut, [...evaluate, commit], heap, alone);
}

/** Where the leaves are and next values that are written to their states, and the updates that must be copied. */
function inStates(
  { updates }: Simplified,
  { inPlace }: Lowered,
  leaves: Places,
): { readonly places: Places; readonly copied: readonly Update[] } {
  const written = [...inPlace].map(([next, of]) => [next, leaves.get(of) as Place] as const);
  return {
    places: new Map([...leaves, ...written]),
    copied: updates.filter(({ next }) => !inPlace.has(next.id)),
  };
}

/** Which inputs take their rows from data sets, and which number is reported of each step. */
export interface Watching {
  readonly fed: readonly Node[];
  readonly watched: Node;
  readonly batch: number;
}

/** Takes many steps in one call. */
export function compileRun(
  simplified: Simplified,
  { fed, watched, batch }: Watching,
  leaves: Places,
  heap: Heap,
  target: Target,
): Compiled {
  const { dtype } = simplified.graph;
  const { updates } = simplified;
  const lowered = lower({ ...simplified, outputs: [watched] });
  const { places: within, copied } = inStates(simplified, lowered, leaves);
  const kept = new Set([watched.id, ...copied.map(({ next }) => next.id)]);
  const laidOut = layOut(lowered, within, heap, dtype, target, kept);
  const { places } = laidOut;
  const width = bytesOf(dtype);
  if (lowered.isWritten) {
    const run = { dtype, updates, watched, leaves: lowered.leaves, fed, batch };
    return finish(simplified, lowered, laidOut, [emitStraightRun(run, places)], heap, alone);
  }
  const feeds = fed.map((input) => ({
    address: places.get(input.id)?.address ?? 0,
    rowBytes: sizeOf(input.shape.slice(1)) * width,
  }));
  const { threads, share } = target;
  const sharing = threads > 1 && share && worthSharing(lowered.kernels) ? share(threads) : alone;
  const phases = emitPhases("step", lowered.kernels, dtype, places, laidOut.works, target, sharing);
  const layout = {
    feeds,
    batch,
    copies: copiesOf(copied, places, dtype),
    watched: { from: places.get(watched.id)?.address ?? 0, to: 0, bytes: width },
  };
  return finish(
    simplified,
    lowered,
    laidOut,
    [...phases, ...emitRun("step", layout, sharing)],
    heap,
    sharing,
  );
}

/** Below so many operations in a step, threads would wait for each other more than they work. */
const WORTH_SHARING = 1_000_000;

function worthSharing(kernels: readonly Kernel[]): boolean {
  const operations = kernels.map(
    (kernel) => sizeOf(kernel.shape) * (kernel.kind === "product" ? kernel.inner : 1),
  );
  return operations.reduce((sum, count) => sum + count, 0) >= WORTH_SHARING;
}

function lower(simplified: Simplified): Lowered {
  const { outputs, updates } = simplified;
  const results = [...outputs, ...updates.map(({ next }) => next)];
  const leaves = coneOf([...results, ...updates.map(({ of }) => of)]).filter(isLeaf);
  const isWritten = isHandSized(results);
  const scheduled = isWritten ? { kernels: [], inPlace: new Map() } : schedule(fuse(simplified), updates);
  return { results, leaves, isWritten, ...scheduled };
}

interface LaidOut {
  readonly plan: Plan;
  readonly places: Places;
  readonly works: readonly number[];
  readonly region: Region;
}

function layOut(
  { kernels, results, isWritten }: Lowered,
  elsewhere: Places,
  heap: Heap,
  dtype: DType,
  target: Target,
  kept: ReadonlySet<number>,
): LaidOut {
  const width = bytesOf(dtype);
  const plan = isWritten
    ? planResults(
        results.filter(({ id }) => !elsewhere.has(id)),
        width,
      )
    : planMemory(kernels, {
        width,
        kept,
        elsewhere: new Set(elsewhere.keys()),
        workOf: (kernel) => workBytesOf(kernel, dtype, target),
      });
  const region = heap.allocate(plan.bytes);
  const places = new Map(elsewhere);
  const shapes = new Map(
    [...results, ...kernels.flatMap(({ statements }) => statements.map(({ node }) => node))].map(
      ({ id, shape }) => [id, shape] as const,
    ),
  );
  const works = kernels.map(() => 0);
  for (const { node, first, offset } of plan.buffers) {
    if (node === undefined) works[first] = region.address + offset;
    else places.set(node, { address: region.address + offset, shape: shapes.get(node) ?? [] });
  }
  return { plan, places, works, region };
}

/** The results one after the other: of what is written out, nothing else needs memory. */
function planResults(results: readonly Node[], width: number): Plan {
  let bytes = 0;
  const buffers = [...new Set(results)].map(({ id, shape }) => {
    const size = sizeOf(shape) * width;
    const offset = bytes;
    bytes += Math.ceil(size / 8) * 8;
    return { node: id, bytes: size, first: 0, last: Number.POSITIVE_INFINITY, offset };
  });
  return { buffers, bytes };
}

function copiesOf(updates: readonly Update[], places: Places, dtype: DType): Copy[] {
  return updates.map(({ of, next }) => ({
    from: places.get(next.id)?.address ?? 0,
    to: places.get(of.id)?.address ?? 0,
    bytes: sizeOf(of.shape) * bytesOf(dtype),
  }));
}

function exported(name: string): (made: WasmFunction) => WasmFunction {
  return (made) => (made.name === name ? { ...made, isExported: true } : made);
}

function finish(
  simplified: Simplified,
  { kernels }: Lowered,
  { plan, places, region }: LaidOut,
  functions: readonly WasmFunction[],
  heap: Heap,
  sharing: Sharing,
): Compiled {
  const module = { memory: heap.type, functions: [...sharing.functions, ...functions] };
  return { simplified, kernels, plan, module, places, region, threads: sharing.threads };
}
