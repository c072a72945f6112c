import { type Expr, type Fn, refsOf } from "../graph/expression.ts";

/** Products, sums and quotients that leave out what changes nothing: factors 1, terms 0, double signs. */

export function product<R>(...factors: readonly Expr<R>[]): Expr<R> {
  let negative = false;
  const kept: Expr<R>[] = [];
  for (const factor of factors.flatMap(factorsOf)) {
    if (factor === 0) return 0;
    if (factor === -1) negative = !negative;
    else if (typeof factor === "object" && "fn" in factor && factor.fn === "neg") {
      negative = !negative;
      kept.push(...factorsOf(factor.args[0]));
    } else if (factor !== 1) kept.push(factor);
  }
  const unsigned: Expr<R> = kept.length === 0 ? 1 : kept.length === 1 ? kept[0] : { fn: "mul", args: kept };
  return negative ? negated(unsigned) : unsigned;
}

function factorsOf<R>(expr: Expr<R>): readonly Expr<R>[] {
  return typeof expr === "object" && "fn" in expr && expr.fn === "mul" ? expr.args : [expr];
}

function negated<R>(expr: Expr<R>): Expr<R> {
  if (typeof expr === "number") return -expr;
  return "fn" in expr && expr.fn === "neg" ? expr.args[0] : { fn: "neg", args: [expr] };
}

export function total<R>(...terms: readonly Expr<R>[]): Expr<R> {
  const kept = terms.filter((term) => term !== 0);
  if (kept.length === 0) return 0;
  return kept.length === 1 ? kept[0] : { fn: "add", args: kept };
}

/**
 * Puts an expression into the shape people write: no factors of 1, no sums nested in sums, numbers first in a
 * product, then whatever `rank` puts first.
 */
export function tidy<R>(expr: Expr<R>, rank: (ref: R) => number): Expr<R> {
  if (typeof expr === "number" || "ref" in expr) return expr;
  if ("sum" in expr) return { sum: expr.sum, of: tidy(expr.of, rank) };
  const args = expr.args.map((arg) => tidy(arg, rank));
  switch (expr.fn) {
    case "mul": {
      const shares = args.filter(isShare);
      if (shares.length > 0) {
        const rest = tidy(product(...args.filter((arg) => !isShare(arg))), rank);
        return shares.reduce((divided, share) => quotient(divided, share.args[1]), rest);
      }
      const flat = product(...args);
      if (typeof flat !== "object" || !("fn" in flat)) return flat;
      return flat.fn === "neg" ? negated(inOrder(flat.args[0], rank)) : inOrder(flat, rank);
    }
    case "max":
      return largestOf(args);
    case "add":
      if (args.every((arg) => typeof arg === "number")) return args.reduce((sum, arg) => sum + arg, 0);
      return total(...args.flatMap((arg) => (isCall(arg, "add") ? arg.args : [arg])));
    case "neg":
      return negated(args[0]);
    case "pow":
      // 3·x^(3 − 1) is 3·x^2
      return { fn: "pow", args: [args[0], difference(args[1])] };
    case "sub":
      return args[1] === 0 ? args[0] : { fn: "sub", args };
    case "div":
      return quotient(args[0], args[1]);
    default:
      return { fn: expr.fn, args };
  }
}

/** What lies outside of a picture is never the largest, and is not said. */
function largestOf<R>(args: readonly Expr<R>[]): Expr<R> {
  const inside = args.filter((arg) => arg !== Number.NEGATIVE_INFINITY);
  return inside.length === 1 ? inside[0] : { fn: "max", args: inside };
}

/** The number that a difference of two numbers is. */
function difference<R>(expr: Expr<R>): Expr<R> {
  if (!isCall(expr, "sub")) return expr;
  const [a, b] = expr.args;
  return typeof a === "number" && typeof b === "number" ? a - b : expr;
}

/** a/b, where a/2/3 is a/6. */
function quotient<R>(numerator: Expr<R>, denominator: Expr<R>): Expr<R> {
  if (denominator === 1) return numerator;
  const inner = isCall(numerator, "div") ? numerator.args : undefined;
  if (inner && typeof inner[1] === "number" && typeof denominator === "number") {
    return { fn: "div", args: [inner[0], inner[1] * denominator] };
  }
  return { fn: "div", args: [numerator, denominator] };
}

/**
 * Takes the factor out that all terms of a sum have in common: p − p·p is p(1 − p). Looks for references only.
 */
export function factored<R>(expr: Expr<R>, same: (a: R, b: R) => boolean): Expr<R> {
  if (!isCall(expr, "add")) return expr;
  const terms = expr.args.map((term) => {
    const isNegative = isCall(term, "neg");
    return { sign: isNegative ? -1 : 1, factors: factorsOf(isNegative ? term.args[0] : term) };
  });
  const isRef = (factor: Expr<R>, ref: R) =>
    typeof factor === "object" && "ref" in factor && same(factor.ref, ref);
  const common = terms[0].factors.find(
    (factor) =>
      typeof factor === "object" &&
      "ref" in factor &&
      terms.every(({ factors }) => factors.some((other) => isRef(other, factor.ref))),
  );
  if (!common || typeof common !== "object" || !("ref" in common)) return expr;
  const rest = terms.map(({ sign, factors }) => {
    const i = factors.findIndex((factor) => isRef(factor, common.ref));
    return product(sign, ...factors.filter((_, j) => j !== i));
  });
  if (rest.every((term) => typeof term === "number")) {
    return product(
      rest.reduce((sum, term) => sum + term, 0),
      common,
    );
  }
  const [first, second] = rest;
  const isDifference = rest.length === 2 && isCall(second, "neg");
  return product(common, isDifference ? { fn: "sub", args: [first, second.args[0]] } : total(...rest));
}

/** 1/n as a factor, which people write as a division by n. */
function isShare<R>(expr: Expr<R>): expr is { fn: "div"; args: readonly [1, Expr<R>] } {
  return isCall(expr, "div") && expr.args[0] === 1;
}

function isCall<R>(expr: Expr<R>, fn: Fn): expr is { fn: Fn; args: readonly Expr<R>[] } {
  return typeof expr === "object" && "fn" in expr && expr.fn === fn;
}

function inOrder<R>(expr: Expr<R>, rank: (ref: R) => number): Expr<R> {
  if (!isCall(expr, "mul")) return expr;
  const place = (factor: Expr<R>): number => {
    if (typeof factor === "number") return -1;
    if ("ref" in factor) return rank(factor.ref);
    // (1 − β) goes first, as a setting does; (1 − out) last, where it needs no sign before it
    return refsOf(factor).every((ref) => rank(ref) === 0) ? 0 : LAST;
  };
  return { fn: "mul", args: [...expr.args].sort((a, b) => place(a) - place(b)) };
}

const LAST = Number.POSITIVE_INFINITY;

/** One term of something linear: a factor times a reference to what it is linear in, or a term free of it. */
export interface Term<R> {
  readonly factor: Expr<R>;
  readonly of: R | undefined;
}

/**
 * Takes an expression that is linear in the references chosen by `isVariable` apart into its terms.
 * @throws Error where it is not linear
 */
export function linearTerms<R>(expr: Expr<R>, isVariable: (ref: R) => boolean): Term<R>[] {
  if (typeof expr === "number") return expr === 0 ? [] : [{ factor: expr, of: undefined }];
  if ("ref" in expr) {
    return [isVariable(expr.ref) ? { factor: 1, of: expr.ref } : { factor: expr, of: undefined }];
  }
  if ("sum" in expr) throw new Error("linearTerms: unroll the sums first");
  const parts = expr.args.map((arg) => linearTerms(arg, isVariable));
  const variable = parts.filter((terms) => terms.some(({ of }) => of !== undefined));
  if (variable.length === 0) return [{ factor: expr, of: undefined }];
  const scale = (terms: Term<R>[], by: Expr<R>): Term<R>[] =>
    terms.map(({ factor, of }) => ({ factor: product(factor, by), of }));
  switch (expr.fn) {
    case "add":
      return parts.flat();
    case "sub":
      return [...parts[0], ...scale(parts[1], -1)];
    case "neg":
      return scale(parts[0], -1);
    case "mul": {
      if (variable.length > 1) break;
      const others = expr.args.filter((_, i) => parts[i] !== variable[0]);
      return scale(variable[0], product(...others));
    }
    case "div":
      if (variable[0] !== parts[0] || variable.length > 1) break;
      return parts[0].map(({ factor, of }) => ({ factor: { fn: "div", args: [factor, expr.args[1]] }, of }));
  }
  throw new Error(`linearTerms: ${expr.fn} is not linear in what it is taken apart by`);
}
