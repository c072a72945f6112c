import { expect, it } from "vitest";
import { call } from "../graph/expression.ts";
import { slipsOf } from "./slips.ts";

const ref = (name: string) => ({ ref: name });
const values: Readonly<Record<string, number>> = { a: 2, b: 3, c: 7 };
const slips = (expr: Parameters<typeof slipsOf>[0]) =>
  slipsOf(expr, (id) => values[id]).sort((x, y) => x - y);

it("leaves out a term, a factor or a sign", () => {
  // 2·3 + 7: without 2·3, without 7, without 2, without 3, with another sign
  expect(slips(call("add", call("mul", ref("a"), ref("b")), ref("c")))).toEqual([-13, 6, 7, 9, 10]);
});

it("takes a difference for a sum, the wrong way round, or for one of the two", () => {
  expect(slips(call("sub", ref("c"), ref("a")))).toEqual([-5, -5, 2, 7, 9]);
});

it("forgets a function", () => {
  expect(slips(call("square", ref("b")))).toEqual([-9, 3]);
});
