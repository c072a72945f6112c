import type { Node } from "../../../graph/node.ts";
import { sizeOf } from "../../../tensor/shape.ts";
import type { Kernel } from "../lower/kernel.ts";
import { inputsOf } from "../lower/schedule.ts";

/** Buffers start at multiples of a cache line. */
const LINE = 64;

/** Memory that some kernels need: from the kernel that fills it to the last one that reads it. */
interface Buffer {
  /** The node whose numbers it holds; undefined: what one kernel works with. */
  readonly node: number | undefined;
  readonly bytes: number;
  readonly first: number;
  /** Infinity: somebody reads it after the run. */
  readonly last: number;
  /** In bytes, from the start of all buffers. */
  readonly offset: number;
}

export interface Plan {
  readonly buffers: readonly Buffer[];
  readonly bytes: number;
}

export interface PlanOptions {
  /** Of one number. */
  readonly width: number;
  /** Nodes whose numbers must outlive the run. */
  readonly kept: ReadonlySet<number>;
  /** Nodes that have their memory elsewhere. */
  readonly elsewhere: ReadonlySet<number>;
  /** How many bytes a kernel needs to work with. */
  workOf(kernel: Kernel): number;
}

/** Lays the stored nodes of the kernels out so that memory is used again as soon as nobody reads it any more. */
export function planMemory(kernels: readonly Kernel[], options: PlanOptions): Plan {
  const lastRead = new Map<number, number>();
  for (const [place, kernel] of kernels.entries()) for (const id of inputsOf(kernel)) lastRead.set(id, place);
  const wanted = kernels.flatMap((kernel, place) => [
    ...storedIn(kernel)
      .filter(({ id }) => !options.elsewhere.has(id))
      .map(({ id, shape }) => ({
        node: id,
        bytes: sizeOf(shape) * options.width,
        first: place,
        last: options.kept.has(id) ? Number.POSITIVE_INFINITY : (lastRead.get(id) ?? place),
      })),
    { node: undefined, bytes: options.workOf(kernel), first: place, last: place },
  ]);
  const buffers: Buffer[] = [];
  for (const buffer of wanted) {
    if (buffer.bytes === 0) continue;
    buffers.push({ ...buffer, offset: gapFor(buffer, buffers) });
  }
  return { buffers, bytes: Math.max(0, ...buffers.map(endOf)) };
}

function storedIn({ statements }: Kernel): Node[] {
  return [...new Set(statements.filter(({ isStored }) => isStored).map(({ node }) => node))];
}

/** The first place that is free for as long as the buffer lives. */
function gapFor(wanted: Omit<Buffer, "offset">, placed: readonly Buffer[]): number {
  const meeting = placed
    .filter(({ first, last }) => first <= wanted.last && wanted.first <= last)
    .sort((a, b) => a.offset - b.offset);
  let offset = 0;
  for (const other of meeting) {
    if (offset + wanted.bytes <= other.offset) break;
    offset = Math.max(offset, endOf(other));
  }
  return offset;
}

function endOf({ offset, bytes }: Buffer): number {
  return Math.ceil((offset + bytes) / LINE) * LINE;
}
