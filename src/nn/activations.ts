import { call, type Expr, type Index } from "../graph/expression.ts";
import type { Graph } from "../graph/graph.ts";
import type { Node } from "../graph/node.ts";
import { opsFor } from "../ops/index.ts";

/** The slope of leaky relu on the negative side, as in PyTorch. */
const LEAK = 0.01;

export type ActivationName =
  | "linear"
  | "sigmoid"
  | "tanh"
  | "relu"
  | "leaky-relu"
  | "softplus"
  | "gelu"
  | "silu"
  | "softmax";

/**
 * What a neuron makes of its net input (samples × neurons, same shape out). Those that are compositions stand in
 * a scope with the short form that people write.
 */
export type Activation = (graph: Graph, net: Node) => Node;

export const linear: Activation = (graph, net) => opsFor(graph).identity(net);
export const sigmoid: Activation = (graph, net) => opsFor(graph).apply("sigmoid", net);
export const tanh: Activation = (graph, net) => opsFor(graph).apply("tanh", net);
export const relu: Activation = (graph, net) => opsFor(graph).apply("relu", net);
export const softplus: Activation = (graph, net) => opsFor(graph).apply("softplus", net);

/** Every activation. */
export const activations: { readonly [N in ActivationName]: Activation } = {
  linear,
  sigmoid,
  tanh,
  relu,
  softplus,
  softmax,
  "leaky-relu": leakyRelu,
  silu,
  gelu,
};

/** Beyond this net input e^net is no longer a number; what is executed subtracts the largest first. */
const LARGEST_EXPONENT = 700;

/** e^net_j / Σ_k e^net_k over the last axis, as people write it, where that can be calculated. */
export function softmax(graph: Graph, net: Node): Node {
  return graph.within("softmax", (scope) => {
    const out = opsFor(graph).softmax(net);
    const [size = 0] = net.shape.slice(-1);
    const classes = Array.from({ length: size }, (_, j) => j);
    const rowOf = (at: readonly Index[]) => at.slice(0, -1);
    const power = (row: readonly Index[], j: Index): Expr =>
      call("exp", { ref: { node: net.id, at: [...row, j] } });
    graph.closed.set(scope, {
      inputs: [net],
      output: out,
      holds(at, read) {
        const row = classes.map((j) => read(net, [...at.slice(0, -1), j]));
        return Math.max(...row) < LARGEST_EXPONENT && Math.max(...row) > -LARGEST_EXPONENT;
      },
      value(at) {
        const k = { index: "k", size };
        return call("div", power(rowOf(at), at[at.length - 1]), { sum: [k], of: power(rowOf(at), k) });
      },
    });
    return out;
  });
}

/** max(net, 0.01·net); at 0 the slope is that of the negative side. */
export function leakyRelu(graph: Graph, net: Node): Node {
  const ops = opsFor(graph);
  return graph.within("leaky-relu", (scope) => {
    const out = ops.apply("max", net, ops.apply("mul", ops.constant(LEAK, net.shape), net));
    graph.closed.set(scope, {
      inputs: [net],
      output: out,
      // 1 where net is positive, else 0.01
      gradient: (_i, at, adjoint) => {
        const positive = call("step", { ref: { node: net.id, at } });
        return call("mul", adjoint(at), call("add", positive, call("mul", LEAK, call("sub", 1, positive))));
      },
    });
    return out;
  });
}

/** net·σ(net), also called swish (Elfwing, Uchibe, Doya, 2017). */
export function silu(graph: Graph, net: Node): Node {
  const ops = opsFor(graph);
  return graph.within("silu", (scope) => {
    const out = ops.apply("mul", net, ops.apply("sigmoid", net));
    graph.closed.set(scope, {
      inputs: [net],
      output: out,
      // σ(net) + out·(1 − σ(net))
      gradient: (_i, at, adjoint) => {
        const gate = call("sigmoid", { ref: { node: net.id, at } });
        const slope = call("add", gate, call("mul", { ref: { node: out.id, at } }, call("sub", 1, gate)));
        return call("mul", adjoint(at), slope);
      },
    });
    return out;
  });
}

/** net·Φ(net), Φ the standard normal distribution function (Hendrycks, Gimpel, 2016); exact, by erf. */
export function gelu(graph: Graph, net: Node): Node {
  const ops = opsFor(graph);
  const constant = (value: number) => ops.constant(value, net.shape);
  /** Φ(net) = ½(1 + erf(net/√2)) */
  const distribution = (at: readonly Index[]): Expr =>
    call(
      "mul",
      0.5,
      call("add", 1, call("erf", call("div", { ref: { node: net.id, at } }, call("sqrt", 2)))),
    );
  return graph.within("gelu", (scope) => {
    const erf = ops.apply("erf", ops.apply("div", net, constant(Math.SQRT2)));
    const phi = ops.apply("mul", constant(0.5), ops.apply("add", constant(1), erf));
    const out = ops.apply("mul", net, phi);
    graph.closed.set(scope, {
      inputs: [net],
      output: out,
      value: (at) => call("mul", { ref: { node: net.id, at } }, distribution(at)),
      // Φ(net) + net·φ(net), with the density φ(net) = e^(−net²/2) / √(2π)
      gradient: (_i, at, adjoint) => {
        const x = { ref: { node: net.id, at } };
        const density = call(
          "div",
          call("exp", call("neg", call("div", call("square", x), 2))),
          call("sqrt", call("mul", 2, Math.PI)),
        );
        return call("mul", adjoint(at), call("add", distribution(at), call("mul", x, density)));
      },
    });
    return out;
  });
}
