import { describe, expect, it } from "vitest";
import { readWorking } from "./index.ts";

/** `name number`; what is claimed of arithmetic in brackets. */
function read(text: string, format: "markdown" | "latex" = "markdown"): string[] {
  const { claims, unread } = readWorking(text, { format });
  expect(unread).toEqual([]);
  return claims.map(({ name, kind, claimed, step }) => {
    const number = kind === "value" ? claimed.text : `(${claimed.text})`;
    return `${name} ${number}${step === undefined ? "" : ` @${step}`}`;
  });
}

describe("an equation of a quantity inside of a sentence", () => {
  it.each<[string, string[]]>([
    ["so the output is out_h1 = 0.5933 and net_o1 = 1.1059.", ["out_h1 0.5933", "net_o1 1.1059"]],
    ["The error becomes E = 0.2984, which is much.", ["E 0.2984"]],
    ["The update w5 ← 0.3589 follows.", ["w5 0.3589"]],
    ["Now E=0.2984 (see above); dE/dw5 ≈ 0.0822.", ["E 0.2984", "dE/dw5 0.0822"]],
    ["We find ∂E / ∂w_5 = 0.0822 here.", ["∂E / ∂w_5 0.0822"]],
    [
      "Thus w5+ = 0.3589, w_6^{+} = 0.4087 and w7' = 0.5113 follow.",
      "w5+ 0.3589,w_6^{+} 0.4087,w7' 0.5113".split(","),
    ],
    ["This sums up to E = 0.2748 + 0.0236 = 0.2984 in all.", ["E 0.2984", "E (0.2984)"]],
    ["So E = E_o1 + E_o2 = 0.2984 in all.", ["E 0.2984"]],
    ["Here E_o1 = 0.5 * (0.01 - 0.7514)² = 0.2748 is large.", ["E_o1 0.2748", "E_o1 (0.2748)"]],
    ["Here h1 = 1/(1+e^-0.3775) = 0.5933 again.", ["h1 0.5933", "h1 (0.5933)"]],
    ["We see E after 1 update = 0.2910 there.", ["E 0.2910 @1"]],
    ["The weights (w1 = 0.15, w(i1→h1) = 0.2) are given.", ["w1 0.15", "w(i1→h1) 0.2"]],
    ["輸出 net_o1 = 1.1059，所以out_o1＝0.7514。", ["net_o1 1.1059", "out_o1 0.7514"]],
    [
      "With $x_1 = 3$ we have z_1 = 0.3 and `a_1 = 0.4`, and a_2 = 0.5 too.",
      ["x_1 3", "z_1 0.3", "a_1 0.4", "a_2 0.5"],
    ],
    ["A formula $a_1 =\n0.3$ goes on and a_2 = 0.5 follows.", ["a_1 0.3", "a_2 0.5"]],
    ["The gradient of w5 is δ_o1 = −1.4e-1 now.", ["δ_o1 −1.4e-1"]],
  ])("%s", (text, expected) => {
    expect(read(text)).toEqual(expected);
    expect(read(text, "latex")).toEqual(expected);
  });

  it.each([
    "A lesson = 5 minutes, and a = b = 7 is prose.",
    "We know that the price = 5, x = 3 and GPT-4 = 5.",
    'An image <img src="a1=3" x1=3 data-w1="3"> and [a link](https://x.org/?w1=3 "t") and https://x.org/?w1=3 here.',
    "The sum is h1 + w5 = 0.3 there, and 2·w5 = 0.8 too.",
    "The size is h1 = 100px and w1 = 3rd in line.",
    "Then out_h1 = the output, and w5 = w6 as well.",
    "In code w1 == 0.3, w1 <= 0.3, w1 != 0.3 and w1 => 0.3 are tests.",
    "A product net_o1 = 0.4 * something is no number.",
    "A sum net_o1 = 0.4 + (something else = 0.3) is none either.",
  ])("is none of: %s", (text) => {
    expect(read(text)).toEqual([]);
    expect(read(text, "latex")).toEqual([]);
  });
});
