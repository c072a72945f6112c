import { call } from "../../graph/expression.ts";
import { element, type Loss } from "./loss.ts";

/** Beyond this error e^d is no longer a number; what is executed does not take it. */
const LARGEST_EXPONENT = 700;

/** ln cosh d with d = target − out, as d + softplus(−2d) − ln 2, which does not overflow. */
export const logCosh: Loss = {
  over: "sum of outputs",
  terms: "outputs",
  targets: "any",
  build: (ops, graph, { output, target }) =>
    graph.within("log-cosh", (scope) => {
      const constant = (value: number) => ops.constant(value, output.shape);
      const difference = ops.apply("sub", target, output);
      const correction = ops.apply("softplus", ops.apply("mul", constant(-2), difference));
      const whole = ops.apply("add", difference, correction);
      const terms = ops.apply("sub", whole, constant(Math.LN2));
      graph.closed.set(scope, {
        inputs: [output, target],
        output: terms,
        holds: (at, read) => Math.abs(read(target, at) - read(output, at)) < LARGEST_EXPONENT,
        // ln((e^d + e^−d)/2)
        value: (at) => {
          const [t, out] = [element(target, at), element(output, at)];
          const powers = call("add", call("exp", call("sub", t, out)), call("exp", call("sub", out, t)));
          return call("log", call("div", powers, 2));
        },
        gradient: (i, at, adjoint) => {
          const [t, out] = [element(target, at), element(output, at)];
          const error = i === 0 ? call("sub", out, t) : call("sub", t, out);
          return call("mul", adjoint(at), call("tanh", error));
        },
      });
      return terms;
    }),
};
