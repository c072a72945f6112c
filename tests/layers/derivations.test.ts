import { describe, expect, test } from "vitest";
import { deriverOf, reevaluate, stepsInOrder } from "../../src/explain/derive.ts";
import { explanationToHtml } from "../../src/explain/html/html.ts";
import { explanationToLatex } from "../../src/explain/latex/document.ts";
import type { Node } from "../../src/graph/node.ts";
import { createSession, samples } from "../../src/index.ts";
import { evaluate } from "../../src/ops/evaluate.ts";
import { positionsOf } from "../../src/tensor/shape.ts";
import { explainedStep } from "../documents/explained.ts";
import { faultOf } from "../documents/wellformed.ts";
import { type GoldenNetwork, networks } from "../golden/networks.ts";
import { expectClose } from "../support/numbers.ts";

const SAME = { relative: 1e-12, absolute: 1e-15 };

const pictures = Object.entries(networks).filter(([, { model }]) =>
  model.network.layers.some((layer) => !("dense" in layer)),
);

function look({ model, optimizer, inputs, targets }: GoldenNetwork) {
  return createSession({ model, optimizer, seed: 1 }).look(samples(inputs, targets));
}

describe("the derivations of the golden networks", () => {
  test.each(pictures)("%s: every gradient is the executed one, step by step", (_name, network) => {
    const executed = look(network);
    const { graph, backward } = executed;
    const deriver = deriverOf(executed);
    const input = graph.nodes.find(({ op }) => op.name === "input") as Node;
    for (const node of [input, ...executed.parameters.map((parameter) => parameter.node)]) {
      const adjoint = backward.adjoint.get(node.id) as Node;
      for (const at of positionsOf(node.shape)) {
        const name = graph.elementName(node.id, at);
        expect(graph.find(name)).toEqual({ node, at });
        for (const style of ["paths", "delta"] as const) {
          const derivation = deriver.gradient(node, at, style);
          expectClose(reevaluate(derivation), executed.value(adjoint, at), SAME, name);
          for (const { id, expr, value } of stepsInOrder(derivation)) {
            const worked = evaluate(expr, (use) => derivation.steps.get(use)?.value ?? Number.NaN);
            expectClose(worked, value, SAME, id);
          }
        }
      }
    }
  });

  test.each(pictures)("%s: as a page and as a document", (_name, network) => {
    const { explanation, options } = explainedStep(look(network), network.of, "en", network.title);
    expect(faultOf(explanationToHtml(explanation, options))).toBeUndefined();
    const latex = explanationToLatex(explanation, options);
    expect(latex).toContain("\\begin{document}");
  });
});
