import { call } from "../graph/expression.ts";
import { type ElementwisePrimitive, elementwise } from "./elementwise.ts";

/** 2/√π · ∫₀ˣ e^−t² dt, the error function. */
export const erf: ElementwisePrimitive = elementwise({
  name: "erf",
  arity: 1,
  value: errorFunction,
  derivative: (x) => [call("mul", 2 / Math.sqrt(Math.PI), call("exp", call("neg", call("square", x))))],
  domain: [[-2, 2]],
});

/** Abramowitz and Stegun 7.1.6 near zero, whose terms are all positive, and 7.1.14 in the tails. */
function errorFunction(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (size > 6) return Math.sign(x);
  const gauss = Math.exp(-x * x) / Math.sqrt(Math.PI);
  return size < 2.5 ? 2 * gauss * seriesNearZero(x) : Math.sign(x) * (1 - gauss * continuedFraction(size));
}

/** x · Σ (2x²)ⁿ / (1·3·…·(2n+1)) */
function seriesNearZero(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; sum + term !== sum; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return sum;
}

/** 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …)))), from its 60th level upwards. */
function continuedFraction(x: number): number {
  let tail = x;
  for (let level = 60; level > 0; level--) tail = x + level / 2 / tail;
  return 1 / tail;
}
