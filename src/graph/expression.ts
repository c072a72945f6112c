/** The scalar functions of the expression language; every one is a primitive of `ops/`. */
export type Fn =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "neg"
  | "exp"
  | "log"
  | "tanh"
  | "sigmoid"
  | "relu"
  | "step"
  | "softplus"
  | "sqrt"
  | "square"
  | "pow"
  | "erf"
  | "cos"
  | "max";

/** A summation index that runs over 0 … size − 1; two indices are the same only if they are the same object. */
export interface IndexVar {
  readonly index: string;
  readonly size: number;
}

export type Index = number | IndexVar;

/** An element of a node, or of the gradient of the loss with respect to that node. */
export interface Element {
  readonly node: number;
  readonly at: readonly Index[];
  readonly of?: "gradient";
}

/**
 * How a number is computed, over references of the kind `R`. `add` and `mul` take any number of arguments.
 * Sums over an index stay lazy: matrix products, batches.
 */
export type Expr<R = Element> =
  | number
  | { readonly ref: R }
  | { readonly fn: Fn; readonly args: readonly Expr<R>[] }
  | { readonly sum: readonly IndexVar[]; readonly of: Expr<R> };

export function call<R>(fn: Fn, ...args: Expr<R>[]): Expr<R> {
  return { fn, args };
}

/** Replaces every reference; what stands around it stays. */
export function mapRefs<R, S>(expr: Expr<R>, replace: (ref: R) => Expr<S>): Expr<S> {
  if (typeof expr === "number") return expr;
  if ("ref" in expr) return replace(expr.ref);
  if ("fn" in expr) return { fn: expr.fn, args: expr.args.map((arg) => mapRefs(arg, replace)) };
  return { sum: expr.sum, of: mapRefs(expr.of, replace) };
}

/** Every reference, in the order of reading, repeated where it is used repeatedly. */
export function refsOf<R>(expr: Expr<R>): R[] {
  if (typeof expr === "number") return [];
  if ("ref" in expr) return [expr.ref];
  return "fn" in expr ? expr.args.flatMap(refsOf) : refsOf(expr.of);
}

/** The references of an expression, each once, in the order of reading. */
export function distinctRefs(expr: Expr<string>): string[] {
  return [...new Set(refsOf(expr))];
}

/** Every function that is called, repeated where it is called repeatedly. */
export function functionsOf<R>(expr: Expr<R>): Fn[] {
  if (typeof expr === "number" || "ref" in expr) return [];
  return "fn" in expr ? [expr.fn, ...expr.args.flatMap(functionsOf)] : functionsOf(expr.of);
}

/** Writes sums over an index out, term by term. */
export function unroll(expr: Expr): Expr {
  if (typeof expr === "number" || "ref" in expr) return expr;
  if ("fn" in expr) return { fn: expr.fn, args: expr.args.map(unroll) };
  const [index, ...rest] = expr.sum;
  if (index === undefined) return unroll(expr.of);
  const terms = Array.from({ length: index.size }, (_, value) =>
    unroll({ sum: rest, of: bindIndex(expr.of, index, value) }),
  );
  return terms.length === 1 ? terms[0] : { fn: "add", args: terms };
}

function bindIndex(expr: Expr, index: IndexVar, value: number): Expr {
  if (typeof expr === "number") return expr;
  if ("ref" in expr) {
    const at = expr.ref.at.map((i) => (i === index ? value : i));
    return { ref: { ...expr.ref, at } };
  }
  if ("fn" in expr) return { fn: expr.fn, args: expr.args.map((arg) => bindIndex(arg, index, value)) };
  return { sum: expr.sum, of: bindIndex(expr.of, index, value) };
}
