import { expect } from "vitest";
import type { Executed } from "../../src/autodiff/executed.ts";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { type Derivation, deriverOf } from "../../src/explain/derive.ts";
import { parseExampleFile } from "../../src/formats/example-file.ts";
import { verify } from "../../src/graph/verify.ts";
import type { ExpressionsSpec } from "../../src/nn/expressions.ts";
import type { OptimizerSpec } from "../../src/nn/optimizers.ts";
import { executeExpressions } from "../../src/train/expressions.ts";
import type { WrittenExpressions } from "./random-expressions.ts";

export function readSpec(text: string): ExpressionsSpec {
  const parsed = parseExampleFile(text, "graph.yaml");
  if (parsed.kind !== "expressions") throw new Error("a network");
  return parsed.example.expressions;
}

export function specOf(written: Partial<WrittenExpressions>): ExpressionsSpec {
  return readSpec(JSON.stringify({ backstep: 1, ...written }));
}

export function executeSpec(
  spec: ExpressionsSpec,
  optimizer: OptimizerSpec = { name: "sgd", learningRate: 0.5 },
): Executed {
  const executed = executeExpressions(spec, { backend: referenceBackend, optimizer });
  verify(executed.graph);
  return executed;
}

export function gradientOf(executed: Executed, name: string): Derivation {
  const found = executed.graph.find(name);
  if (!found) throw new Error(`nothing is called ${name}`);
  return deriverOf(executed).gradient(found.node, found.at);
}

/** Does the update of every value use the slope by that value, and no other? */
export function expectOwnSlopes(executed: Executed): void {
  const { graph, backward, parameters } = executed;
  const deriver = deriverOf(executed);
  const result = graph.elementName(backward.loss.id, []);
  for (const { node, path, next } of parameters) {
    if (!next) throw new Error(`${path} is not updated`);
    const derivation = deriver.value(next, []);
    expect(derivation.root).toBe(`${path}⁺`);
    // down to the slopes, but not into them
    const slopes = new Set<string>();
    const visit = (id: string): void => {
      if (id.startsWith("∂")) slopes.add(id);
      else for (const use of derivation.steps.get(id)?.uses ?? []) visit(use);
    };
    visit(derivation.root);
    expect([...slopes]).toEqual([`∂${result}/∂${path}`]);
    expect(derivation.steps.get(`∂${result}/∂${path}`)?.value).toBe(
      executed.value(backward.adjoint.get(node.id) ?? node, []),
    );
  }
}
