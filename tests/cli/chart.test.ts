import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { type Curves, chartLines } from "../../src/cli/chart.ts";

// Curves of formulas, as they look in a terminal.

const epochs = Array.from({ length: 40 }, (_, i) => i + 1);
const curves: Readonly<Record<string, Curves>> = {
  "training alone": { training: epochs.map((x) => ({ x, y: 2 / x + 0.1 })), validation: [] },
  "with validation": {
    training: epochs.map((x) => ({ x, y: 0.9 * Math.exp(-x / 9) })),
    validation: epochs.filter((x) => x % 4 === 0).map((x) => ({ x, y: 0.25 + 0.0004 * (x - 18) ** 2 })),
  },
  "over many orders": { training: epochs.map((x) => ({ x, y: 10 ** (-x / 8) })), validation: [] },
  "going up and down": { training: epochs.map((x) => ({ x, y: 1 + 0.8 * Math.cos(x) })), validation: [] },
  "with numbers that are not finite": {
    training: [...epochs.map((x) => ({ x, y: x })), { x: 41, y: Number.POSITIVE_INFINITY }],
    validation: [{ x: 1, y: Number.NaN }],
  },
};

describe.each(Object.entries(curves))("%s", (name, of) => {
  test.each([
    [80, 8],
    [60, 6],
    [30, 4],
  ])("at %i columns and %i rows", async (width, height) => {
    const lines = chartLines(of, { width, height });
    expect(lines).toHaveLength(height + 2);
    expect(lines.filter((line) => stringWidth(line) > width)).toEqual([]);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`golden/${name}.${width}.txt`);
  });
});

test("a falling line falls: every column is lower than the one before it, or as high", () => {
  const lines = chartLines(
    { training: epochs.map((x) => ({ x, y: -x })), validation: [] },
    { width: 60, height: 8 },
  );
  const rows = lines.slice(0, 8).map((line) => line.slice(line.search(/[┤│]/) + 1));
  const highest = Array.from({ length: 50 }, (_, column) =>
    rows.findIndex((row) => (row[column] ?? " ") !== " "),
  );
  const seen = highest.filter((row) => row >= 0);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect([seen[0], seen[seen.length - 1]]).toEqual([0, 7]);
});

test("nothing is drawn where there is nothing, or no room", () => {
  const { training } = curves["training alone"];
  expect(chartLines({ training: [], validation: [] }, { width: 80, height: 8 })).toEqual([]);
  expect(chartLines({ training: training.slice(0, 1), validation: [] }, { width: 80, height: 8 })).toEqual(
    [],
  );
  expect(chartLines({ training, validation: [] }, { width: 12, height: 8 })).toEqual([]);
});
