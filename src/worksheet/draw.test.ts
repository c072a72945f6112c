import { describe, expect, it } from "vitest";
import { randomStream } from "../tensor/random.ts";
import { drawExample, type Sizes } from "./draw.ts";
import type { BiasExample, NetworkExample } from "./example.ts";

const network = (data: NetworkExample["data"], bias?: BiasExample): NetworkExample => ({
  network: { inputs: 2, layers: [{ dense: 3, ...(bias !== undefined && { bias }) }] },
  loss: "half-squared-error",
  optimizer: { name: "sgd", learningRate: 0.5 },
  data,
});

/** Of many draws. */
function draws(example: NetworkExample, sizes: Sizes = "alike"): NetworkExample[] {
  return Array.from({ length: 200 }, (_, seed) => {
    const drawn = drawExample(example, sizes, randomStream(seed));
    if (!("network" in drawn)) throw new Error("no network");
    return drawn;
  });
}

const inputsOf = (data: NetworkExample["data"], sizes?: Sizes) =>
  draws(network(data), sizes).flatMap((drawn) => drawn.data.inputs.flat());
const targets = [[1, 0, 0]];

describe("numbers", () => {
  it("are weights of at most two decimals, none of them 0, no size twice", () => {
    for (const { network: drawn } of draws(network({ inputs: [[0.1, 0.2]], targets }))) {
      const weights = drawn.layers.flatMap(({ weights = [] }) => weights.flat());
      expect(weights).toHaveLength(6);
      expect(new Set(weights.map(Math.abs)).size).toBe(6);
      for (const weight of weights) expect(String(weight)).toMatch(/^-?0\.[1-9]5?$/);
    }
  });

  it("are of one sample, and of the kind of those they stand for", () => {
    for (const { data } of draws(
      network({
        inputs: [
          [0, 1],
          [1, 1],
        ],
        targets: [
          [1, 0, 0],
          [0, 0, 1],
        ],
      }),
    ))
      expect([
        [
          [0, 1],
          [1, 0, 0],
        ],
        [
          [1, 1],
          [0, 0, 1],
        ],
      ]).toContainEqual([data.inputs[0], data.targets[0]]);
    for (const x of inputsOf({ inputs: [[0.05, 0.1]], targets })) expect(x > 0 && x < 1).toBe(true);
    for (const x of inputsOf({ inputs: [[2, 3]], targets }))
      expect(x >= 2 && x <= 5 && x % 1 === 0).toBe(true);
    const signed = inputsOf({ inputs: [[-2.5, 1]], targets });
    expect(Math.max(...signed.map(Math.abs))).toBeLessThanOrEqual(2.5);
    expect(signed.some((x) => x < 0) && signed.some((x) => x > 0)).toBe(true);
    expect(signed).not.toContain(0);
    for (const x of inputsOf({ inputs: [[2, 3]], targets }, "small")) expect(x > 0 && x < 1).toBe(true);
    const small = inputsOf({ inputs: [[-20, 1]], targets }, "small");
    expect(Math.max(...small.map(Math.abs))).toBeLessThan(1);
    expect(small.some((x) => x < 0) && small.some((x) => x > 0)).toBe(true);
  });

  it.each<[BiasExample | undefined, (bias: unknown) => unknown, unknown]>([
    [undefined, (bias) => (bias as number[]).length, 3],
    [false, (bias) => bias, false],
    [0.35, (bias) => typeof bias, "number"],
    [[1, 2, 3], (bias) => (bias as number[]).length, 3],
    [{ shared: 1, trainable: false }, (bias) => bias, { shared: expect.any(Number), trainable: false }],
    [{ values: 1 }, (bias) => bias, { values: expect.any(Number) }],
    [
      { trainable: false },
      (bias) => bias,
      { values: [expect.any(Number), expect.any(Number), expect.any(Number)], trainable: false },
    ],
  ])("keep the form of a bias %o", (bias, look, expected) => {
    const [drawn] = draws(network({ inputs: [[0.1, 0.2]], targets }, bias));
    expect(look(drawn.network.layers[0].bias)).toEqual(expected);
  });
});
