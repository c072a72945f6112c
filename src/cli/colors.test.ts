import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { colorsFor } from "./colors.ts";

const isRed = (stream: { isTTY?: boolean }) => colorsFor(stream).red("x") !== "x";
const terminal = { isTTY: true };

beforeEach(() => {
  for (const name of ["NO_COLOR", "FORCE_COLOR", "CI"]) vi.stubEnv(name, undefined);
  vi.stubEnv("TERM", "xterm");
});
afterEach(() => vi.unstubAllEnvs());

it("colours what a terminal shows", () => {
  expect(isRed(terminal)).toBe(true);
  vi.stubEnv("TERM", "dumb");
  expect(isRed(terminal)).toBe(false);
});

it("leaves what goes to a file or a pipe as it is, on a machine that builds and tests too", () => {
  expect(isRed({})).toBe(false);
  vi.stubEnv("CI", "true");
  expect(isRed({})).toBe(false);
});

it("does as it is told", () => {
  vi.stubEnv("FORCE_COLOR", "1");
  expect(isRed({})).toBe(true);
  vi.stubEnv("FORCE_COLOR", "0");
  expect(isRed(terminal)).toBe(false);
  vi.stubEnv("FORCE_COLOR", "1");
  vi.stubEnv("NO_COLOR", "1");
  expect(isRed(terminal)).toBe(false);
});
