import type { Index } from "../../../graph/expression.ts";
import { coneOf, type Graph } from "../../../graph/graph.ts";
import type { Node, Primitive } from "../../../graph/node.ts";
import { broadcast } from "../../../ops/broadcast.ts";
import { constant } from "../../../ops/constant.ts";
import { identity } from "../../../ops/identity.ts";
import { matmul } from "../../../ops/matmul.ts";
import { reshape } from "../../../ops/reshape.ts";
import { scalars } from "../../../ops/scalars.ts";
import { sum } from "../../../ops/sum.ts";
import { view } from "../../../ops/view.ts";
import { isSplit, rootOf } from "./moving.ts";
import { mapTermRefs, type Term, termOf } from "./term.ts";
import { isWhole } from "./whole.ts";

/** Products of at least so many multiplications, or with longer sums, are calculated by blocks. */
const SMALLEST_PRODUCT = 4096;
export const LONGEST_SUM = 256;

/** Is it a matrix product that is worth blocks? That depends on sizes alone, since it decides how sums are rounded. */
export function isProduct({ op, inputs, attrs, shape }: Node): boolean {
  if (op !== matmul || shape.length > 2) return false;
  const inner = inputs[0].shape[attrs.transposeA ? 0 : 1];
  return inner > LONGEST_SUM || inner * shape[0] * shape[1] >= SMALLEST_PRODUCT;
}

export function isLeaf({ op }: Node): boolean {
  return op.name === "input" || op.name === "state";
}

/** How kernels read the nodes of a graph. */
export interface Reading {
  /** Nodes that must be in memory, whoever else reads them. */
  readonly required: ReadonlySet<number>;
  /** The element of a node, where nodes that need no memory are written out. */
  expand(node: Node, at: readonly Index[]): Term;
  /** Is it written out wherever it is read? */
  isInlined(node: Node): boolean;
}

export function readingOf(graph: Graph, results: readonly Node[]): Reading {
  const cone = coneOf(results);
  const operands = cone
    .filter((node) => isProduct(node) || isWhole(node))
    .flatMap(({ inputs }) => inputs.map(rootOf));
  // what is read by somebody else is read in its own shape, whatever becomes of its axes
  const shared = cone
    .filter((node) => node.op === reshape && (!isSplit(node) || results.includes(node)))
    .map(rootOf);
  const required = new Set([...results, ...operands, ...shared].map(({ id }) => id));
  const inlined = new Set<number>();
  const readers = readersOf(cone);
  for (const node of cone) {
    const [only, another] = readers.get(node.id) ?? [];
    const isReadOnce = only !== undefined && another === undefined && !required.has(node.id);
    const isPart = isReadOnce && isElementwise(node) && (only.op === sum || isOfLeaves(node));
    if (isMove(node) || isSlopeOf(node, scalars.relu, isReadOnce) || isPart) inlined.add(node.id);
  }
  const reading: Reading = {
    required,
    isInlined: ({ id }) => inlined.has(id),
    expand: (node, at) =>
      mapTermRefs(termOf(node, at), (ref) => {
        return inlined.has(ref.node) && !ref.as ? reading.expand(graph.nodes[ref.node], ref.at) : undefined;
      }),
  };
  return reading;

  /** Would it open a kernel of its own, far from the one that reads it? As β·m, which Adam adds to a part of a gradient. */
  function isOfLeaves({ inputs }: Node): boolean {
    return inputs.every((input) => isLeaf(input) || inlined.has(input.id));
  }
}

/** Is it read where it comes from, element by element? */
function isMove({ op }: Node): boolean {
  return op === broadcast || op === constant || op === view || op === reshape;
}

/** A slope that is told by what is stored anyway takes less time than to be stored itself. */
function isSlopeOf({ op, inputs: [x] }: Node, of: Primitive, isReadOnce: boolean): boolean {
  return isReadOnce && op === scalars.step && x.op === of;
}

function isElementwise({ op }: Node): boolean {
  return op === identity || op === scalars[op.name as keyof typeof scalars];
}

function readersOf(cone: readonly Node[]): Map<number, Node[]> {
  const readers = new Map<number, Node[]>();
  for (const node of cone) {
    for (const { id } of node.inputs) readers.set(id, [...(readers.get(id) ?? []), node]);
  }
  return readers;
}
