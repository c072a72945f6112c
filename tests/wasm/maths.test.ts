import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Body } from "../../src/backends/wasm/emit/body.ts";
import { functions } from "../../src/backends/wasm/emit/functions.ts";
import { type Lanes, scalarLanes, vectorLanes } from "../../src/backends/wasm/emit/lanes.ts";
import { LARGEST_ANGLE } from "../../src/backends/wasm/maths/cos.ts";
import type { Fn } from "../../src/graph/expression.ts";
import { scalars } from "../../src/ops/scalars.ts";
import { randomStream } from "../../src/tensor/random.ts";
import { allocate, type DType, type Values } from "../../src/tensor/tensor.ts";
import { runFunctions } from "../support/wasm.ts";

/** How many units in the last place a result may be off. */
const limits = { exp: 2, log: 2, tanh: 2, erf: 2, sigmoid: 2.5 } as const;
type Name = keyof typeof limits;
const names = Object.keys(limits) as Name[];
const widths: readonly DType[] = ["f64", "f32"];
/** Below −87, a sigmoid in float32 is 0. */
const LARGEST_EXPONENT = 87;

const url = new URL("../fixtures/maths.json", import.meta.url);
const exact = JSON.parse(readFileSync(url, "utf8")) as Record<
  Name,
  [x: number, value: number, rest: number][]
>;

/** Applies a function to rows of arguments, by instructions for one number or for vectors. */
function apply(name: Fn, lanes: Lanes, x: ArrayLike<number>, y: ArrayLike<number> = x): Values {
  const body = new Body(["i32"]);
  const end = 16384;
  body.range(["i32.const", 0], ["local.get", 0], lanes.count * lanes.bytes, (at) => {
    const result = functions[name](body, lanes, lanes.load(at, 0), lanes.load(at, end));
    body.emit(lanes.store(at, result, 2 * end));
  });
  const { exports, memory } = runFunctions([body.toFunction("run", { isExported: true })]);
  const width = lanes.bytes;
  const view = (from: number, count: number): Values =>
    lanes.dtype === "f32"
      ? new Float32Array(memory.buffer, from, count)
      : new Float64Array(memory.buffer, from, count);
  const results = allocate(lanes.dtype, x.length);
  const most = end / width;
  for (let from = 0; from < x.length; from += most) {
    const count = Math.min(most, x.length - from);
    for (let i = 0; i < count; i++) {
      view(0, most)[i] = x[from + i];
      view(end, most)[i] = y[from + i];
    }
    exports.run(Math.ceil(count / lanes.count) * lanes.count * width);
    results.set(view(2 * end, count), from);
  }
  return results;
}

/** The distance between neighbouring numbers at x. */
function ulpAt(x: number, dtype: DType): number {
  const [digits, smallest] = dtype === "f32" ? [23, -126] : [52, -1022];
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(x) || 2 ** -1074)), smallest);
  return 2 ** (exponent - digits);
}

describe.each(names)("%s", (name) => {
  test("in float64 is within a few units in the last place of 60 exact digits", ({ annotate }) => {
    const rows = exact[name];
    const found = apply(
      name,
      scalarLanes("f64"),
      rows.map(([x]) => x),
    );
    const off = rows.map(([, value, rest], i) => Math.abs((found[i] - value - rest) / ulpAt(value, "f64")));
    annotate(`at most ${Math.max(...off).toFixed(3)} ulp`);
    expect(Math.max(...off)).toBeLessThanOrEqual(limits[name]);
  });

  test("in float32 is within a few units in the last place, over the whole range", ({ annotate }) => {
    const x = numbersOfEverySize("f32", 300_000);
    const found = apply(name, scalarLanes("f32"), x);
    let most = 0;
    for (const [i, argument] of x.entries()) {
      const value = scalars[name].scalar.value(argument, argument);
      // where the nearest float32 is infinite or no number, that is what it must be
      if (!Number.isFinite(Math.fround(value))) expect(found[i]).toBe(Math.fround(value));
      else if (name === "sigmoid" && argument < -LARGEST_EXPONENT) expect(found[i]).toBe(0);
      else most = Math.max(most, Math.abs(found[i] - value) / ulpAt(value, "f32"));
    }
    annotate(`at most ${most.toFixed(3)} ulp`);
    expect(most).toBeLessThanOrEqual(limits[name]);
  });
});

describe.each(widths)("in %s", (dtype) => {
  test.each(Object.keys(functions) as Fn[])("%s gives the same bits one by one and in vectors", (name) => {
    const x = numbersOfEverySize(dtype, 20_000);
    const y = x.toReversed();
    const single = apply(name, scalarLanes(dtype), x, y);
    const several = apply(name, vectorLanes(dtype), x, y);
    expect(differing(single, several)).toEqual([]);
  });

  test.each(Object.keys(functions) as Fn[])("%s is what the primitive means", (name) => {
    const { value, domain, arity } = scalars[name].scalar;
    const random = randomStream(7, 5000);
    const draw = ([low, high]: readonly [number, number]) =>
      Array.from({ length: 2000 }, () => low + (high - low) * random.uniform()).map(rounder(dtype));
    const x = draw(domain[0]);
    const y = arity === 2 ? draw(domain[1]) : x;
    const found = apply(name, scalarLanes(dtype), x, y);
    const limit = dtype === "f64" ? 1e-14 : 5e-7;
    for (const [i, result] of found.entries()) {
      const expected = value(x[i], y[i]);
      expect(Math.abs(result - expected)).toBeLessThanOrEqual(limit * Math.max(Math.abs(expected), 1e-3));
    }
  });

  test.each(Object.keys(functions) as Fn[])("%s at its ends", (name) => {
    const ends = [0, -0, 1, -1, 2, -2, 3, 0.5, 1000, -1000, Number.NaN];
    ends.push(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-310, 1e308);
    const pairs = ends.flatMap((x) => ends.map((y) => [x, y].map(rounder(dtype))));
    const found = apply(
      name,
      scalarLanes(dtype),
      pairs.map(([x]) => x),
      pairs.map(([, y]) => y),
    );
    for (const [i, [x, y]] of pairs.entries()) {
      if (name === "cos" && Math.abs(x) > LARGEST_ANGLE) {
        expect(found[i]).toBeNaN();
        continue;
      }
      const expected = rounder(dtype)(scalars[name].scalar.value(x, y));
      const tolerance = Math.max(1e-6 * Math.abs(expected), dtype === "f32" ? 1e-37 : 1e-300);
      const isSame = Object.is(found[i] + 0, expected + 0) || Math.abs(found[i] - expected) <= tolerance;
      expect(isSame, `${name}(${x}, ${y}): expected ${expected}, got ${found[i]}`).toBe(true);
    }
  });
});

function rounder(dtype: DType): (x: number) => number {
  return dtype === "f32" ? Math.fround : (x) => x;
}

/** Of both signs, from the smallest to the largest, a third of them around 1. */
function numbersOfEverySize(dtype: DType, count: number): number[] {
  const random = randomStream(3, 5000);
  const top = dtype === "f32" ? 128 : 1024;
  return Array.from({ length: count }, (_, i) => {
    const exponent = i % 3 === 0 ? 8 * random.uniform() - 5 : top * (2 * random.uniform() - 1);
    return rounder(dtype)((random.uniform() < 0.5 ? -1 : 1) * 2 ** exponent);
  });
}

/** What is not a number has many bits. */
function differing(a: Values, b: Values): string[] {
  return [...a].flatMap((value, i) => (Object.is(value, b[i]) ? [] : [`${value} and ${b[i]}`])).slice(0, 5);
}
