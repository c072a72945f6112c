import type { Node } from "../../../graph/node.ts";
import { joined, stacked, takenAt } from "../../../nn/layers/assemble.ts";
import { sizeOf } from "../../../tensor/shape.ts";
import { flattened, inHeads, repeated } from "./attention.ts";
import { axisOf, spread } from "./broadcasting.ts";
import { type Call, type Family, like } from "./call.ts";
import { convolved, withBias } from "./convolution.ts";
import { matmul } from "./linear.ts";
import { gathered, readAlong } from "./moving.ts";
import { add, greater, mul, not, plus, sub, times } from "./scalar.ts";
import { replacedRows } from "./scattering.ts";
import type { Value } from "./value.ts";

/** What goes over sequences beside attention and the recurrent layers. */
export const sequences: Family = {
  RotaryEmbedding: rotary,
  LinearAttention: linearAttention,

  CausalConvWithState: (call) => {
    const [x, weight] = [call.input(0), call.input(1).node];
    const { ops } = call;
    const [samples, channels, time] = x.node.shape;
    const [, , size] = weight.shape;
    const past = call.inputs[3]?.node ?? ops.constant(0, [samples, channels, size - 1]);
    const whole = size > 1 ? joined(ops, [past, x.node], 2) : x.node;
    const window = {
      extent: time + size - 1,
      size,
      stride: 1,
      dilation: 1,
      before: 0,
      behind: 0,
      count: time,
    };
    const net = withBias(call, convolved(call, whole, weight, [window], channels), call.inputs[2]?.node);
    const isActive = call.text("activation", "none") !== "none" && call.text("activation", "") !== "";
    const out = isActive ? mul(call, net, ops.apply("sigmoid", net)) : net;
    return [out, readAlong(ops, whole, 2, size - 1, time)].map((node) => like(x, node));
  },

  TensorScatter: (call) => {
    const [past, update] = [call.input(0), call.input(1).node];
    const { shape } = past.node;
    const axis = axisOf(call, call.integer("axis", -2), shape.length);
    const [samples] = shape;
    const { ops } = call;
    const written = update.shape[axis];
    const width = sizeOf(shape.slice(axis + 1));
    const between = sizeOf(shape.slice(1, axis));
    const rows = [samples, between, written];
    const first = call.inputs[2]?.node ?? ops.constant(0, [samples]);
    const at = add(call, ops.broadcast(first, rows, [0]), counting(call, rows, 2));
    // in a circular cache what goes beyond the end begins again
    const isBeyond = not(call, greater(call, ops.constant(shape[axis], rows), at));
    const isCircular = call.text("mode", "linear") === "circular";
    const inside = isCircular ? sub(call, at, times(call, isBeyond, shape[axis])) : at;
    const outer = plus(call, times(call, counting(call, rows, 0), between), 0);
    const start = times(call, add(call, outer, counting(call, rows, 1)), shape[axis]);
    const count = sizeOf(rows);
    const places = ops.reshape(add(call, start, inside), [count]);
    const table = ops.reshape(past.node, [samples * between * shape[axis], width]);
    return like(
      past,
      ops.reshape(replacedRows(call, table, places, ops.reshape(update, [count, width])), shape),
    );
  },
};

/** 0, 1, 2 … along an axis. */
function counting(call: Call, shape: readonly number[], axis: number): Node {
  return call.ops.broadcast(call.counting(shape[axis]), shape, [axis]);
}

/** Pairs of features turned by angles whose cosines and sines are given. */
function rotary(call: Call): Value {
  const x = call.input(0);
  const { ops } = call;
  const isFlat = x.node.shape.length === 3;
  const heads = inHeads(call, x.node, call.integer("num_heads", 0));
  const [samples, , time, size] = heads.shape;
  const turned = call.integer("rotary_embedding_dim", 0) || size;
  const half = turned / 2;
  const places = call.inputs[3]?.node;
  const angles = [1, 2].map((place) => {
    const cache = call.input(place).node;
    const chosen = places ? gathered(call.ops, cache, places, 0) : cache;
    return ops.broadcast(chosen, [samples, heads.shape[1], time, half], [0, 2, 3]);
  });
  const [cos, sin] = angles;
  const isInterleaved = call.integer("interleaved", 0) === 1;
  const [step, second] = isInterleaved ? [2, 1] : [1, half];
  const part = (offset: number) => readAlong(ops, heads, 3, half, offset, step);
  const [a, b] = [part(0), part(second)];
  const real = sub(call, mul(call, cos, a), mul(call, sin, b));
  const imaginary = add(call, mul(call, sin, a), mul(call, cos, b));
  const pairs = isInterleaved
    ? ops.reshape(stacked(ops, [real, imaginary], 4), [...heads.shape.slice(0, 3), turned])
    : joined(ops, [real, imaginary], 3);
  const rest = size - turned;
  const all = rest > 0 ? joined(ops, [pairs, readAlong(ops, heads, 3, rest, turned)], 3) : pairs;
  return like(x, isFlat ? flattened(call, all) : all);
}

/** A state, keys × values of each head, that every step decays, corrects and reads. */
function linearAttention(call: Call): readonly Value[] {
  const query = call.input(0);
  const { ops } = call;
  const [heads, kept] = [call.integer("q_num_heads", 1), call.integer("kv_num_heads", 1)];
  const rule = call.text("update_rule", "gated_delta");
  const [q, k, v] = [heads, kept, kept].map((count, i) => inHeads(call, call.input(i).node, count));
  const [samples, , time, size] = k.shape;
  const scale = call.number("scale", 0) || 1 / Math.sqrt(size);
  const perHead = (place: number) =>
    call.inputs[place] && inHeads(call, call.input(place).node, headsOf(place));
  const headsOf = (place: number) => Math.min(kept, call.input(place).node.shape[2]);
  const [decay, beta] = [
    rule.startsWith("gated") ? perHead(4) : undefined,
    rule.endsWith("delta") ? perHead(5) : undefined,
  ];
  const stateShape = [samples, kept, size, v.shape[3]];
  let state = call.inputs[3]?.node ?? ops.constant(0, stateShape);
  const outs: Node[] = [];
  for (let step = 0; step < time; step++) {
    const [key, value] = [k, v].map((x) => takenAt(ops, x, 2, step));
    if (decay) {
      const factor = ops.apply("exp", takenAt(ops, decay, 2, step));
      state = mul(call, state, spread(ops, ops.reshape(factor, [...factor.shape, 1]), state.shape));
    }
    const column = ops.reshape(key, [samples, kept, size, 1]);
    let written = ops.reshape(value, [samples, kept, 1, v.shape[3]]);
    if (beta) {
      const found = ops.matmul(column, state, { transposeA: true });
      const strength = takenAt(ops, beta, 2, step);
      const difference = sub(call, written, found);
      written = mul(
        call,
        difference,
        spread(ops, ops.reshape(strength, [...strength.shape, 1]), difference.shape),
      );
    }
    state = add(call, state, ops.matmul(column, written));
    const row = readAlong(ops, q, 2, 1, step);
    outs.push(times(call, matmul(call, row, repeated(call, state, heads)), scale));
  }
  const out = outs.length === 1 ? outs[0] : joined(ops, outs, 2);
  return [flattened(call, out), state].map((node) => like(query, node));
}
