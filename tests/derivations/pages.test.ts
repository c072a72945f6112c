import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { explain } from "../../src/explain/explain.ts";
import { pageOf } from "../../src/explain/page/page.ts";
import type { Page, PageRow } from "../../src/explain/page/sections.ts";
import type { Expr } from "../../src/graph/expression.ts";
import { createSession } from "../../src/index.ts";
import { en } from "../../src/locale/en.ts";
import { evaluate } from "../../src/ops/evaluate.ts";

import { randomCase } from "../support/random-network.ts";

const DRAWN = { numRuns: 100, seed: 20_261_123 };

/** Of the sizes of all terms: what is left where they cancel has lost as many digits. */
const ROUNDING = 1e-12;

const page = fc.record({
  drawn: randomCase,
  style: fc.constantFrom("paths", "delta", undefined),
  terms: fc.integer({ min: 2, max: 12 }),
});

describe("on random networks, whatever the style and however sums are folded", () => {
  test("every formula that is printed gives the value printed beside it", () => {
    let rows = 0;
    forEachPage(({ sections, steps }) => {
      for (const row of rowsOf(sections)) {
        if (row.numbers === undefined) continue;
        expectGives(row.numbers, row.value as number, steps);
        rows++;
      }
    });
    expect(rows).toBeGreaterThan(10_000);
  });

  test("a formula without numbers is the chain rule of the result below it", () => {
    forEachPage(({ sections, steps }) => {
      for (const row of rowsOf(sections)) {
        if (row.formula === undefined || row.numbers !== undefined || !("id" in row.label)) continue;
        expectGives(row.formula, steps.get(row.label.id)?.value as number, steps);
      }
    });
  });
});

function forEachPage(check: (page: Page) => void): void {
  fc.assert(
    fc.property(page, ({ drawn: { model, optimizer, batch, seed, stepsBefore }, style, terms }) => {
      const session = createSession({ model, optimizer, backend: referenceBackend, seed });
      for (let step = 0; step < stepsBefore; step++) session.step(batch);
      const explanation = explain(session.look(batch), ["w1", "w*1"], style ? { style } : {});
      check(pageOf(explanation, { words: en, number: String, terms }));
    }),
    DRAWN,
  );
}

function rowsOf(sections: Page["sections"]): PageRow[] {
  return sections
    .flatMap(({ groups }) => groups.flatMap(({ lines }) => lines))
    .filter((line) => "label" in line);
}

function expectGives(expr: Expr<string>, value: number, steps: Page["steps"]): void {
  const read = (id: string): number => steps.get(id)?.value ?? Number.NaN;
  const off = Math.abs(evaluate(expr, read) - value);
  if (off <= ROUNDING * magnitude(expr, read)) return;
  throw new Error(`${JSON.stringify(expr)} gives ${evaluate(expr, read)}, printed is ${value}`);
}

/** How large an expression would be if nothing in it cancelled. */
function magnitude(expr: Expr<string>, read: (id: string) => number): number {
  if (typeof expr === "number") return Math.abs(expr);
  if ("ref" in expr) return Math.abs(read(expr.ref));
  if ("sum" in expr) throw new Error("unrolled");
  const sizes = expr.args.map((arg) => magnitude(arg, read));
  switch (expr.fn) {
    case "add":
    case "sub":
      return sizes.reduce((a, b) => a + b, 0);
    case "mul":
      return sizes.reduce((a, b) => a * b, 1);
    case "neg":
      return sizes[0];
    case "square":
      return sizes[0] ** 2;
    case "div":
      return sizes[0] / Math.abs(evaluate(expr.args[1], read));
    default:
      // a function of something that cancels is as uncertain as that
      return Math.abs(evaluate(expr, read)) + sizes[0];
  }
}
