import type { Element, IndexVar } from "../../../graph/expression.ts";
import { coneOf } from "../../../graph/graph.ts";
import type { Node } from "../../../graph/node.ts";
import { bernoulli } from "../../../ops/bernoulli.ts";
import { reshape } from "../../../ops/reshape.ts";
import { unview } from "../../../ops/unview.ts";
import { offsetOf, type Shape, sameShape, sizeOf, stridesOf } from "../../../tensor/shape.ts";
import { coversAll, isAssembled, partsOf } from "./assemble.ts";
import type { Kernel, Operand, Statement, Target } from "./kernel.ts";
import { flatStrides, isInjective, mapOfNode, privateAxes, rootOf } from "./moving.ts";
import { isLeaf, isProduct, type Reading, readingOf } from "./reading.ts";
import type { Simplified } from "./simplify.ts";
import { type Ref, type Term, termRefs } from "./term.ts";
import { isWhole } from "./whole.ts";

/** A kernel that may still grow. */
interface Draft {
  readonly order: number;
  readonly indices: readonly IndexVar[];
  /** The product that it begins with, if it does. */
  readonly product: Node | undefined;
  /** The only node of the kernel, where it reads its inputs as a whole. */
  readonly whole: Node | undefined;
  readonly shape: Shape;
  readonly members: { readonly node: Node; readonly term: Term; readonly to?: Target }[];
}

/**
 * The second stage: nodes become kernels, in an order in which they can be calculated. A node joins the kernel of what it
 * reads where both go over the same positions.
 */
export function fuse({ graph, outputs, updates }: Simplified): Kernel[] {
  const results = [...outputs, ...updates.map(({ next }) => next)];
  const reading = readingOf(graph, results);
  const drafts: Draft[] = [];
  const homes = new Map<number, Draft>();
  for (const node of scalarsFirst(coneOf(results))) {
    if (isLeaf(node) || (reading.isInlined(node) && !reading.required.has(node.id))) continue;
    const home = join(node, reading, homes) ?? open(node, reading, drafts);
    homes.set(node.id, home);
  }
  return finish(drafts, homes, reading.required);
}

/**
 * Single numbers that need nothing but others, as Adam's 1 − β^t, come before all else: what reads them is then free to join
 * the kernel of what else it reads. So do numbers that are drawn from such.
 */
function scalarsFirst(nodes: readonly Node[]): Node[] {
  const early = new Set<Node>();
  for (const node of nodes) {
    const isEarly = isLeaf(node) || node.inputs.every((input) => early.has(input));
    if ((sizeOf(node.shape) === 1 || node.op === bernoulli) && isEarly) early.add(node);
  }
  return [...early, ...nodes.filter((node) => !early.has(node))];
}

/** The kernel of what the node reads, if the node may be a part of it. */
function join(node: Node, reading: Reading, homes: ReadonlyMap<number, Draft>): Draft | undefined {
  if (isProduct(node) || isWhole(node) || isAssembled(node)) return undefined;
  const shape = positionsOf(node);
  const refs = termRefs(expandAt(node, newIndices(shape), reading));
  const last = refs.reduce<Draft | undefined>((latest, ref) => {
    const home = homes.get(ref.node);
    return home && (!latest || home.order > latest.order) ? home : latest;
  }, undefined);
  if (!last || last.whole || !sameShape(last.shape, shape)) return undefined;
  const term = expandAt(node, last.indices, reading);
  const to = targetOf(node, shape);
  if (to && last.product) return undefined;
  const moved = new Set(last.members.flatMap((member) => (member.to ? [member.node.id] : [])));
  const isOwn = ({ node: id }: Element) => homes.get(id) === last;
  const fits = (ref: Ref) => !isOwn(ref) || (isSamePlace(ref, last.indices) && !moved.has(ref.node));
  if (!termRefs(term).every(fits)) return undefined;
  last.members.push({ node, term, ...(to && { to }) });
  return last;
}

export function isSamePlace({ at, as }: Ref, indices: readonly IndexVar[]): boolean {
  return !as && at.length === indices.length && at.every((index, axis) => index === indices[axis]);
}

function open(node: Node, reading: Reading, drafts: Draft[]): Draft {
  const shape = positionsOf(node);
  const indices = newIndices(shape);
  const product = isProduct(node) ? node : undefined;
  const whole = isWhole(node) ? node : undefined;
  if (isAssembled(node)) {
    const members = partMembers(node, indices, reading);
    const draft = { order: drafts.length, indices, product, whole, shape, members };
    drafts.push(draft);
    return draft;
  }
  // a product reads its operands as a whole
  const term = product || whole ? 0 : expandAt(node, indices, reading);
  const to = targetOf(node, shape);
  const members = [{ node, term, ...(to && { to }) }];
  const draft = { order: drafts.length, indices, product, whole, shape, members };
  drafts.push(draft);
  return draft;
}

/** Each part goes to its own place. */
function partMembers(node: Node, indices: readonly IndexVar[], reading: Reading): Draft["members"] {
  const isWhole = coversAll(node);
  return (partsOf(node) ?? []).map(({ x, map }, i) => ({
    node,
    term: reading.isInlined(x) ? reading.expand(x, indices) : { ref: { node: x.id, at: indices } },
    to: {
      strides: flatStrides(map, x.shape, node.shape),
      start: offsetOf(node.shape, map.offsets),
      isAdding: false,
      // zeros are laid out once, before the first part
      isWhole: isWhole || i > 0,
      outside: 0,
      isAlone: x.shape.map(() => true),
    },
  }));
}

const LETTERS = "ijklmn";

/** The positions over which a node is calculated. */
function positionsOf(node: Node): Shape {
  if (node.op === unview || isAssembled(node)) return node.inputs[0].shape;
  return node.op === reshape ? rootOf(node).shape : node.shape;
}

/** What stands at a position. */
function expandAt(node: Node, indices: readonly IndexVar[], reading: Reading): Term {
  return node.op === reshape
    ? { ref: { node: rootOf(node).id, at: indices } }
    : reading.expand(node, indices);
}

/** Where the positions go, where that is not as they are. */
function targetOf(node: Node, shape: Shape): Target | undefined {
  if (node.op === reshape) {
    const isAlone = shape.map(() => true);
    return { strides: stridesOf(shape), start: 0, isAdding: false, isWhole: true, outside: 0, isAlone };
  }
  if (node.op !== unview) return undefined;
  const map = mapOfNode(node);
  const isAdding = !isInjective(map, shape, node.shape);
  return {
    strides: flatStrides(map, shape, node.shape),
    start: offsetOf(node.shape, map.offsets),
    isAdding,
    isWhole: !isAdding && sizeOf(shape) === sizeOf(node.shape),
    outside: map.outside ?? 0,
    isAlone: privateAxes(map, shape.length),
  };
}

function newIndices(shape: Shape): IndexVar[] {
  return shape.map((size, axis) => ({ index: LETTERS[axis] ?? `i${axis}`, size }));
}

function finish(
  drafts: readonly Draft[],
  homes: ReadonlyMap<number, Draft>,
  required: ReadonlySet<number>,
): Kernel[] {
  const readOutside = new Set<number>();
  for (const draft of drafts) {
    for (const { term } of draft.members) {
      for (const { node } of termRefs(term)) if (homes.get(node) !== draft) readOutside.add(node);
    }
  }
  return drafts.map(({ indices, product, whole, shape, members }): Kernel => {
    const statements = members.map(
      ({ node, term, to }): Statement => ({
        node,
        term,
        ...(to && { to }),
        isStored: required.has(node.id) || readOutside.has(node.id),
      }),
    );
    if (whole) {
      const inputs = whole.inputs.map(rootOf);
      return { kind: "whole", shape, indices, statements, node: whole, inputs };
    }
    if (!product) return { kind: "nest", shape, indices, statements };
    const { inputs, attrs } = product;
    const operands = inputs.map(
      (input, i): Operand => ({
        node: rootOf(input),
        shape: input.shape,
        isTransposed: Boolean(i === 0 ? attrs.transposeA : attrs.transposeB),
      }),
    );
    const [left, right] = operands;
    const inner = left.shape[left.isTransposed ? 0 : 1];
    return { kind: "product", shape, indices, statements, left, right, inner };
  });
}

/** The nodes that a kernel reads from memory, its own left out. */
export function readsOf(kernel: Kernel): Element[] {
  const own = new Set(kernel.statements.map(({ node }) => node.id));
  return kernel.statements.flatMap(({ term }) => termRefs(term)).filter(({ node }) => !own.has(node));
}
