import type { Node } from "../../../graph/node.ts";
import type { Update } from "../../backend.ts";
import { isSamePlace, readsOf } from "./fuse.ts";
import type { Kernel } from "./kernel.ts";

/** Kernels in the order of execution, and which states they may replace on the spot. */
export interface Schedule {
  readonly kernels: readonly Kernel[];
  /** The state whose memory a next value is written to, by the id of the next value. */
  readonly inPlace: ReadonlyMap<number, number>;
}

/**
 * The third stage: kernels that make next values go last, so that they may write to the states themselves: nobody reads
 * the old numbers any more.
 */
export function schedule(kernels: readonly Kernel[], updates: readonly Update[]): Schedule {
  const ordered = order(kernels, new Set(updates.map(({ next }) => next.id)));
  const inPlace = new Map<number, number>();
  for (const { of, next } of updates) {
    const home = ordered.findIndex(({ statements }) => statements.some(({ node }) => node === next));
    const isFree = ordered.every((kernel, place) => place < home || !readsOld(kernel, of.id, place === home));
    if (isFree) inPlace.set(next.id, of.id);
  }
  return { kernels: ordered, inPlace };
}

/** Does the kernel still need the state when, or after, it is replaced element by element? */
function readsOld(kernel: Kernel, state: number, isHome: boolean): boolean {
  if (wholesOf(kernel).some(({ id }) => id === state)) return true;
  const reads = readsOf(kernel).filter(({ node }) => node === state);
  return isHome ? reads.some((ref) => !isSamePlace(ref, kernel.indices)) : reads.length > 0;
}

function order(kernels: readonly Kernel[], next: ReadonlySet<number>): Kernel[] {
  const waiting = new Set(kernels);
  const homes = new Map<number, Kernel>();
  for (const kernel of kernels) for (const { node } of kernel.statements) homes.set(node.id, kernel);
  const needs = new Map(
    kernels.map((kernel) => [kernel, inputsOf(kernel).flatMap((id) => homes.get(id) ?? [])]),
  );
  const isReady = (kernel: Kernel) => needs.get(kernel)?.every((need) => !waiting.has(need)) ?? true;
  const isLate = ({ statements }: Kernel) => statements.some(({ node }) => next.has(node.id));
  const ordered: Kernel[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting].filter(isReady);
    const chosen = ready.find((kernel) => !isLate(kernel)) ?? ready[0];
    waiting.delete(chosen);
    ordered.push(chosen);
  }
  return ordered;
}

/** The ids of the nodes that a kernel reads from memory. */
export function inputsOf(kernel: Kernel): number[] {
  const read = readsOf(kernel).map(({ node }) => node);
  return [...wholesOf(kernel).map(({ id }) => id), ...read];
}

/** The nodes that a kernel does not read element by element. */
function wholesOf(kernel: Kernel): readonly Node[] {
  if (kernel.kind === "nest") return [];
  return kernel.kind === "whole" ? kernel.inputs : [kernel.left.node, kernel.right.node];
}
