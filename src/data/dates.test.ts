import fc from "fast-check";
import { expect, test } from "vitest";
import { civilOf, daysOf } from "./calendar.ts";
import { parseIsoDate } from "./dates.ts";

test("dates are those of the calendar that everybody uses", () => {
  fc.assert(
    fc.property(
      fc.date({
        min: new Date("0000-01-01T00:00:00Z"),
        max: new Date("9999-12-31T23:59:59Z"),
        noInvalidDate: true,
      }),
      (date) => {
        const text = date.toISOString();
        expect(parseIsoDate(text)).toBeCloseTo(date.getTime() / 1000, 3);
        const days = Math.floor(date.getTime() / 86_400_000);
        const civil = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
        expect(civilOf(days)).toEqual(civil);
        expect(daysOf(civil)).toBe(days);
      },
    ),
    { numRuns: 1000, seed: 1 },
  );
});

test.each<[string, string]>([
  ["2026-11", "2026-11-01T00:00:00Z"],
  ["2026-11-27", "2026-11-27T00:00:00Z"],
  ["2026-11-27T08:30", "2026-11-27T08:30:00Z"],
  ["2026-11-27 08:30:15", "2026-11-27T08:30:15Z"],
  ["2026-11-27t08:30:15.25z", "2026-11-27T08:30:15.250Z"],
  ["2026-11-27T08:30:15,5", "2026-11-27T08:30:15.500Z"],
  ["2026-11-27T08:30+01:00", "2026-11-27T07:30:00Z"],
  ["2026-11-27T08:30-0530", "2026-11-27T14:00:00Z"],
  ["2026-11-27T08:30:00+01", "2026-11-27T07:30:00Z"],
  ["2024-02-29", "2024-02-29T00:00:00Z"],
])("%s is %s", (text, same) => {
  expect(parseIsoDate(text)).toBe(Date.parse(same) / 1000);
});

test.each([
  ...["2026", "2026-13", "2026-00-01", "2026-11-31", "2025-02-29", "1900-02-29", "26-11-27", "2026-1-1"],
  ...[
    "27.11.2026",
    "11/27/2026",
    "2026-11-27T24:00",
    "2026-11-27T08:60",
    "2026-11-27T08",
    "2026-W48",
    "2026-331",
  ],
  ...["20261127", "2026-11-27T08:30+25:00", "2026-11-27Z", "+2026-11-27", "2026-11-27 ", "２０２６-11-27"],
])("%s is no such date", (text) => {
  expect(parseIsoDate(text)).toBeUndefined();
});
