import { call } from "../../graph/expression.ts";
import type { Node } from "../../graph/node.ts";
import { element, type Loss } from "./loss.ts";

/** Lengths are taken to be at least the root of this, so that a row of zeros has a direction: none. */
const SMALLEST_SQUARE = 1e-12;

/**
 * −(target · out) / (|target| |out|): minus the cosine of the angle between the two, from −1 to 1, as in Keras. The
 * product is called dot, the lengths len_target and len_out, their quotient cosine.
 */
export const cosineSimilarity: Loss = {
  over: "sum of outputs",
  terms: "samples",
  targets: "any",
  build: (ops, graph, { output, target }) =>
    graph.within("cosine-similarity", (scope) => {
      const [samples] = output.shape;
      const smallest = ops.constant(SMALLEST_SQUARE, [samples]);
      const called = (text: string, node: Node) =>
        graph.name(node, { text, ...(samples > 1 && { sample: 0 }) });
      const length = (x: Node) =>
        ops.apply("sqrt", ops.apply("max", ops.sum(ops.apply("square", x), [1]), smallest));
      const [ofTarget, ofOutput] = [called("len_target", length(target)), called("len_out", length(output))];
      const product = called("dot", ops.sum(ops.apply("mul", target, output), [1]));
      const cosine = called("cosine", ops.apply("div", product, ops.apply("mul", ofTarget, ofOutput)));
      const terms = ops.apply("neg", cosine);
      graph.closed.set(scope, {
        inputs: [output, target],
        output: terms,
        // where a length is not kept from 0
        holds: ([n], read) =>
          read(ofTarget, [n]) ** 2 > SMALLEST_SQUARE && read(ofOutput, [n]) ** 2 > SMALLEST_SQUARE,
        // (cosine·out/|out| − target/|target|) / |out|
        gradient: (i, [n, j], adjoint) => {
          if (i !== 0) return undefined;
          const along = call(
            "mul",
            element(cosine, [n]),
            call("div", element(output, [n, j]), element(ofOutput, [n])),
          );
          const towards = call("div", element(target, [n, j]), element(ofTarget, [n]));
          const slope = call("div", call("sub", along, towards), element(ofOutput, [n]));
          return call("mul", adjoint([n]), slope);
        },
      });
      return terms;
    }),
};
