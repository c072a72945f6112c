import { type Expr, mapRefs } from "../../graph/expression.ts";

/** Over the ids of steps. */
export type Formula = Expr<string>;

export interface Place {
  readonly args: readonly Formula[];
  /** The whole formula with something else in this place. */
  put(other: Formula): Formula;
}

/** Where a formula calls a function. */
export function places(expr: Formula, fn: string): Place[] {
  if (typeof expr === "number" || !("fn" in expr)) return [];
  const { args } = expr;
  const inner = args.flatMap((arg, i) =>
    places(arg, fn).map(
      (place): Place => ({
        args: place.args,
        put: (other) => ({
          fn: expr.fn,
          args: args.map((before, j) => (i === j ? place.put(other) : before)),
        }),
      }),
    ),
  );
  return expr.fn === fn ? [{ args, put: (other) => other }, ...inner] : inner;
}

export function replaced(expr: Formula, ref: string, by: Formula): Formula {
  return mapRefs(expr, (other): Formula => (other === ref ? by : { ref: other }));
}

export function withoutExp(expr: Formula): Formula {
  if (typeof expr === "number" || !("fn" in expr)) return expr;
  return expr.fn === "exp" ? withoutExp(expr.args[0]) : { fn: expr.fn, args: expr.args.map(withoutExp) };
}

export function scaled(expr: Formula, factor: number): Formula {
  return { fn: "mul", args: [factor, expr] };
}

export function negated(expr: Formula): Formula {
  return { fn: "neg", args: [expr] };
}

export function isRef(expr: Formula): expr is { ref: string } {
  return typeof expr === "object" && "ref" in expr;
}
