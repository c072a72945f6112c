import { formatShape } from "../../../tensor/shape.ts";
import { axisOf, extents } from "./broadcasting.ts";
import { type Call, type Family, like } from "./call.ts";
import { gathered, read, readAlong } from "./moving.ts";
import type { Value } from "./value.ts";

/** What takes parts of a tensor, or puts something around it. */
export const cutting: Family = {
  Split: split,
  Slice: slice,
  Pad: pad,
  CenterCropPad: centerCropPad,
};

function split(call: Call): Value[] {
  const x = call.input(0);
  const axis = axisOf(call, call.integer("axis", 0), x.node.shape.length);
  const whole = x.node.shape[axis];
  const given = call.integers("split") ?? call.knownInput(1);
  const count = call.outputs;
  const each = Math.ceil(whole / count);
  const sizes = given ?? Array.from({ length: count }, (_, i) => Math.min(each, whole - i * each));
  if (sizes.reduce((a, b) => a + b, 0) !== whole || sizes.some((size) => !(size >= 0))) {
    throw call.fail(`expected parts of ${whole} in all, found ${formatShape(sizes)}`);
  }
  let start = 0;
  return sizes.map((size) => {
    const part = readAlong(call.ops, x.node, axis, size, start);
    start += size;
    return like(x, part);
  });
}

function slice(call: Call): Value {
  const x = call.input(0);
  const { shape } = x.node;
  const starts = call.integers("starts") ?? call.knownInput(1) ?? [];
  const ends = call.integers("ends") ?? call.knownInput(2) ?? [];
  const axes = call.integers("axes") ?? call.knownInput(3) ?? [...starts.keys()];
  const steps = call.knownInput(4) ?? starts.map(() => 1);
  const [offsets, strides, sizes] = [shape.map(() => 0), shape.map(() => 1), [...shape]];
  for (const [i, given] of axes.entries()) {
    const axis = axisOf(call, given, shape.length);
    const [extent, step] = [shape[axis], steps[i]];
    if (!Number.isInteger(step) || step === 0) throw call.fail(`expected a step other than 0, found ${step}`);
    const place = (at: number) => (at < 0 ? at + extent : at);
    const start = clamp(place(starts[i]), 0, step > 0 ? extent : extent - 1);
    const end = clamp(place(ends[i]), step > 0 ? 0 : -1, extent);
    offsets[axis] = start;
    strides[axis] = step;
    sizes[axis] = Math.max(0, Math.ceil((end - start) / step));
  }
  return like(x, read(call.ops, x.node, sizes, offsets, strides));
}

function clamp(x: number, low: number, high: number): number {
  return Math.min(Math.max(x, low), high);
}

function pad(call: Call): Value {
  const x = call.input(0);
  const { ops } = call;
  const rank = x.node.shape.length;
  const pads = call.integers("pads") ?? call.integers("paddings") ?? call.knownInput(1) ?? [];
  const axes = (call.knownInput(3) ?? [...x.node.shape.keys()]).map((axis) => axisOf(call, axis, rank));
  if (pads.length !== 2 * axes.length)
    throw call.fail(`expected ${2 * axes.length} pads, found ${pads.length}`);
  const before = x.node.shape.map((_, axis) => pads[axes.indexOf(axis)] ?? 0);
  const behind = x.node.shape.map((_, axis) =>
    axes.includes(axis) ? pads[axes.length + axes.indexOf(axis)] : 0,
  );
  const wanted = extents(
    call,
    x.node.shape.map((extent, axis) => extent + before[axis] + behind[axis]),
  );
  const mode = call.text("mode", "constant");
  if (mode === "constant") {
    const outside = call.inputs[2] ? (call.knownInput(2)?.[0] ?? 0) : call.number("value", 0);
    const steps = wanted.map(() => 1);
    return like(
      x,
      read(
        ops,
        x.node,
        wanted,
        before.map((count) => -count),
        steps,
        outside,
      ),
    );
  }
  let padded = x.node;
  for (const [axis, count] of before.entries()) {
    if (count === 0 && behind[axis] === 0) continue;
    const extent = x.node.shape[axis];
    padded = gathered(
      ops,
      padded,
      call.table([wanted[axis]], (i) => mirrored(mode, i - count, extent)),
      axis,
    );
  }
  return like(x, padded);
}

/** Which place inside stands for one outside. */
function mirrored(mode: string, place: number, extent: number): number {
  if (mode === "edge" || extent === 1) return clamp(place, 0, extent - 1);
  const remainder = (x: number, by: number) => ((x % by) + by) % by;
  if (mode === "wrap") return remainder(place, extent);
  const inTurn = remainder(place, 2 * (extent - 1));
  return inTurn < extent ? inTurn : 2 * (extent - 1) - inTurn;
}

function centerCropPad(call: Call): Value {
  const x = call.input(0);
  const rank = x.node.shape.length;
  const wanted = extents(call, call.knownInput(1) ?? []);
  const axes = (call.integers("axes") ?? [...x.node.shape.keys()]).map((axis) => axisOf(call, axis, rank));
  const sizes = x.node.shape.map((extent, axis) =>
    axes.includes(axis) ? wanted[axes.indexOf(axis)] : extent,
  );
  const offsets = x.node.shape.map((extent, axis) => {
    const over = extent - sizes[axis];
    return over >= 0 ? Math.floor(over / 2) : -Math.floor(-over / 2);
  });
  return like(
    x,
    read(
      call.ops,
      x.node,
      sizes,
      offsets,
      sizes.map(() => 1),
    ),
  );
}
