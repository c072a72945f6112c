import type { Fn } from "../../../graph/expression.ts";
import type { Node, Primitive, ViewMap } from "../../../graph/node.ts";
import { scalars } from "../../../ops/scalars.ts";
import { unview } from "../../../ops/unview.ts";
import { placesReading } from "../../../ops/view.ts";
import { type Shape, sameShape, sizeOf } from "../../../tensor/shape.ts";
import type { Build } from "./build.ts";
import { isInside, mapOfNode, reachOf } from "./moving.ts";

/** A tensor put into zeros, where it fills a box. */
interface Part {
  readonly x: Node;
  readonly map: ViewMap;
}

const NAME = "assembled";

/** Tensors of one shape, each in a place of its own among zeros: what is inside of the compiler a sum of such parts. */
export function isAssembled({ op }: Node): boolean {
  return op.name === NAME;
}

/** a + b, where both are parts put into zeros and no two parts meet; what is 0 there need not be added up. */
export function assemble(build: Build, op: Primitive, inputs: readonly Node[]): Node | undefined {
  if (scalars[op.name as Fn] !== op || op !== scalars.add) return undefined;
  const [left, right] = inputs.map(partsOf);
  if (!left || !right) return undefined;
  const { shape } = inputs[0];
  const areAlike = sameShape(left[0].x.shape, right[0].x.shape);
  if (!areAlike || left.some((one) => right.some((other) => meet(one, other)))) return undefined;
  const parts = [...left, ...right];
  return build(
    assembledOf(parts.length),
    parts.map(({ x }) => x),
    {
      shape,
      offsets: parts.flatMap(({ map }) => map.offsets),
      coefficients: parts.flatMap(({ map }) => map.coefficients),
    },
  );
}

/** The parts of which a node is put together; undefined where it is not. */
export function partsOf(node: Node): Part[] | undefined {
  if (isAssembled(node)) {
    const [rank, { length: count }] = [node.shape.length, node.inputs];
    const { offsets, coefficients } = mapOfNode(node);
    const size = coefficients.length / count;
    return node.inputs.map((x, i) => ({
      x,
      map: {
        offsets: offsets.slice(i * rank, (i + 1) * rank),
        coefficients: coefficients.slice(i * size, (i + 1) * size),
      },
    }));
  }
  if (node.op !== unview) return undefined;
  const [x] = node.inputs;
  const map = mapOfNode(node);
  return !map.outside && fillsBox(map, x.shape, node.shape) ? [{ x, map }] : undefined;
}

/** Do the parts leave nothing out? */
export function coversAll({ inputs, shape }: Node): boolean {
  return inputs.reduce((sum, x) => sum + sizeOf(x.shape), 0) === sizeOf(shape);
}

/** Which element of which input an element is, told by numbers; undefined where it is 0. */
export function partAt(node: Node, at: readonly number[]): { node: number; at: number[] } | undefined {
  for (const { x, map } of partsOf(node) ?? []) {
    const [place] = placesReading(x.shape, map, at);
    if (place) return { node: x.id, at: place };
  }
  return undefined;
}

/** Does each axis go its own way, by single steps? */
function fillsBox(map: ViewMap, shape: Shape, whole: Shape): boolean {
  const used = (entries: readonly number[]) => entries.filter((one) => one !== 0);
  const rows = whole.map((_, k) => map.coefficients.slice(k * shape.length, (k + 1) * shape.length));
  const columns = shape.map((_, axis) => rows.map((row) => row[axis]));
  return (
    isInside(map, shape, whole) &&
    rows.every((row) => used(row).length <= 1 && used(row).every((one) => one === 1)) &&
    columns.every((column) => used(column).length === 1)
  );
}

function meet(one: Part, other: Part): boolean {
  const reach = reachOf(other.map, other.x.shape);
  return reachOf(one.map, one.x.shape).every(
    ({ low, high }, axis) => low <= reach[axis].high && reach[axis].low <= high,
  );
}

function inside(): never {
  throw new Error(`${NAME}: inside of the compiler alone`);
}

function assembledOf(arity: number): Primitive {
  return {
    name: NAME,
    arity,
    shape: (_inputs, { shape }) => shape as Shape,
    meaning: inside,
    element: inside,
    vjp: () => undefined,
    sample: () => ({ inputs: [], attrs: {} }),
  };
}
