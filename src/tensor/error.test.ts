import { describe, expect, test } from "vitest";
import { formatInputError, InputError, nearestWord } from "./error.ts";

describe("the nearest word", () => {
  const activations = [
    "linear",
    "sigmoid",
    "tanh",
    "relu",
    "leaky-relu",
    "softplus",
    "gelu",
    "silu",
    "softmax",
  ];

  test.each([
    ["sigmiod", "sigmoid"], // two letters swapped
    ["Sigmoid", "sigmoid"],
    ["tan", "tanh"],
    ["leakyrelu", "leaky-relu"],
    ["soft-max", "softmax"],
    ["softpluss", "softplus"],
    ["ReLU", "relu"],
    ["relu", "relu"],
  ])("%s is most likely %s", (found, meant) => {
    expect(nearestWord(found, activations)).toBe(meant);
  });

  test.each(["banana", "x", "", "hyperbolic"])("nothing is near %j", (found) => {
    expect(
      nearestWord(
        found,
        activations.filter((word) => word.length > 4),
      ),
    ).toBeUndefined();
  });

  test("of equally near words the first counts, and of none there is none", () => {
    expect(nearestWord("belu", ["relu", "gelu"])).toBe("relu");
    expect(nearestWord("belu", ["gelu", "relu"])).toBe("gelu");
    expect(nearestWord("relu", [])).toBeUndefined();
  });
});

test("an error says where, as far as it knows", () => {
  const say = (...place: ConstructorParameters<typeof InputError>) =>
    formatInputError(new InputError(...place));
  expect(say("m")).toBe("m");
  expect(say("m", { file: "net.yaml" })).toBe("net.yaml  m");
  expect(say("m", { file: "net.yaml", line: 7, column: 19 })).toBe("net.yaml:7:19  m");
  expect(say("m", { line: 7 })).toBe("7  m");
});
