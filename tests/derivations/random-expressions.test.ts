import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Executed } from "../../src/autodiff/executed.ts";
import { type Derivation, deriverOf, reevaluate } from "../../src/explain/derive.ts";
import type { ExpressionsSpec } from "../../src/nn/expressions.ts";
import { evaluate } from "../../src/ops/evaluate.ts";
import { scalars } from "../../src/ops/scalars.ts";
import { slopeOf } from "../support/differences.ts";
import { numberOf } from "../support/execute.ts";
import { executeSpec, expectOwnSlopes, specOf } from "../support/expressions.ts";
import { expectClose, isClose } from "../support/numbers.ts";
import { randomExpressions } from "../support/random-expressions.ts";
import { roundedDerivation } from "../support/rounding.ts";

const DRAWN = { numRuns: 1000, seed: 20_240_601 };
const LARGEST = 1e4;

describe(`on ${DRAWN.numRuns} random graphs`, () => {
  test("derivation, executed gradient and finite differences agree, by everything that has a name", () => {
    const functions = new Set<string>();
    const tally = { graphs: 0, derivations: 0, slopes: 0, kinks: 0 };
    fc.assert(
      fc.property(randomExpressions, (written) => {
        const spec = specOf(written);
        const calculate = calculationOf(spec);
        const all = calculate(new Map());
        if ([...all.values()].some((value) => !(Math.abs(value) < LARGEST))) return;
        tally.graphs++;
        const executed = executeSpec(spec);
        expectOwnSlopes(executed);
        for (const { op } of executed.graph.nodes.slice(0, executed.backward.firstId)) functions.add(op.name);
        for (const name of all.keys()) {
          tally.derivations++;
          expectSame(executed, name, all.get(name) as number);
        }
        for (const { name, value } of spec.values) {
          const f = (x: number) => calculate(new Map([[name, x]])).get(spec.result) as number;
          tally.slopes++;
          if (!expectSlope(f, value, numberOf(executed, name, "gradient"), `∂f/∂${name}`)) tally.kinks++;
        }
      }),
      DRAWN,
    );
    // step is the slope of relu, and no function that people write
    const unused = Object.keys(scalars).filter((name) => !functions.has(name));
    expect(unused).toEqual(["step"]);
    expect(tally.graphs).toBeGreaterThan(0.8 * DRAWN.numRuns);
    expect(tally.derivations).toBeGreaterThan(4000);
    expect(tally.kinks / tally.slopes).toBeLessThan(0.01);
  });
});

/** Calculates a graph without the graph: values may be replaced. */
function calculationOf(
  spec: ExpressionsSpec,
): (replaced: ReadonlyMap<string, number>) => Map<string, number> {
  return (replaced) => {
    const known = new Map(spec.values.map(({ name, value }) => [name, replaced.get(name) ?? value]));
    for (const { name, expr } of spec.definitions) {
      known.set(
        name,
        evaluate(expr, (use) => known.get(use) ?? Number.NaN),
      );
    }
    return known;
  };
}

function expectSame(executed: Executed, name: string, calculated: number): void {
  const { node, at } = executed.graph.find(name) as NonNullable<ReturnType<Executed["graph"]["find"]>>;
  const deriver = deriverOf(executed);
  const pairs: [Derivation, number][] = [
    [deriver.value(node, at), numberOf(executed, name)],
    [deriver.gradient(node, at), numberOf(executed, name, "gradient")],
  ];
  expectClose(numberOf(executed, name), calculated, { relative: 1e-12, absolute: 1e-12 }, name);
  for (const [derivation, value] of pairs) {
    const worked = reevaluate(derivation);
    if (isClose(worked, value, { relative: 1e-12, absolute: 1e-15 })) continue;
    // where large terms cancel, rounding is what is left
    const { error } = roundedDerivation(derivation);
    expectClose(worked, value, { relative: 1e-12, absolute: 4 * error }, derivation.root);
  }
}

const WIDTHS = [1e-3, 1e-4, 1e-2, 1e-5];

/** False where a kink lies within the narrowest step. */
function expectSlope(f: (x: number) => number, x: number, slope: number, what: string): boolean {
  const tolerance = { relative: 1e-5, absolute: 1e-6 };
  const found = WIDTHS.map((width) => slopeOf(f, x, width));
  if (found.some((one) => isClose(slope, one, tolerance))) return true;
  const h = 1e-4;
  const [left, right] = [(f(x) - f(x - h)) / h, (f(x + h) - f(x)) / h];
  const isKink = !isClose(left, right, { relative: 1e-2, absolute: 1e-3 });
  if (!isKink) expectClose(slope, found[0], tolerance, what);
  return false;
}
