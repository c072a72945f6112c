import { describe, expect, test } from "vitest";
import { backward } from "../../src/autodiff/backward.ts";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { Graph } from "../../src/graph/graph.ts";
import type { Node } from "../../src/graph/node.ts";
import { verify } from "../../src/graph/verify.ts";
import { activations } from "../../src/nn/activations.ts";
import { everyKind } from "../../src/nn/every-kind.ts";
import { losses } from "../../src/nn/losses.ts";
import { lastActivationIsLink } from "../../src/nn/network.ts";
import { buildUpdates, type OptimizerSpec } from "../../src/nn/optimizers.ts";
import { opsFor } from "../../src/ops/index.ts";
import { execute, numberOf, numbersOf } from "../support/execute.ts";
import { readPyTorch } from "../support/fixtures.ts";
import { expectAllClose, expectClose, flat } from "../support/numbers.ts";
import { activationNames, lossNames } from "../support/random-network.ts";
import { expectGradients, lookAtLoss, samplesOf, sessionOf } from "../support/sessions.ts";

const pytorch = readPyTorch();
const SAME = { relative: 1e-12, absolute: 1e-15 };

/** Where a function saturates, PyTorch's own derivative formulas lose digits to cancellation. */
const SATURATED = { relative: 1e-12, absolute: 1e-12 };

describe("activations, their slopes and the slopes of those", () => {
  const smooth = activationNames.filter((name) => name !== "softmax");

  test.each(smooth)("%s", (name) => {
    const { x, y, dy, d2y } = pytorch.activations[name];
    const graph = new Graph();
    const ops = opsFor(graph);
    const net = ops.input([x.length, 1]);
    const out = activations[name](graph, net);
    const first = backward(graph, ops.sum(out, [0, 1]), [net]).adjoint.get(net.id) as Node;
    const second = backward(graph, ops.sum(first, [0, 1]), [net]).adjoint.get(net.id) as Node;
    verify(graph);
    const read = execute(graph, new Map([[net, x]]));
    expectAllClose(read(out), y, SATURATED, name);
    expectAllClose(read(first), dy, SATURATED, `${name}'`);
    expectAllClose(read(second), d2y, SATURATED, `${name}''`);
  });

  test("softmax and its Jacobian", () => {
    const { x, y, jacobian } = pytorch.activations.softmax;
    const [rows, columns] = [x.length, x[0].length];
    const graph = new Graph();
    const ops = opsFor(graph);
    const net = ops.input([rows, columns]);
    const out = activations.softmax(graph, net);
    const weights = ops.input([rows, columns]);
    const { adjoint } = backward(graph, ops.sum(ops.apply("mul", weights, out), [0, 1]), [net]);
    verify(graph);
    for (let i = 0; i < columns; i++) {
      // weights that single out_i out give the i-th row of each Jacobian
      const single = x.flatMap((row) => row.map((_, j) => (j === i ? 1 : 0)));
      const read = execute(
        graph,
        new Map([
          [net, flat(x)],
          [weights, single],
        ]),
      );
      expectAllClose(read(out), flat(y), SAME, "softmax");
      const expected = jacobian.flatMap((matrix) => matrix[i]);
      expectAllClose(read(adjoint.get(net.id) as Node), expected, SAME, `row ${i} of the Jacobian`);
    }
  });
});

describe("losses and their gradients", () => {
  test.each(lossNames)("%s", (name) => {
    const { inputs, targets, loss, gradient } = pytorch.losses[name];
    const executed = lookAtLoss(name, { inputs, targets });
    expectClose(numberOf(executed, "E"), loss, SAME, name);
    const input = executed.graph.find("i1#1")?.node as Node;
    const found = numbersOf(executed, executed.backward.adjoint.get(input.id) as Node);
    expectAllClose(found, flat(gradient), SAME, `gradient of ${name}`);
  });
});

describe("settings of a loss over classes", () => {
  const { inputs, targets, cases } = pytorch.classes;

  test.each(cases)("$settings", ({ settings, loss, gradient }) => {
    const spec = { name: "softmax-cross-entropy", ...settings } as const;
    const executed = lookAtLoss(spec, { inputs, targets });
    verify(executed.graph);
    expectClose(numberOf(executed, "E"), loss, SAME, "loss");
    const input = executed.graph.find("i1#1")?.node as Node;
    const found = numbersOf(executed, executed.backward.adjoint.get(input.id) as Node);
    expectAllClose(found, flat(gradient), SAME, "gradient");
  });
});

describe("twelve steps of each schedule", () => {
  test.each(pytorch.schedules)("$spec", ({ spec, learningRate, rates }) => {
    const graph = new Graph();
    const ops = opsFor(graph);
    const x = graph.name(ops.state([]), { text: "x" });
    const one = ops.constant(1, []);
    const updates = buildUpdates(
      graph,
      { name: "sgd", learningRate, schedule: spec },
      [{ node: x, gradient: one }],
      everyKind,
    );
    verify(graph);
    const { node } = graph.find("η_t") as { node: Node };
    const executable = referenceBackend.compile({ graph, outputs: [node], updates });
    for (const [step, rate] of rates.entries()) {
      executable.evaluate();
      expectClose(executable.read(node)[0], rate, SAME, `step ${step + 1}`);
      executable.commit();
    }
  });
});

describe("ten steps of each optimiser", () => {
  const { x0, f0, gradient0, runs } = pytorch.optimizers;

  test("the function, and its gradient at the start", () => {
    const { graph, x, loss, gradient, given } = quartic();
    const read = execute(graph, given.set(x, x0));
    expectClose(read(loss)[0], f0, SAME, "f");
    expectAllClose(read(gradient), gradient0, SAME, "gradient");
  });

  test.each(runs)("$spec.name", ({ spec, parameters }) => {
    const { graph, x, gradient, given } = quartic();
    const updates = buildUpdates(graph, spec, [{ node: x, gradient }], everyKind);
    verify(graph);
    const executable = referenceBackend.compile({ graph, outputs: [], updates });
    for (const [node, values] of given.set(x, x0)) executable.write(node, values);
    for (const [step, expected] of parameters.entries()) {
      executable.evaluate();
      executable.commit();
      expectAllClose(executable.read(x), expected, SAME, `after step ${step + 1}`);
    }
  });

  test("there is a run of each", () => {
    const names: Readonly<Record<OptimizerSpec["name"], true>> = {
      sgd: true,
      momentum: true,
      nesterov: true,
      adam: true,
      adamw: true,
      rmsprop: true,
      adagrad: true,
      adamax: true,
      nadam: true,
      adadelta: true,
      lion: true,
    };
    expect(new Set(runs.map(({ spec }) => spec.name))).toEqual(new Set(Object.keys(names)));
  });
});

describe("networks: loss, outputs and the gradient of every parameter", () => {
  test.each(pytorch.networks)("$loss, $layers.length layers", ({ inputs, layers, loss, data, expected }) => {
    const session = sessionOf({ network: { inputs, layers }, loss });
    const executed = session.look(samplesOf(data));
    verify(executed.graph);
    expectClose(numberOf(executed, "E"), expected.loss, SAME, "loss");
    // PyTorch's outputs are those before the activation that the loss applies by itself
    const isLinked = lastActivationIsLink(layers[layers.length - 1].activation, losses[loss]);
    const { node } = executed.graph.find(name(isLinked ? "net_o1" : "out_o1", data)) as { node: Node };
    expectAllClose(numbersOf(executed, node), flat(expected.outputs), SAME, "outputs");
    expectGradients(session, executed, expected.layers, SAME);
  });

  function name(text: string, { inputs }: { readonly inputs: readonly unknown[] }): string {
    return inputs.length > 1 ? `${text}#1` : text;
  }
});

/** f(x) = Σ scale·(x − center)² + 0.1·Σ x⁴, with x a state. */
function quartic(): {
  graph: Graph;
  x: Node;
  loss: Node;
  gradient: Node;
  given: Map<Node, readonly number[]>;
} {
  const { center, scale, x0 } = pytorch.optimizers;
  const graph = new Graph();
  const ops = opsFor(graph);
  const x = graph.name(ops.state([x0.length]), { text: "x", first: 1, strides: [1] });
  const [c, s] = [ops.input(x.shape), ops.input(x.shape)];
  const bowl = ops.apply("mul", s, ops.apply("square", ops.apply("sub", x, c)));
  const fourth = ops.apply("square", ops.apply("square", x));
  const tenth = ops.apply("mul", ops.constant(0.1, x.shape), fourth);
  const loss = ops.sum(ops.apply("add", bowl, tenth), [0]);
  const gradient = backward(graph, loss, [x]).adjoint.get(x.id) as Node;
  return {
    graph,
    x,
    loss,
    gradient,
    given: new Map([
      [c, center],
      [s, scale],
    ]),
  };
}
