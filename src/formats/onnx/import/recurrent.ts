import type { Node } from "../../../graph/node.ts";
import { permuted, sliceOf, stacked, takenAt } from "../../../nn/layers/assemble.ts";
import { hardSigmoid } from "./activation.ts";
import { full, spread } from "./broadcasting.ts";
import { type Call, type Family, like } from "./call.ts";
import { abs, add, div, mul, neg, plus, smaller, sub, times } from "./scalar.ts";
import type { Value } from "./value.ts";

/** Layers that go through time. Their gates stand in ONNX's order, one after the other. */
export const recurrent: Family = {
  RNN: (call) => through(call, 1, ["Tanh"], ({ net, activations: [f] }) => ({ h: f(net(0)) })),

  LSTM: (call) =>
    through(call, 4, ["Sigmoid", "Tanh", "Tanh"], ({ net, activations: [f, g, h], c, peephole }) => {
      const i = f(peephole(net(0), c, 0));
      const forget = f(peephole(net(2), c, 2));
      const written = mul(call, i, g(net(3)));
      // with input_forget what is let in is what is forgotten
      const kept = call.integer("input_forget", 0) === 1 ? sub(call, full(call, 1, i), i) : forget;
      const cell = add(call, mul(call, kept, c), written);
      const o = f(peephole(net(1), cell, 1));
      return { h: mul(call, o, h(cell)), c: cell };
    }),

  GRU: (call) =>
    through(
      call,
      3,
      ["Sigmoid", "Tanh"],
      ({ net, input, hidden, h, activations: [f, g], recurrentTimes }) => {
        const z = f(net(0));
        const r = f(net(1));
        const isBehind = call.integer("linear_before_reset", 0) !== 0;
        const reset = isBehind ? mul(call, r, hidden(2)) : recurrentTimes(mul(call, r, h), 2);
        const n = g(add(call, input(2), reset));
        return { h: add(call, mul(call, sub(call, full(call, 1, z), z), n), mul(call, z, h)) };
      },
    ),
};

/** How many steps are written out. */
const MAX_STEPS = 1024;

type Activation = (x: Node) => Node;

/** What one step is made of. */
interface Step {
  readonly h: Node;
  readonly c: Node;
  readonly activations: readonly Activation[];
  /** What comes in and what is carried on, times the rows of a gate, with both biases. */
  net(gate: number): Node;
  input(gate: number): Node;
  hidden(gate: number): Node;
  recurrentTimes(h: Node, gate: number): Node;
  /** Plus the cell as a gate sees it, where it does. */
  peephole(net: Node, cell: Node, gate: number): Node;
}

type Cell = (step: Step) => { readonly h: Node; readonly c?: Node };

/** All steps of each direction: Y is time × directions × samples × units, then the last h, and the last c. */
function through(
  call: Call,
  gates: number,
  defaults: readonly string[],
  cell: Cell,
): readonly (Value | undefined)[] {
  const { ops } = call;
  const x = call.input(0);
  const isBatchFirst = call.integer("layout", 0) === 1;
  const sequence = isBatchFirst ? permuted(ops, x.node, [1, 0, 2]) : x.node;
  const [time, samples] = sequence.shape;
  if (time > MAX_STEPS) throw call.fail(`expected at most ${MAX_STEPS} steps, found ${time}`);
  checkLengths(call, time);
  const direction = call.text("direction", "forward");
  const directions = direction === "bidirectional" ? 2 : 1;
  const names = call.texts("activations") ?? [];
  const ends: { h: Node; c: Node }[] = [];
  const outs: Node[][] = [];
  for (let d = 0; d < directions; d++) {
    const isReverse = direction === "reverse" || d === 1;
    const own = names.length > 0 ? names.slice(d * defaults.length, (d + 1) * defaults.length) : defaults;
    const activations = own.map((name, i) => activationOf(call, name, d * defaults.length + i));
    const { h, c, steps } = oneWay(
      call,
      sequence,
      d,
      gates,
      activations,
      isReverse,
      isBatchFirst,
      samples,
      cell,
    );
    ends.push({ h, c });
    outs.push(isReverse ? steps.reverse() : steps);
  }
  const all = stacked(
    ops,
    outs.map((steps) => stacked(ops, steps, 0)),
    1,
  );
  const last = (nodes: readonly Node[]) => like(x, stacked(ops, nodes, isBatchFirst ? 1 : 0));
  const y = like(x, isBatchFirst ? permuted(ops, all, [2, 0, 1, 3]) : all);
  return [y, last(ends.map(({ h }) => h)), last(ends.map(({ c }) => c))];
}

function oneWay(
  call: Call,
  sequence: Node,
  direction: number,
  gates: number,
  activations: readonly Activation[],
  isReverse: boolean,
  isBatchFirst: boolean,
  samples: number,
  cell: Cell,
): { h: Node; c: Node; steps: Node[] } {
  const { ops } = call;
  const [w, r] = [call.input(1).node, call.input(2).node].map((node) => takenAt(ops, node, 0, direction));
  const units = r.shape[1];
  const rows = gates * units;
  const b = call.inputs[3] && takenAt(ops, call.inputs[3].node, 0, direction);
  const biases = b && [sliceOf(ops, b, 0, 0, rows), sliceOf(ops, b, 0, rows, rows)];
  const peepholes = call.inputs[7] && takenAt(ops, call.inputs[7].node, 0, direction);
  const initial = (place: number): Node => {
    const given = call.inputs[place]?.node;
    return given ? takenAt(ops, given, isBatchFirst ? 1 : 0, direction) : ops.constant(0, [samples, units]);
  };
  const rowsOf = (node: Node, gate: number) => sliceOf(ops, node, node.shape.length - 1, gate * units, units);
  const withBias = (net: Node, bias: Node | undefined) =>
    bias ? add(call, net, spread(ops, bias, net.shape)) : net;
  let [h, c] = [initial(5), initial(6)];
  const steps: Node[] = [];
  const [time] = sequence.shape;
  for (let i = 0; i < time; i++) {
    const at = takenAt(ops, sequence, 0, isReverse ? time - 1 - i : i);
    const fromInput = withBias(ops.matmul(at, w, { transposeB: true }), biases?.[0]);
    const fromHidden = withBias(ops.matmul(h, r, { transposeB: true }), biases?.[1]);
    const net = add(call, fromInput, fromHidden);
    const made = cell({
      h,
      c,
      activations,
      net: (gate) => rowsOf(net, gate),
      input: (gate) => rowsOf(fromInput, gate),
      hidden: (gate) => rowsOf(fromHidden, gate),
      recurrentTimes: (carried, gate) => {
        const part = ops.matmul(carried, sliceOf(ops, r, 0, gate * units, units), { transposeB: true });
        return withBias(part, biases && rowsOf(biases[1], gate));
      },
      peephole: (gateNet, seen, gate) =>
        peepholes
          ? add(call, gateNet, mul(call, spread(ops, rowsOf(peepholes, gate), seen.shape), seen))
          : gateNet,
    });
    h = made.h;
    c = made.c ?? c;
    steps.push(h);
  }
  return { h, c, steps };
}

/** Sequences of different lengths are not read: all must be as long as there are steps. */
function checkLengths(call: Call, time: number): void {
  if (!call.inputs[4]) return;
  const lengths = call.knownInput(4) ?? [];
  if (lengths.some((length) => length !== time)) {
    throw call.fail(
      `expected sequences of ${time} steps each, found others: pad them, and leave sequence_lens out`,
    );
  }
}

/** By its name; α and β of those that have any stand in lists. */
function activationOf(call: Call, name: string, place: number): Activation {
  const { ops } = call;
  const alpha = (otherwise: number) => call.numbers("activation_alpha")?.[place] ?? otherwise;
  const beta = (otherwise: number) => call.numbers("activation_beta")?.[place] ?? otherwise;
  const limit = call.number("clip", 0);
  const clipped = (x: Node) => {
    if (limit === 0) return x;
    return ops.apply("max", smaller(call, x, full(call, limit, x)), full(call, -limit, x));
  };
  const table: Readonly<Record<string, Activation>> = {
    sigmoid: (x) => ops.apply("sigmoid", x),
    tanh: (x) => ops.apply("tanh", x),
    relu: (x) => ops.apply("relu", x),
    softplus: (x) => ops.apply("softplus", x),
    softsign: (x) => div(call, x, plus(call, abs(call, x), 1)),
    affine: (x) => plus(call, times(call, x, alpha(1)), beta(0)),
    scaledtanh: (x) => times(call, ops.apply("tanh", times(call, x, beta(1))), alpha(1)),
    hardsigmoid: (x) => hardSigmoid(call, x, alpha(0.2), beta(0.5)),
    leakyrelu: (x) =>
      sub(call, ops.apply("relu", x), times(call, ops.apply("relu", neg(call, x)), alpha(0.01))),
  };
  const key = name.toLowerCase();
  if (!Object.hasOwn(table, key))
    throw call.fail(`expected an activation of ${Object.keys(table).join(", ")}, found ${name}`);
  return (x) => table[key](clipped(x));
}
