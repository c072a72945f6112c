import { expect, test } from "vitest";
import { readNumber } from "./number.ts";

test("reads numbers as people type them, and nothing else", () => {
  const cases: [string, number | undefined][] = [
    ["0.5", 0.5],
    [" −0,5 ", -0.5],
    ["1e-3", 0.001],
    [".5", 0.5],
    ["5.", 5],
    ["", undefined],
    ["0x10", undefined],
    ["1,000.5", undefined],
    ["Infinity", undefined],
    ["1e999", undefined],
    ["alert(1)", undefined],
  ];
  for (const [text, value] of cases) expect(readNumber(text), text).toBe(value);
});
