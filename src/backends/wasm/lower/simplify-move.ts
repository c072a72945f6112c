import type { Fn } from "../../../graph/expression.ts";
import type { Attrs, Node, Primitive, ViewMap } from "../../../graph/node.ts";
import { broadcast } from "../../../ops/broadcast.ts";
import { constant } from "../../../ops/constant.ts";
import { reshape } from "../../../ops/reshape.ts";
import { scalars } from "../../../ops/scalars.ts";
import { unview } from "../../../ops/unview.ts";
import { mapOf, view } from "../../../ops/view.ts";
import { type Shape, sameShape } from "../../../tensor/shape.ts";
import type { Build } from "./build.ts";
import {
  composed,
  cropMap,
  isBijective,
  isInjective,
  isInside,
  mapOfNode,
  reachOf,
  shiftedBy,
  viewAttrs,
} from "./moving.ts";
import { settingsOf } from "./settings.ts";

/**
 * Operations that only move numbers about: several in a row become one, what reads outside becomes a frame of zeros, and
 * element by element functions are calculated before their input is moved, where it was made.
 */
export function simplifyMove(
  build: Build,
  op: Primitive,
  inputs: readonly Node[],
  attrs: Attrs,
): Node | undefined {
  const [x] = inputs;
  if (op === reshape) return simplifyReshape(build, x, attrs);
  if (op === view) return simplifyView(build, x, attrs.shape as Shape, mapOf(attrs));
  if (op === unview) return simplifyUnview(build, x, attrs.shape as Shape, mapOf(attrs));
  if (scalars[op.name as Fn] !== op) return undefined;
  return moveLater(build, op, inputs) ?? (op === scalars.mul ? spreadLater(build, inputs) : undefined);
}

function simplifyReshape(build: Build, x: Node, attrs: Attrs): Node | undefined {
  const shape = attrs.shape as Shape;
  if (sameShape(shape, x.shape)) return x;
  if (x.op === reshape) return build(reshape, x.inputs, attrs);
  return x.op === constant ? build(constant, [], { value: x.attrs.value, shape }) : undefined;
}

function simplifyView(build: Build, x: Node, shape: Shape, map: ViewMap): Node | undefined {
  if (!isInside(map, shape, x.shape)) {
    const { frame, shift } = framed(map, shape, x.shape);
    const { outside = 0 } = map;
    const inFrame = build(unview, [x], viewAttrs(frame, { ...cropMap(shift), outside }));
    return build(view, [inFrame], viewAttrs(shape, shiftedBy(map, shift)));
  }
  if (isIdentity(map, shape, x.shape)) return x;
  if (x.op === constant) return build(constant, [], { value: x.attrs.value, shape });
  if (x.op !== view) return undefined;
  return build(view, x.inputs, viewAttrs(shape, composed(map, mapOfNode(x), shape)));
}

function simplifyUnview(build: Build, x: Node, shape: Shape, map: ViewMap): Node | undefined {
  if (!isInside(map, x.shape, shape)) {
    const { frame, shift } = framed(map, x.shape, shape);
    const inFrame = build(unview, [x], viewAttrs(frame, shiftedBy(map, shift)));
    return build(view, [inFrame], viewAttrs(shape, cropMap(shift)));
  }
  if (isIdentity(map, x.shape, shape)) return x;
  if (x.op !== unview || map.outside || x.attrs.outside) return undefined;
  const [inner] = x.inputs;
  return build(unview, [inner], viewAttrs(shape, composed(mapOfNode(x), map, inner.shape)));
}

/** What is read, with as many zeros around it as a view needs not to read outside; and by how much that moves it. */
function framed(map: ViewMap, shape: Shape, read: Shape): { frame: Shape; shift: number[] } {
  const reach = reachOf(map, shape);
  const shift = reach.map(({ low }) => Math.max(0, -low));
  const frame = reach.map(({ high }, axis) => shift[axis] + Math.max(read[axis], high + 1));
  return { frame, shift };
}

function isIdentity(map: ViewMap, shape: Shape, read: Shape): boolean {
  const { coefficients } = cropMap(map.offsets);
  const isPlain =
    map.coefficients.join() === coefficients.join() && map.offsets.every((offset) => offset === 0);
  return isPlain && sameShape(shape, read);
}

/** f(moved x) as moved f(x), where all inputs are moved alike or are the same everywhere. */
function moveLater(build: Build, op: Primitive, inputs: readonly Node[]): Node | undefined {
  const moved = inputs.find(keepsAll);
  if (!moved) return undefined;
  const [{ shape }] = moved.inputs;
  const settings = settingsOf(moved.attrs);
  const before = inputs.map((input): Node | undefined => {
    if (input.op === constant) return build(constant, [], { value: input.attrs.value, shape });
    if (input.op === broadcast && input.inputs[0].shape.length === 0) {
      return build(broadcast, input.inputs, { shape, axes: [] });
    }
    const isAlike = input.op === moved.op && settingsOf(input.attrs) === settings;
    return isAlike && sameShape(input.inputs[0].shape, shape) ? input.inputs[0] : undefined;
  });
  if (!before.every((node) => node !== undefined)) return undefined;
  return build(moved.op, [build(op, before)], moved.attrs);
}

/** Does it only put all numbers elsewhere? */
function keepsAll(node: Node): boolean {
  if (node.op === reshape) return true;
  return node.op === view && isBijective(mapOfNode(node), node.shape, node.inputs[0].shape);
}

/**
 * x·y, where x comes back through a view that reads nothing twice, calculated before: where x has numbers. Elsewhere the
 * product is 0 if y is, as a step is, never negative.
 */
function spreadLater(build: Build, inputs: readonly Node[]): Node | undefined {
  for (const [i, spread] of inputs.entries()) {
    const other = inputs[1 - i];
    if (spread.op !== unview) continue;
    const [x] = spread.inputs;
    const map = mapOfNode(spread);
    if (map.outside || !isInjective(map, x.shape, spread.shape)) continue;
    if (!isStep(other) && !isBijective(map, x.shape, spread.shape)) continue;
    const factor = build(view, [other], viewAttrs(x.shape, map));
    const product = build(scalars.mul, i === 0 ? [x, factor] : [factor, x]);
    return build(unview, [product], spread.attrs);
  }
  return undefined;
}

function isStep(node: Node): boolean {
  return node.op === scalars.step || (keepsAll(node) && isStep(node.inputs[0]));
}
