import { mapRefs, refsOf } from "../../graph/expression.ts";
import { type Formula, replaced } from "./formula.ts";
import type { Context, Rewrite } from "./rewrite.ts";
import { isDerivative, isParameter, netOf, siblings } from "./surroundings.ts";

/** Weights of the same layer with their indices the other way round. */
export function transposed({ step, expr, calculation }: Context): Rewrite[] {
  const swaps = new Map<string, string>();
  for (const ref of refsOf(expr)) {
    const { element, stage, ...of } = calculation.step(ref);
    if (!element || !isParameter({ element, ...of }) || element.at.length !== 2) continue;
    const [row, column] = element.at;
    const [rows, columns] = element.node.shape;
    if (row === column || column >= rows || row >= columns) continue;
    swaps.set(ref, calculation.value({ node: element.node, at: [column, row] }, stage));
  }
  if (swaps.size === 0 || step.kind === "update") return [];
  const about = [...swaps].flat();
  return [
    {
      kind: "transposed",
      expr: mapRefs(expr, (ref): Formula => ({ ref: swaps.get(ref) ?? ref })),
      about,
      habit: isDerivative(step) ? "backward" : "forward",
    },
  ];
}

/** net in place of out. */
export function activations({ step, expr, calculation }: Context): Rewrite[] {
  const kind = "activation-missing";
  const own = netOf(step, calculation);
  if (own !== undefined) return [{ kind, expr: { ref: own }, about: [step.id], habit: "" }];
  if (step.kind === "local") return [];
  return [...new Set(refsOf(expr))].flatMap((ref): Rewrite[] => {
    const net = netOf(calculation.step(ref), calculation);
    return net === undefined ? [] : [{ kind, expr: replaced(expr, ref, { ref: net }), about: [ref] }];
  });
}

/** Numbers of the forward pass before the update. */
export function stale({ step, expr, calculation }: Context): Rewrite[] {
  if (step.stage === 0 || step.element?.node.op.arity === 0) return [];
  return [...new Set(refsOf(expr))].flatMap((ref): Rewrite[] => {
    const source = calculation.step(ref);
    const before = source.stage === step.stage ? calculation.restage(ref, step.stage - 1) : undefined;
    const isForward = source.kind === "value" || source.kind === "local";
    if (before === undefined || !isForward) return [];
    return [
      { kind: "stale-forward", expr: replaced(expr, ref, { ref: before }), about: [before], habit: "" },
    ];
  });
}

/** The number of a step earlier. */
export function otherSteps({ step, calculation }: Context): Rewrite[] {
  const before = step.stage > 0 ? calculation.restage(step.id, step.stage - 1) : undefined;
  return before === undefined ? [] : [{ kind: "off-by-one-step", expr: { ref: before }, about: [before] }];
}

/** A neighbour's number: another input, another weight of the layer, another δ. */
export function neighbours({ step, expr, calculation }: Context): Rewrite[] {
  const kind = "other-quantity";
  const whole = siblings(step, calculation).map(
    (other): Rewrite => ({ kind, expr: { ref: other }, about: [step.id, other] }),
  );
  const parts = [...new Set(refsOf(expr))].flatMap((ref) =>
    siblings(calculation.step(ref), calculation).map(
      (other): Rewrite => ({ kind, expr: replaced(expr, ref, { ref: other }), about: [ref, other] }),
    ),
  );
  return [...parts, ...(step.kind === "local" ? [] : whole)];
}
