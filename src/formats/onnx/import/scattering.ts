import type { Node } from "../../../graph/node.ts";
import { sizeOf } from "../../../tensor/shape.ts";
import { axisOf, full } from "./broadcasting.ts";
import { type Call, type Family, like } from "./call.ts";
import { elementPlaces, rowPlaces } from "./choosing.ts";
import { add, equal, mul, neg, not } from "./scalar.ts";
import type { Value } from "./value.ts";

/** What writes at places that are numbers themselves. */
export const scattering: Family = {
  ScatterElements: scatterElements,
  Scatter: scatterElements,
  ScatterND: (call) => {
    const [x, indices, updates] = [call.input(0), call.input(1).node, call.input(2).node];
    const { places, width } = rowPlaces(call, x.node.shape, indices, 0);
    const count = sizeOf(x.node.shape) / width;
    const rows = call.ops.reshape(updates, [sizeOf(places.shape), width]);
    const flat = call.ops.reshape(places, [sizeOf(places.shape)]);
    const table = call.ops.reshape(x.node, [count, width]);
    return like(x, call.ops.reshape(written(call, table, flat, rows), x.node.shape));
  },
};

/** Rows of a table replaced, or added to, at the given places. */
function written(call: Call, table: Node, places: Node, rows: Node): Node {
  const { ops } = call;
  const [count] = table.shape;
  const reduction = call.text("reduction", "none");
  switch (reduction) {
    case "add":
      return add(call, table, ops.scatter(rows, places, count));
    case "none":
      return replacedRows(call, table, places, rows);
  }
  return extreme(call, table, places, rows, reduction);
}

/** Of a place that is written several times nothing is said: it gets the mean. */
export function replacedRows(call: Call, table: Node, places: Node, rows: Node): Node {
  const { ops } = call;
  const [count] = table.shape;
  const times = ops.scatter(full(call, 1, rows), places, count);
  const mean = ops.apply(
    "div",
    ops.scatter(rows, places, count),
    ops.apply("max", times, full(call, 1, times)),
  );
  return add(call, mul(call, table, not(call, ops.apply("step", times))), mean);
}

/** How many rows may be written one by one. */
const MAX_WRITTEN = 256;

/** The others are done row by row, each where its place is. */
function extreme(call: Call, table: Node, places: Node, rows: Node, reduction: string): Node {
  const { ops } = call;
  const [count, width] = table.shape;
  const [written] = places.shape;
  if (written > MAX_WRITTEN)
    throw call.fail(`expected at most ${MAX_WRITTEN} rows to be written by ${reduction}, found ${written}`);
  const numbers = ops.broadcast(call.counting(count), table.shape, [0]);
  let result = table;
  for (let i = 0; i < written; i++) {
    const place = ops.view(places, table.shape, { offsets: [i], coefficients: [0, 0] });
    const row = ops.view(rows, table.shape, { offsets: [i, 0], coefficients: [0, 0, 0, 1] });
    const isHere = equal(call, place, numbers);
    const met = Object.hasOwn(reductions, reduction) && reductions[reduction](call, result, row);
    if (!met)
      throw call.fail(`expected a reduction by ${Object.keys(reductions).join(", ")}, found ${reduction}`);
    result = add(call, mul(call, not(call, isHere), result), mul(call, isHere, met));
  }
  return width === 0 ? table : result;
}

const reductions: Readonly<Record<string, (call: Call, a: Node, b: Node) => Node>> = {
  mul,
  max: ({ ops }, a, b) => ops.apply("max", a, b),
  min: (call, a, b) => neg(call, call.ops.apply("max", neg(call, a), neg(call, b))),
};

function scatterElements(call: Call): Value {
  const [x, indices, updates] = [call.input(0), call.input(1).node, call.input(2).node];
  const axis = axisOf(call, call.integer("axis", 0), x.node.shape.length);
  const count = sizeOf(x.node.shape);
  const places = call.ops.reshape(elementPlaces(call, x.node.shape, indices, axis), [sizeOf(indices.shape)]);
  const rows = call.ops.reshape(updates, [sizeOf(updates.shape), 1]);
  return like(
    x,
    call.ops.reshape(written(call, call.ops.reshape(x.node, [count, 1]), places, rows), x.node.shape),
  );
}
