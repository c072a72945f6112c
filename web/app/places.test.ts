import { describe, expect, test } from "vitest";
import type { Layout } from "../engine/protocol.ts";
import { namesAt, placesOf, wayFrom } from "./places.ts";

test("a quantity is about a place", () => {
  const cases: [string, string[]][] = [
    ["net_h1", ["h1"]],
    ["out_h1#3", ["h1"]],
    ["δ_o2", ["o2"]],
    ["w5", ["w5"]],
    ["w5⁺", ["w5"]],
    ["target_o1", ["target_o1"]],
    ["∂E/∂w5", ["w5"]],
    ["∂E/∂out_h1#2", ["h1"]],
    ["∂out_o1/∂net_o1", ["o1"]],
    ["∂net_o1/∂w5", ["w5", "o1"]],
    ["E", ["E"]],
  ];
  for (const [quantity, places] of cases) expect(placesOf(quantity, "E"), quantity).toEqual(places);
});

const neuron = (id: string, column: number, more: object = {}) => {
  return { id, of: `out_${id}`, column, x: 0, y: 0, given: false, editable: [], ...more };
};
const layout: Layout = {
  width: 1,
  height: 1,
  radius: 1,
  isRoomy: true,
  columns: [],
  result: "E",
  neurons: [
    neuron("i1", 0, { of: "i1", given: true }),
    neuron("h1", 1, { bias: "b1" }),
    neuron("h2", 1, { of: "net_h2", bias: "b1" }),
    neuron("o1", 2, { target: "target_o1" }),
    neuron("E", 3, { of: "E" }),
  ],
  edges: [
    { from: "i1", to: "h1", weight: "w1", editable: true },
    { from: "i1", to: "h2", weight: "w2", editable: true },
    { from: "h1", to: "o1", weight: "w3", editable: true },
    { from: "h2", to: "o1", weight: "w4", editable: true },
    { from: "o1", to: "E", editable: false },
  ],
};

describe("what is derived", () => {
  test("at a neuron: what it is calculated from, and how it acts on the loss", () => {
    expect(namesAt("h1", layout)).toEqual(["net_h1", "out_h1", "delta_h1"]);
    expect(namesAt("h2", layout)).toEqual(["net_h2", "delta_h2"]);
    expect(namesAt("i1", layout)).toEqual(["i1"]);
    expect(namesAt("w3", layout)).toEqual(["w3"]);
  });
});

test("a place acts on the loss through all that comes after it", () => {
  expect([...wayFrom("w1", layout)]).toEqual([2, 4]);
  expect([...wayFrom("b1", layout)]).toEqual([2, 3, 4]);
  expect([...wayFrom("i1", layout)]).toEqual([0, 1, 2, 3, 4]);
  expect([...wayFrom("E", layout)]).toEqual([]);
});
