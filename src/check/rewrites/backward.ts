import { product } from "../../explain/algebra.ts";
import { mapRefs, refsOf } from "../../graph/expression.ts";
import { type Formula, isRef, negated, places, replaced } from "./formula.ts";
import type { Context, Rewrite } from "./rewrite.ts";
import { isDerivative, isParameter, localsOf, nextOf, siblings } from "./surroundings.ts";

/** σ′ at net, or at the error, where it is a formula of out. */
export function derivatives({ step, expr, calculation }: Context): Rewrite[] {
  const { kind, element, wrt, stage } = step;
  if (kind !== "local" || !element || !wrt) return [];
  const out = calculation.value(element, stage);
  if (!refsOf(expr).includes(out)) return [];
  const net = calculation.value(wrt, stage);
  const error = calculation.gradient(element, stage);
  const rewrites: Rewrite[] = [
    { kind: "derivative-at-net", expr: replaced(expr, out, { ref: net }), about: [net], habit: "" },
  ];
  if (error !== undefined) {
    for (const taken of [{ ref: error }, negated({ ref: error })]) {
      rewrites.push({
        kind: "derivative-at-error",
        expr: replaced(expr, out, taken),
        about: [error],
        habit: "",
      });
    }
  }
  return rewrites;
}

/** A derivative of another neuron of the layer. */
export function otherDerivatives({ step, expr, calculation }: Context): Rewrite[] {
  const kind = "derivative-of-other-neuron";
  if (step.kind === "local") {
    return siblings(step, calculation).map((other) => ({ kind, expr: { ref: other }, about: [other] }));
  }
  return localsOf(expr, calculation).flatMap((local) =>
    siblings(calculation.step(local), calculation).map((other) => ({
      kind,
      expr: replaced(expr, local, { ref: other }),
      about: [local, other],
    })),
  );
}

/** What the output got wrong, taken as what the hidden neuron got wrong. */
export function outputErrors({ step, expr, calculation }: Context): Rewrite[] {
  const { wrt, stage } = step;
  if (!isDerivative(step) || !wrt || wrt.node.op.arity === 0) return [];
  const deltas = refsOf(expr).filter((ref) => calculation.step(ref).kind === "gradient");
  const errors = deltas.flatMap((delta) =>
    calculation.step(delta).uses.filter((use) => calculation.step(use).kind === "gradient"),
  );
  const kind = "output-error-for-hidden";
  const weights = refsOf(expr).filter((ref) => isParameter(calculation.step(ref)));
  if (weights.length === 0 || stage < 0) return [];
  const alone = [...new Set([...deltas, ...errors])].map(
    (error): Rewrite => ({ kind, expr: { ref: error }, about: [error] }),
  );
  const unweighted = mapRefs(expr, (ref): Formula => (weights.includes(ref) ? 1 : { ref }));
  return [...alone, { kind, expr: unweighted, about: weights }];
}

export function missingFactors({ expr, calculation }: Context): Rewrite[] {
  return places(expr, "mul").flatMap(({ args, put }) =>
    args.flatMap((factor, i): Rewrite[] => {
      if (typeof factor === "number") return [];
      const about = refsOf(factor);
      if (about.includes("η")) return [];
      const isLocal = isRef(factor) && calculation.step(factor.ref).kind === "local";
      const kind = isLocal ? "derivative-missing" : "factor-missing";
      const rest = product(...args.filter((_, j) => j !== i));
      return [{ kind, expr: put(rest), about, ...(isLocal && { habit: "" }) }];
    }),
  );
}

/** The learning rate left out, or the step taken uphill. */
export function rates({ step, expr }: Context): Rewrite[] {
  if (step.kind !== "update" || typeof expr !== "object" || !("fn" in expr) || expr.fn !== "sub") return [];
  const [from, by] = expr.args;
  const rewrites: Rewrite[] = [
    { kind: "rate-added", expr: { fn: "add", args: [from, by] }, about: [], habit: "" },
  ];
  if (refsOf(by).includes("η")) {
    const without = mapRefs(by, (ref): Formula => (ref === "η" ? 1 : { ref }));
    rewrites.unshift({
      kind: "rate-missing",
      expr: { fn: "sub", args: [from, without] },
      about: ["η"],
      habit: "",
    });
  }
  return rewrites;
}

/** Weights already updated, where those of the forward pass are meant. */
export function earlyUpdates({ step, expr, calculation }: Context): Rewrite[] {
  if (!isDerivative(step)) return [];
  const next = new Map<string, string>();
  for (const ref of refsOf(expr)) {
    const updated = nextOf(calculation.step(ref), calculation);
    if (updated !== undefined) next.set(ref, updated);
  }
  const kind = "updated-too-early";
  const early = (refs: readonly string[]): Formula =>
    mapRefs(expr, (ref): Formula => ({ ref: refs.includes(ref) ? (next.get(ref) ?? ref) : ref }));
  const all = [...next.keys()];
  if (all.length === 0) return [];
  const each = all.length > 1 ? all.map((ref): Rewrite => ({ kind, expr: early([ref]), about: [ref] })) : [];
  return [{ kind, expr: early(all), about: all, habit: "" }, ...each];
}
