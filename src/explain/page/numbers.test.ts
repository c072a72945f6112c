import fc from "fast-check";
import { expect, test } from "vitest";
import { formatGiven, formatNumber, parseNumber } from "./numbers.ts";

const cases: readonly [number, Parameters<typeof formatNumber>[1], string][] = [
  [0.15, { digits: 6 }, "0.15"],
  [0.5932699921071872, { digits: 6 }, "0.593270"],
  [0.5932699921071872, { decimals: 4 }, "0.5933"],
  [0.39249999999999996, { decimals: 4 }, "0.3925"],
  // what people round is 0.3925, not the binary number a little below it
  [0.39249999999999996, { decimals: 3 }, "0.393"],
  [1.005, { decimals: 2 }, "1.01"],
  [2.675, { decimals: 2 }, "2.68"],
  [-2.675, { decimals: 2 }, "−2.68"],
  [0.00043856773447434685, { digits: 6 }, "0.000438568"],
  [0.00043856773447434685, { decimals: 3 }, "0.000"],
  [0.0006, { decimals: 3 }, "0.001"],
  [0.0004, { decimals: 3 }, "0.000"],
  [-0.0004, { decimals: 3 }, "0.000"],
  [0.5, { decimals: 0 }, "1"],
  [0.4, { decimals: 0 }, "0"],
  [9.9996, { decimals: 3 }, "10.000"],
  [0.99999996, { digits: 6 }, "1.00000"],
  [4.385677e-7, { digits: 4 }, "4.386e-7"],
  [1e-8, { decimals: 4 }, "1e-8"],
  [1234567.891234, { digits: 6 }, "1.23457e6"],
  [12345.678, { digits: 6 }, "12345.7"],
  [123456.78, { digits: 6 }, "123457"],
  [1e200, { digits: 6 }, "1e200"],
  [0.08216704056423078, { digits: 17 }, "0.08216704056423078"],
  [0, { decimals: 4 }, "0"],
  [Number.NaN, { digits: 6 }, "not a number"],
  [Number.NEGATIVE_INFINITY, { digits: 6 }, "−∞"],
];

for (const [value, precision, text] of cases) {
  test(`${value} with ${JSON.stringify(precision)} is ${text}`, () => {
    expect(formatNumber(value, precision)).toBe(text);
  });
}

test("given numbers stay as they were given", () => {
  expect(formatGiven(0.999, { decimals: 2 })).toBe("0.999");
  expect(formatGiven(-0.05, { decimals: 0 })).toBe("−0.05");
  expect(formatGiven(0.1497807161327628, { decimals: 4 })).toBe("0.1498");
});

test("what is printed lies within half a unit of its last digit", () => {
  const value = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 });
  fc.assert(
    fc.property(value, fc.integer({ min: 1, max: 12 }), (x, digits) => {
      const printed = parseNumber(formatNumber(x, { digits }));
      const unit = 10 ** (Math.floor(Math.log10(Math.abs(x) || 1)) - digits + 1);
      expect(Math.abs(printed - x)).toBeLessThanOrEqual(0.5000001 * unit + Math.abs(x) * 1e-13);
    }),
    { seed: 1 },
  );
  fc.assert(
    fc.property(value, fc.integer({ min: 0, max: 8 }), (x, decimals) => {
      const printed = parseNumber(formatNumber(x, { decimals }));
      expect(Math.abs(printed - x)).toBeLessThanOrEqual(0.5000001 * 10 ** -decimals + Math.abs(x) * 1e-13);
    }),
    { seed: 2 },
  );
});
