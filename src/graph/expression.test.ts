import { expect, test } from "vitest";
import { call, type Expr, type IndexVar, mapRefs, refsOf, unroll } from "./expression.ts";

const [k, n]: IndexVar[] = [
  { index: "k", size: 2 },
  { index: "n", size: 3 },
];

test("a sum over an index is written out, term by term", () => {
  const of = call("mul", { ref: { node: 1, at: [0, k] } }, { ref: { node: 2, at: [k, 4] } });
  const term = (i: number): Expr =>
    call("mul", { ref: { node: 1, at: [0, i] } }, { ref: { node: 2, at: [i, 4] } });
  expect(unroll({ sum: [k], of })).toEqual(call("add", term(0), term(1)));
});

test("a sum over two indices, in a function, in a sum", () => {
  const both: Expr = { sum: [k, n], of: call("exp", { ref: { node: 0, at: [k, n] } }) };
  const at = refsOf(unroll(both)).map((element) => element.at);
  expect(at).toEqual([
    [0, 0],
    [0, 1],
    [0, 2],
    [1, 0],
    [1, 1],
    [1, 2],
  ]);
  const nested: Expr = { sum: [k], of: call("log", { sum: [n], of: { ref: { node: 0, at: [k, n] } } }) };
  expect(refsOf(unroll(nested)).map((element) => element.at)).toEqual(at);
});

test("a sum of one term is that term, and one over no index what it is of", () => {
  const one: IndexVar = { index: "k", size: 1 };
  expect(unroll({ sum: [one], of: { ref: { node: 3, at: [one] } } })).toEqual({ ref: { node: 3, at: [0] } });
  expect(unroll({ sum: [], of: 5 })).toBe(5);
});

test("indices are the same only if they are the same object", () => {
  const other: IndexVar = { index: "k", size: 2 };
  const unrolled = unroll({ sum: [k], of: { ref: { node: 0, at: [k, other] } } });
  expect(refsOf(unrolled).map(({ at }) => at[1])).toEqual([other, other]);
});

test("references are replaced where they stand", () => {
  const expr: Expr<string> = call("add", { ref: "x" }, call("neg", { ref: "y" }), 2);
  expect(refsOf(expr)).toEqual(["x", "y"]);
  const replaced = mapRefs(expr, (name) => (name === "x" ? 1 : { ref: name.toUpperCase() }));
  expect(replaced).toEqual(call("add", 1, call("neg", { ref: "Y" }), 2));
});
