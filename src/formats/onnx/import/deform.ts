import type { Node } from "../../../graph/node.ts";
import { sizeOf, stridesOf } from "../../../tensor/shape.ts";
import { full } from "./broadcasting.ts";
import { type Call, type Family, like } from "./call.ts";
import { withBias } from "./convolution.ts";
import { gathered } from "./moving.ts";
import { add, floor, greater, mul, not, plus, smaller, sub, times } from "./scalar.ts";
import { type Axis, windowAxes } from "./windows.ts";

/** Convolutions whose windows are bent by offsets that are numbers themselves (Dai et al., 2017). */
export const deformable: Family = {
  DeformConv: (call) => {
    const [x, weight, offsets] = [call.input(0), call.input(1).node, call.input(2).node];
    const { ops } = call;
    if (x.node.shape.length !== 4)
      throw call.fail(`expected samples × channels × height × width, found ${x.node.shape.length} axes`);
    const [samples, channels] = x.node.shape;
    const windows = windowAxes(call, x.node.shape.slice(2), weight.shape.slice(2));
    const [size, count] = [
      sizeOf(windows.map((axis) => axis.size)),
      sizeOf(windows.map((axis) => axis.count)),
    ];
    const bends = call.integer("offset_group", 1);
    // samples × groups of channels × positions inside of a window × axes × windows
    const split = ops.reshape(offsets, [samples, bends, size, 2, count]);
    const places = windows.map((axis, d) => placesOf(call, axis, windows, d, split));
    const weights = call.inputs[4] && ops.reshape(call.inputs[4].node, [samples, bends, size, count]);
    const seen = between(call, x.node, places, bends, weights);
    return like(
      x,
      withBias(call, products(call, seen, weight, windows, [samples, channels]), call.inputs[3]?.node),
    );
  },
};

/** Where each window looks along an axis: where it would, and its offset. */
function placesOf(call: Call, axis: Axis, windows: readonly Axis[], d: number, offsets: Node): Node {
  const { ops } = call;
  const [samples, bends, size, , count] = offsets.shape;
  const [inside, outside] = [
    stridesOf(windows.map((one) => one.size)),
    stridesOf(windows.map((one) => one.count)),
  ];
  const straight = call.table([size, count], (i) => {
    const [position, window] = [Math.floor(i / count), i % count];
    const [p, w] = [
      Math.floor(position / inside[d]) % axis.size,
      Math.floor(window / outside[d]) % axis.count,
    ];
    return w * axis.stride + p * axis.dilation - axis.before;
  });
  const shape = [samples, bends, size, count];
  const own = ops.view(offsets, shape, {
    offsets: [0, 0, 0, d, 0],
    coefficients: offsets.shape.flatMap((_, from) =>
      shape.map((_s, to) => Number(from === to + (to > 2 ? 1 : 0) && from !== 3)),
    ),
  });
  return add(call, ops.broadcast(straight, shape, [2, 3]), own);
}

/** Numbers between four pixels, of which each counts by how near it is; what lies outside is 0. */
function between(
  call: Call,
  x: Node,
  [rows, columns]: readonly Node[],
  bends: number,
  weights: Node | undefined,
): Node {
  const { ops } = call;
  const [samples, channels, height, width] = x.shape;
  const [, , size, count] = rows.shape;
  const perBend = channels / bends;
  // a table of all pixels, of which a row holds the channels that are bent alike
  const pixels = ops.reshape(
    ops.view(
      ops.reshape(x, [samples, bends, perBend, height * width]),
      [samples, bends, height * width, perBend],
      {
        offsets: [0, 0, 0, 0],
        coefficients: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0],
      },
    ),
    [samples * bends * height * width, perBend],
  );
  const first = ops.broadcast(
    call.table([samples, bends], (i) => i * height * width),
    rows.shape,
    [0, 1],
  );
  const [top, left] = [floor(call, rows), floor(call, columns)];
  const corners = [0, 1].flatMap((down) => [0, 1].map((right) => [down, right] as const));
  const shares = corners.map(([down, right]) => {
    const [row, column] = [plus(call, top, down), plus(call, left, right)];
    const near = (at: Node, of: Node, isBehind: number) => {
      const past = sub(call, at, of);
      return isBehind === 1 ? past : not(call, past);
    };
    const share = mul(call, near(rows, top, down), near(columns, left, right));
    const isInside = mul(call, within(call, row, height), within(call, column, width));
    const place = add(
      call,
      first,
      add(call, times(call, clamped(call, row, height), width), clamped(call, column, width)),
    );
    const counted = mul(call, share, isInside);
    const found = gathered(call.ops, pixels, place, 0);
    return mul(
      call,
      found,
      ops.broadcast(weights ? mul(call, counted, weights) : counted, found.shape, [0, 1, 2, 3]),
    );
  });
  // samples × groups × positions × windows × channels of a group → samples × channels × positions × windows
  const sum = shares.reduce((a, b) => add(call, a, b));
  const order = ops.view(sum, [samples, bends, perBend, size, count], {
    offsets: [0, 0, 0, 0, 0],
    coefficients: [1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0],
  });
  return ops.reshape(order, [samples, channels, size, count]);
}

/** 1 where 0 ≤ x < extent. */
function within(call: Call, x: Node, extent: number): Node {
  const isBelow = greater(call, full(call, 0, x), x);
  return mul(call, not(call, isBelow), greater(call, full(call, extent, x), x));
}

function clamped(call: Call, x: Node, extent: number): Node {
  return smaller(call, call.ops.apply("relu", x), full(call, extent - 1, x));
}

/** What the windows see times the kernels, group by group. */
function products(
  call: Call,
  seen: Node,
  weight: Node,
  windows: readonly Axis[],
  [samples, channels]: readonly [samples: number, channels: number],
): Node {
  const { ops } = call;
  const groups = call.integer("group", 1);
  const [kernels, inGroup] = weight.shape;
  const [, , size, count] = seen.shape;
  if (inGroup * groups !== channels)
    throw call.fail(`expected kernels over ${channels / groups} channels, found ${inGroup}`);
  const columns = ops.reshape(seen, [samples, groups, inGroup * size, count]);
  const rows = ops.broadcast(
    ops.reshape(weight, [groups, kernels / groups, inGroup * size]),
    [samples, groups, kernels / groups, inGroup * size],
    [1, 2, 3],
  );
  return ops.reshape(ops.matmul(rows, columns), [samples, kernels, ...windows.map((axis) => axis.count)]);
}
