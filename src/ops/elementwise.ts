import { call, type Expr, type Fn } from "../graph/expression.ts";
import type { Calculus, Node, Primitive } from "../graph/node.ts";
import { InputError } from "../tensor/error.ts";
import { formatShape, type Shape, sameShape } from "../tensor/shape.ts";
import { filled } from "../tensor/tensor.ts";

/** A scalar function, and its derivative as a teacher writes it. */
export interface ScalarFunction {
  readonly name: Fn;
  /** The definition; its number of parameters is the function's. */
  value(x: number, y: number): number;
  readonly arity: 1 | 2;
  /** ∂out/∂x and, of two arguments, ∂out/∂y; may be written with `out`. 0 where it is flat everywhere. */
  derivative<R>(x: Expr<R>, y: Expr<R>, out: Expr<R>): readonly Expr<R>[];
  readonly ties?: string;
  /** Where each argument is drawn from when the derivative is checked; kinks stand at the ends. */
  readonly domain: readonly (readonly [low: number, high: number])[];
}

export type ElementwisePrimitive = Primitive & { readonly scalar: ScalarFunction };

/** The primitive that applies a scalar function element by element. Its vjp is made from the derivative. */
export function elementwise(scalar: ScalarFunction): ElementwisePrimitive {
  const { name, arity } = scalar;
  return {
    scalar,
    name,
    arity,
    ...(scalar.ties !== undefined && { ties: scalar.ties }),
    shape: (inputs) => commonShape(name, inputs),
    meaning(_node, [x, y = x], out) {
      for (let i = 0; i < out.length; i++) out[i] = scalar.value(x[i], y[i]);
    },
    element: (node, at, input) => call(name, ...node.inputs.map((_, i) => input(i, at))),
    vjp(calculus, node, i, adjoint) {
      const [x, y = x] = node.inputs;
      const slope = scalar.derivative<Node>({ ref: x }, { ref: y }, { ref: node })[i];
      if (slope === 0) return undefined;
      if (slope === 1) return adjoint;
      if (slope === -1) return calculus.apply("neg", adjoint);
      return calculus.apply("mul", adjoint, lower(calculus, slope, node.shape));
    },
    sample(random) {
      const inputs = scalar.domain.map(([low, high]) =>
        filled([2, 3], () => low + (high - low) * random.uniform()),
      );
      return { inputs, attrs: {} };
    },
  };
}

function commonShape(name: string, [first, ...others]: readonly Shape[]): Shape {
  const other = others.find((shape) => !sameShape(shape, first));
  if (other) {
    throw new InputError(
      `${name}: expected inputs of one shape, got ${formatShape(first)} and ${formatShape(other)}`,
    );
  }
  return first;
}

/** An expression over whole nodes, as nodes. */
function lower(calculus: Calculus, expr: Expr<Node>, shape: Shape): Node {
  if (typeof expr === "number") return calculus.constant(expr, shape);
  if ("ref" in expr) return expr.ref;
  if ("sum" in expr) throw new Error("a scalar function's derivative has no sums");
  return calculus.apply(expr.fn, ...expr.args.map((arg) => lower(calculus, arg, shape)));
}
