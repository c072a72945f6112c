import { total } from "../../explain/algebra.ts";
import { refsOf } from "../../graph/expression.ts";
import { isRef, negated, places, scaled, withoutExp } from "./formula.ts";
import type { Context, Rewrite } from "./rewrite.ts";
import { facesLoss, isDerivative, isLoss, targetCounts } from "./surroundings.ts";

export function missingTerms({ step, expr, calculation }: Context): Rewrite[] {
  return places(expr, "add").flatMap(({ args, put }) =>
    args.map((term, i): Rewrite => {
      const rest = total(...args.filter((_, j) => j !== i));
      const about = refsOf(term);
      const isBias = step.kind === "value" && isRef(term) && calculation.step(term.ref).kind !== "value";
      const kind = isBias ? "bias-missing" : isDerivative(step) ? "path-missing" : "term-missing";
      return { kind, expr: put(rest), about, ...(isBias && { habit: "" }) };
    }),
  );
}

export function signs({ step, expr }: Context): Rewrite[] {
  const kind = "sign";
  const turned = places(expr, "add").flatMap(({ args, put }) =>
    args.map(
      (term, i): Rewrite => ({
        kind,
        expr: put(total(...args.map((other, j) => (i === j ? negated(other) : other)))),
        about: refsOf(term),
      }),
    ),
  );
  if (step.kind === "update" && step.element?.node.op.arity !== 0) return turned;
  const added = places(expr, "sub").map(
    ({ args, put }): Rewrite => ({ kind, expr: put({ fn: "add", args }), about: refsOf(args[1]) }),
  );
  const inside = places(expr, "sigmoid").map(
    ({ args, put }): Rewrite => ({
      kind,
      expr: put({ fn: "sigmoid", args: [negated(args[0])] }),
      about: refsOf(args[0]),
    }),
  );
  return [{ kind, expr: negated(expr), about: [], habit: step.kind }, ...turned, ...added, ...inside];
}

/** The ½ of the loss left out, or put in. */
export function halves({ step, expr, calculation }: Context): Rewrite[] {
  if (!facesLoss(step, calculation)) return [];
  return [2, 0.5].flatMap((factor): Rewrite[] => [
    { kind: "half", expr: scaled(expr, factor), about: [], habit: `${step.kind} ${factor}` },
    { kind: "half", expr: scaled(expr, factor), about: [], habit: `${factor}` },
  ]);
}

/** A mean where a sum is meant, or the reverse: over outputs, samples, or the terms of a sum. */
export function means({ step, expr, calculation }: Context): Rewrite[] {
  const counts = new Set<number>();
  if (facesLoss(step, calculation)) for (const count of targetCounts(step, calculation)) counts.add(count);
  const isSum = typeof expr === "object" && "fn" in expr && expr.fn === "add";
  if (isSum && (isDerivative(step) || isLoss(step, calculation))) counts.add(expr.args.length);
  return [...counts]
    .filter((count) => count > 1)
    .flatMap((count) =>
      [1 / count, count].map(
        (factor): Rewrite => ({
          kind: "mean-for-sum",
          expr: scaled(expr, factor),
          about: [],
          habit: `${factor}`,
        }),
      ),
    );
}

export function softmax({ expr }: Context): Rewrite[] {
  if (places(expr, "exp").length < 2) return [];
  return [{ kind: "softmax-without-exp", expr: withoutExp(expr), about: refsOf(expr), habit: "" }];
}
