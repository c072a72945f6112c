import type { Node } from "../../../graph/node.ts";
import { joined } from "../../../nn/layers/assemble.ts";
import { formatShape } from "../../../tensor/shape.ts";
import { along } from "./activation.ts";
import { full, spread } from "./broadcasting.ts";
import { type Call, type Family, like } from "./call.ts";
import { matmul } from "./linear.ts";
import { permutedTo, readAlong } from "./moving.ts";
import { add, div, greater, not, plus, times } from "./scalar.ts";

/** softmax(scale · Q·Kᵀ + mask)·V over samples × heads × time × features. */
export const attention: Family = {
  Attention: (call) => {
    const [q, k, v] = [0, 1, 2].map(call.input);
    const queries = inHeads(call, q.node, call.integer("q_num_heads", 0));
    const key = behind(call, inHeads(call, k.node, call.integer("kv_num_heads", 0)), 4);
    const value = behind(call, inHeads(call, v.node, call.integer("kv_num_heads", 0)), 5);
    const products = scores(call, queries, key);
    const limit = call.number("softcap", 0);
    const capped = limit > 0 ? softcap(call, products, limit) : products;
    const biased = masked(call, capped);
    const shares = softmax(call, biased);
    const out = matmul(call, shares, repeated(call, value, queries.shape[1]));
    const shown = [products, capped, biased, shares][call.integer("qk_matmul_output_mode", 0)] ?? products;
    const isFlat = q.node.shape.length === 3;
    return [isFlat ? flattened(call, out) : out, key, value, shown].map((node) => like(q, node));
  },

  FlexAttention: (call) => {
    const [q, k, v] = [0, 1, 2].map(call.input);
    const changed = (name: string, node: Node): Node =>
      call.has(name) ? call.build(call.subgraph(name), [like(q, node)])[0].node : node;
    const products = changed("score_mod", scores(call, q.node, k.node));
    const shares = changed("prob_mod", softmax(call, products));
    return like(q, matmul(call, shares, repeated(call, v.node, q.node.shape[1])));
  },
};

/** The domain ai.onnx.preview. */
export const preview: Family = { FlexAttention: attention.FlexAttention };

/** Samples × time × heads · features with an axis for the heads, before that of time. */
export function inHeads(call: Call, x: Node, heads: number): Node {
  if (x.shape.length === 4) return x;
  const [samples, time, features] = x.shape;
  if (!(heads > 0) || features % heads !== 0) {
    throw call.fail(
      `expected heads that divide ${features} features of ${formatShape(x.shape)}, found ${heads}`,
    );
  }
  return permutedTo(call.ops, call.ops.reshape(x, [samples, time, heads, features / heads]), [0, 2, 1, 3]);
}

export function flattened(call: Call, x: Node): Node {
  const [samples, heads, time, features] = x.shape;
  return call.ops.reshape(permutedTo(call.ops, x, [0, 2, 1, 3]), [samples, time, heads * features]);
}

/** What is kept of earlier steps comes first. */
function behind(call: Call, x: Node, place: number): Node {
  const past = call.inputs[place]?.node;
  return past && past.shape[2] > 0 ? joined(call.ops, [past, x], 2) : x;
}

/** Each head of keys and values serves as many heads of queries, one after the other. */
export function repeated(call: Call, x: Node, heads: number): Node {
  const [samples, own, time, features] = x.shape;
  if (own === heads) return x;
  if (heads % own !== 0) throw call.fail(`expected heads that ${own} divides, found ${heads}`);
  const all = call.ops.broadcast(x, [samples, own, heads / own, time, features], [0, 1, 3, 4]);
  return call.ops.reshape(all, [samples, heads, time, features]);
}

function scores(call: Call, q: Node, k: Node): Node {
  const scale = call.number("scale", 1 / Math.sqrt(q.shape[3]));
  const keys = permutedTo(call.ops, repeated(call, k, q.shape[1]), [0, 1, 3, 2]);
  return times(call, matmul(call, q, keys), scale);
}

function softcap(call: Call, x: Node, limit: number): Node {
  const ratio = div(call, x, full(call, limit, x));
  return times(call, call.ops.apply("tanh", ratio), limit);
}

function softmax(call: Call, x: Node): Node {
  return along(call, x, x.shape.length - 1, ({ ops }, rows) => ops.softmax(rows));
}

/** Adds what rules scores out, and whatever else a mask of numbers says. */
function masked(call: Call, x: Node): Node {
  const [samples, , queries, keys] = x.shape;
  const { ops } = call;
  const biases: Node[] = [];
  const mask = call.inputs[3];
  if (mask) {
    const bias = mask.type === "bool" ? ruledOut(call, not(call, mask.node)) : mask.node;
    // what a mask says nothing of is ruled out
    const last = bias.shape.length - 1;
    const whole =
      bias.shape[last] < keys ? readAlong(ops, bias, last, keys, 0, 1, Number.NEGATIVE_INFINITY) : bias;
    biases.push(whole);
  }
  const lengths = call.inputs[6]?.node;
  const numbers = (count: number, axis: number, shape: readonly number[]) =>
    ops.broadcast(call.counting(count), shape, [axis]);
  if (lengths) {
    const shape = [samples, 1, 1, keys];
    const isBehind = not(call, greater(call, ops.broadcast(lengths, shape, [0]), numbers(keys, 3, shape)));
    biases.push(ruledOut(call, isBehind));
  }
  if (call.integer("is_causal", 0) === 1) {
    const past = call.inputs[4]?.node.shape[2];
    const shape = [samples, 1, queries, keys];
    // of keys that are kept outside, the last ones are those of the queries
    const first =
      past === undefined && lengths
        ? ops.broadcast(lengths, shape, [0])
        : ops.constant((past ?? 0) + queries, shape);
    const reach = plus(call, add(call, first, numbers(queries, 2, shape)), -queries);
    biases.push(ruledOut(call, greater(call, numbers(keys, 3, shape), reach)));
  }
  return biases.reduce((sum, bias) => add(call, sum, spread(ops, bias, sum.shape)), x);
}

/** Below all numbers where `is` is 1, else 0: the logarithm of 1 − is. */
function ruledOut(call: Call, is: Node): Node {
  return call.ops.apply("log", not(call, is));
}
