import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { positionOf, sizeOf } from "../tensor/shape.ts";
import { elementName, elementNamed, type Naming } from "./naming.ts";

const neurons: Naming = { text: "net_h", first: 1, strides: [0, 1], sample: 0 };
const weights: Naming = { text: "w", first: 5, strides: [2, 1] };

describe("what elements are called", () => {
  test.each<[string, Naming, number[]]>([
    ["w5", weights, [0, 0]],
    ["w6", weights, [0, 1]],
    ["w8", weights, [1, 1]],
    ["net_h2#3", neurons, [2, 1]],
    ["out_h1.2", { text: "out_h1.", first: 1, strides: [0, 1] }, [0, 1]],
    ["m_w6⁺", { ...weights, text: "m_w", suffix: "⁺" }, [0, 1]],
    ["E#4", { text: "E", sample: 0 }, [3]],
    ["E", { text: "E" }, []],
    ["b2", { text: "b", first: 2, strides: [1] }, []],
  ])("%s", (name, naming, at) => {
    expect(elementName(naming, at)).toBe(name);
    const shape = at.map((i) => i + 2);
    expect(elementNamed(naming, shape, name)).toEqual(at);
  });
});

/** A naming as builders make them, and a shape that it fits. */
const named = fc
  .record({
    text: fc.constantFrom("w", "b", "net_h", "out_h2.", "m_w", "v̂_b", "target_o"),
    shape: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }),
    first: fc.option(fc.integer({ min: 1, max: 1000 }), { nil: undefined }),
    suffix: fc.constantFrom("", "⁺"),
    withSample: fc.boolean(),
  })
  .map(({ text, shape, first, suffix, withSample }) => {
    const sample = withSample && shape.length > 0 ? 0 : undefined;
    const counted = shape.map((extent, axis) => (axis === sample ? 1 : extent));
    const strides = counted.map((_, axis) => (axis === sample ? 0 : sizeOf(counted.slice(axis + 1))));
    const naming: Naming = {
      text,
      suffix,
      ...(first !== undefined && { first, strides }),
      ...(sample !== undefined && { sample }),
    };
    return { naming, shape: first === undefined ? shape.filter((_, axis) => axis === sample) : shape };
  });

describe("names and elements are one to one", () => {
  test("the element that a name names is the one that was called so, and no two share a name", () => {
    const property = fc.property(named, ({ naming, shape }) => {
      const seen = new Set<string>();
      for (let offset = 0; offset < sizeOf(shape); offset++) {
        const at = positionOf(shape, offset);
        const name = elementName(naming, at);
        expect(elementNamed(naming, shape, name)).toEqual(at);
        seen.add(name);
      }
      expect(seen.size).toBe(sizeOf(shape));
    });
    fc.assert(property, { numRuns: 300, seed: 1 });
  });

  test("a name that is found is that of the element found", () => {
    const digits = fc.integer({ min: 0, max: 40 }).map(String);
    const name = fc.tuple(fc.constantFrom("w", "net_h", "E", "q"), fc.option(digits), fc.option(digits));
    const property = fc.property(
      name,
      fc.constantFrom(weights, neurons),
      ([text, number, sample], naming) => {
        const asked = `${text}${number ?? ""}${sample === null ? "" : `#${sample}`}`;
        const at = elementNamed(naming, [4, 2], asked);
        if (at) expect(elementName(naming, at)).toBe(asked);
      },
    );
    fc.assert(property, { numRuns: 500, seed: 2 });
  });

  test.each(["w4", "w9", "w0", "w", "w5#1", "w5⁺", "x5", "w-5", "w5.5", ""])(
    "no weight is called %j",
    (name) => {
      expect(elementNamed(weights, [2, 2], name)).toBeUndefined();
    },
  );

  test.each(["net_h1", "net_h1#0", "net_h1#4", "net_h3#1", "net_h0#1", "net_h#1"])(
    "no neuron is called %s",
    (name) => {
      expect(elementNamed(neurons, [3, 2], name)).toBeUndefined();
    },
  );
});
