import type { Code } from "../assembler/code.ts";
import type { Body } from "../emit/body.ts";
import type { Lanes } from "../emit/lanes.ts";

/**
 * c₀ + c₁x + c₂x² + …, by Estrin's scheme: neighbours are paired, so that little waits for what comes before.
 */
export function polynomial(body: Body, lanes: Lanes, x: Code, coefficients: readonly number[]): Code {
  let terms = coefficients.map(lanes.constant);
  let power = x;
  while (terms.length > 1) {
    const paired: Code[] = [];
    for (let i = 0; i + 1 < terms.length; i += 2) {
      const higher = lanes.binary("mul", terms[i + 1], power);
      paired.push(body.let(lanes.type, lanes.binary("add", terms[i], higher)));
    }
    if (terms.length % 2 === 1) paired.push(terms[terms.length - 1]);
    terms = paired;
    if (terms.length > 1) power = body.let(lanes.type, lanes.binary("mul", power, power));
  }
  return terms[0];
}
