import { stateName } from "../../../graph/naming.ts";
import type { Node } from "../../../graph/node.ts";
import { sizeOf } from "../../../tensor/shape.ts";
import { coneOfProgram, type Program } from "../../backend.ts";
import { bytesOf } from "../emit/lanes.ts";
import type { Place } from "../emit/places.ts";
import { isLeaf } from "../lower/reading.ts";
import type { Region } from "./free-list.ts";
import type { Heap } from "./heap.ts";

/** The inputs, states and given nodes of a program, in memory. */
export interface Leaves {
  readonly places: ReadonlyMap<Node, Place>;
  /** The addresses of states by their names, for programs that share them. */
  readonly states: ReadonlyMap<string, number>;
  /** Memory that goes when the program goes; states stay, since others may share them. */
  readonly own: readonly Region[];
}

/** Places for all inputs, states and given nodes; a state that `shared` knows by its name is where it was. */
export function placeLeaves(program: Program, heap: Heap, shared: ReadonlyMap<string, number>): Leaves {
  const { graph, given } = program;
  const places = new Map<Node, Place>();
  const states = new Map<string, number>();
  const own: Region[] = [];
  const width = bytesOf(graph.dtype);
  for (const node of coneOfProgram(program)) {
    if (!isLeaf(node) && !given?.includes(node)) continue;
    const name = nameOf(node);
    const known = name === undefined ? undefined : shared.get(name);
    const region = known === undefined ? zeros(heap, sizeOf(node.shape) * width) : undefined;
    const address = region?.address ?? (known as number);
    places.set(node, { address, shape: node.shape });
    if (name !== undefined) states.set(name, address);
    else if (region) own.push(region);
  }
  return { places, states, own };

  function nameOf({ id, op }: Node): string | undefined {
    const naming = graph.names.get(id);
    return op.name === "state" && naming ? stateName(naming) : undefined;
  }
}

function zeros(heap: Heap, bytes: number): Region {
  const region = heap.allocate(bytes);
  new Uint8Array(heap.memory.buffer, region.address, region.bytes).fill(0);
  return region;
}
