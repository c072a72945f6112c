import { expect, test } from "vitest";
import { catalogues, checkWorking, createSession, readWorking, samples, tellWorking } from "../../index.ts";

const session = createSession({
  model: {
    network: {
      inputs: 2,
      layers: [
        {
          dense: 2,
          activation: "sigmoid",
          weights: [
            [0.15, 0.2],
            [0.25, 0.3],
          ],
          bias: { shared: 0.35 },
        },
        {
          dense: 2,
          activation: "sigmoid",
          weights: [
            [0.4, 0.45],
            [0.5, 0.55],
          ],
          bias: { shared: 0.6 },
        },
      ],
    },
    loss: "half-squared-error",
  },
  optimizer: { name: "sgd", learningRate: 0.5 },
});
const subject = { at: () => session.look(samples([[0.05, 0.1]], [[0.01, 0.99]])) };

function told(text: string) {
  const working = readWorking(text, { format: "lines" });
  return tellWorking(subject, working, checkWorking(subject, working), catalogues.en);
}

test("a wrong number comes with its mistake apart from its answer", () => {
  const [{ standing, expectation, slip, hint, worked }] = told("∂E/∂w5 = 0.43983");
  expect(standing).toBe("wrong");
  expect(expectation.map(({ text }) => text)).toEqual(["expected 0.08217"]);
  const said = slip.map(({ text }) => text).join(" ");
  expect(said).toContain("the factor ∂out_o1/∂net_o1 = 0.18682 is left out");
  expect([...slip, ...hint].some(({ text }) => text.includes("0.08217"))).toBe(false);
  expect(hint.map(({ text }) => text)).toEqual(["∂E/∂w5 = ∂E/∂out_o1 · ∂out_o1/∂net_o1 · ∂net_o1/∂w5"]);
  expect(worked.map(({ text }) => text).join()).toContain("0.08217");
});

test("of a right number there is nothing more to say, of one that is cut that it is", () => {
  const [right, cut] = told("out_h1 = 0.5933\nout_h2 = 0.5968");
  expect(right).toMatchObject({ standing: "right", verdict: "exact", remark: "", hint: [], slip: [] });
  expect(cut).toMatchObject({ standing: "right", verdict: "truncated" });
  expect(cut.remark).not.toBe("");
});
