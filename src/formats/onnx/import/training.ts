import { backward } from "../../../autodiff/backward.ts";
import type { Node } from "../../../graph/node.ts";
import { spread } from "./broadcasting.ts";
import { type Call, type Family, like } from "./call.ts";
import { add, choose, div, mul, plus, sub, times } from "./scalar.ts";
import type { Value } from "./value.ts";

/** The domain ai.onnx.preview.training: gradients and optimisers. */
export const training: Family = {
  Gradient: gradient,

  /** r = R / (1 + T·decay); G = g + λ·X; H⁺ = H + G²; X⁺ = X − r·G / (√H⁺ + ε) */
  Adagrad: optimizer(2, (call, { rate, count, parameter, gradient, states: [squares] }) => {
    const slowed = div(call, rate, plus(call, times(call, count, call.number("decay_factor", 0)), 1));
    const slope = regularized(call, parameter, gradient);
    const sum = add(call, squares, call.ops.apply("square", slope));
    const step = div(call, slope, plus(call, call.ops.apply("sqrt", sum), call.number("epsilon", 1e-6)));
    return [sub(call, parameter, mul(call, spread(call.ops, slowed, step.shape), step)), sum];
  }),

  /** V and H are means of G and G²; r is corrected for what they began with, unless T is 0. */
  Adam: optimizer(3, (call, { rate, count, parameter, gradient, states: [mean, squares] }) => {
    const [alpha, beta] = [call.number("alpha", 0.9), call.number("beta", 0.999)];
    const slope = regularized(call, parameter, gradient);
    const nextMean = blend(call, mean, slope, alpha);
    const nextSquares = blend(call, squares, call.ops.apply("square", slope), beta);
    const corrected = div(
      call,
      mul(call, rate, call.ops.apply("sqrt", lacking(call, beta, count))),
      lacking(call, alpha, count),
    );
    // before the first update nothing is corrected: 1 − β⁰ is 0
    const used = choose(call, call.ops.apply("step", count), corrected, rate);
    const root = plus(call, call.ops.apply("sqrt", nextSquares), call.number("epsilon", 1e-6));
    const next = sub(
      call,
      parameter,
      mul(call, spread(call.ops, used, parameter.shape), div(call, nextMean, root)),
    );
    return [times(call, next, 1 - call.number("norm_coefficient_post", 0)), nextMean, nextSquares];
  }),

  /** V⁺ = α·V + β·G, with β = 1 at the first update; X⁺ = X − R·V⁺, of Nesterov's kind X − R·(G + α·V⁺) */
  Momentum: optimizer(2, (call, { rate, count, parameter, gradient, states: [velocity] }) => {
    const alpha = call.number("alpha", 0);
    const slope = regularized(call, parameter, gradient);
    // β where the count is above 0, else 1
    const beta = plus(call, times(call, call.ops.apply("step", count), call.number("beta", 1) - 1), 1);
    const next = add(
      call,
      times(call, velocity, alpha),
      mul(call, spread(call.ops, beta, slope.shape), slope),
    );
    const isNesterov = call.text("mode", "standard") === "nesterov";
    const step = isNesterov ? add(call, slope, times(call, next, alpha)) : next;
    return [sub(call, parameter, mul(call, spread(call.ops, rate, step.shape), step)), next];
  }),
};

/** What an optimiser is given for one tensor. */
interface Update {
  readonly rate: Node;
  readonly count: Node;
  readonly parameter: Node;
  readonly gradient: Node;
  readonly states: readonly Node[];
}

/**
 * Inputs are the rate, the count of updates, then all tensors, all gradients, all states of each kind; outputs are all tensors
 * and all states.
 * @param kinds how many tensors come back for each
 */
function optimizer(kinds: number, rule: (call: Call, update: Update) => readonly Node[]) {
  return (call: Call): Value[] => {
    const [rate, count] = [call.input(0).node, call.input(1).node];
    const tensors = (call.inputs.length - 2) / (kinds + 1);
    if (!Number.isInteger(tensors) || tensors < 1) {
      throw call.fail(
        `expected ${kinds + 1} tensors for each that is updated, found ${call.inputs.length - 2} in all`,
      );
    }
    const scalar = (node: Node) => call.ops.reshape(node, []);
    const results = Array.from({ length: tensors }, (_, i) => {
      const at = (kind: number) => call.input(2 + kind * tensors + i).node;
      const states = Array.from({ length: kinds - 1 }, (_s, k) => at(2 + k));
      return rule(call, {
        rate: scalar(rate),
        count: scalar(count),
        parameter: at(0),
        gradient: at(1),
        states,
      });
    });
    return Array.from({ length: kinds }, (_, kind) =>
      results.map((nodes, i) => like(call.input(2 + i), nodes[kind])),
    ).flat();
  };
}

function regularized(call: Call, parameter: Node, gradient: Node): Node {
  return add(call, gradient, times(call, parameter, call.number("norm_coefficient", 0)));
}

function blend(call: Call, mean: Node, x: Node, share: number): Node {
  return add(call, times(call, mean, share), times(call, x, 1 - share));
}

/** 1 − β^T: what a mean that began with 0 lacks. */
function lacking(call: Call, beta: number, count: Node): Node {
  const power = call.ops.apply("pow", call.ops.constant(beta, count.shape), count);
  return sub(call, call.ops.constant(1, count.shape), power);
}

/** ∂y/∂x of each x, by our own backward pass; of a y of many numbers that of their sum. */
function gradient(call: Call): Value[] {
  const xs = (call.texts("xs") ?? []).map((name) => call.find(name));
  const y = call.find(call.text("y", "")).node;
  const total = call.ops.sum(y, [...y.shape.keys()]);
  const { adjoint } = backward(
    call.graph,
    total,
    xs.map(({ node }) => node),
  );
  return xs.map((x) => like(x, adjoint.get(x.node.id) ?? call.ops.constant(0, x.node.shape)));
}
