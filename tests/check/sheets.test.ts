import { describe, expect, it } from "vitest";
import { DECIMALS, falseAlarms, type Measured, measureMistake } from "../support/measure-sheets.ts";
import { mistakeKinds } from "../support/sheets.ts";

/** `npm run bench:check` measures more of them, and writes the table of docs/checking.md. */
const RIGHT = 2000;
const WRONG_OF_A_KIND = 50;

/** Slips of the last digit are no mistake of method, and within rounding many cannot be told from right working. */
const kinds = mistakeKinds.filter((kind) => kind !== "last-digit");

function seeds(count: number, from = 0): number[] {
  return Array.from({ length: count }, (_, i) => from + i);
}

function sum(measured: readonly Measured[]): Measured {
  return measured.reduce(
    (a, b) => ({ sheets: a.sheets + b.sheets, found: a.found + b.found, named: a.named + b.named }),
    { sheets: 0, found: 0, named: 0 },
  );
}

describe("sheets calculated by hand", () => {
  it(`calls nothing wrong on ${RIGHT} sheets of right working, however rounded`, { timeout: 300_000 }, () => {
    expect(falseAlarms(seeds(RIGHT))).toEqual([]);
  });

  const measured = new Map(DECIMALS.map((decimals) => [decimals, new Map<string, Measured>()] as const));

  for (const kind of kinds) {
    it(`finds the first wrong line and names the mistake: ${kind}`, { timeout: 120_000 }, () => {
      for (const decimals of DECIMALS) {
        const result = measureMistake(kind, decimals, seeds(WRONG_OF_A_KIND, 10_000));
        measured.get(decimals)?.set(kind, result);
        expect(result.sheets).toBeGreaterThan(WRONG_OF_A_KIND / 2);
        // of one kind there are few: these bounds leave room for chance, those of all below do not
        expect(result.found / result.sheets).toBeGreaterThan(decimals === 3 ? 0.65 : 0.85);
        expect(result.named / result.sheets).toBeGreaterThan(decimals === 3 ? 0.55 : 0.75);
      }
    });
  }

  it("finds 99 % and names 90 % of all from 4 decimals up; 94 % and 85 % at 3", () => {
    const of = (decimals: (typeof DECIMALS)[number]) => [...(measured.get(decimals)?.values() ?? [])];
    const fine = sum([...of(4), ...of(6)]);
    const coarse = sum(of(3));
    expect(fine.sheets + coarse.sheets).toBeGreaterThan(2000);
    expect(fine.found / fine.sheets).toBeGreaterThanOrEqual(0.99);
    expect(fine.named / fine.sheets).toBeGreaterThanOrEqual(0.9);
    expect(coarse.found / coarse.sheets).toBeGreaterThanOrEqual(0.94);
    expect(coarse.named / coarse.sheets).toBeGreaterThanOrEqual(0.85);
  });
});
