import fc from "fast-check";
import { expect, test } from "vitest";
import { explanationToFragment, explanationToHtml } from "../../src/explain/html/html.ts";
import { explanationToLatex } from "../../src/explain/latex/document.ts";
import { createSession, type Language } from "../../src/index.ts";
import { everyKind } from "../../src/nn/every-kind.ts";
import { shapesOf } from "../../src/nn/shapes.ts";
import { sizeOf } from "../../src/tensor/shape.ts";
import { type RandomCase, randomCase } from "../support/random-network.ts";
import { type Explained, explainedStep } from "./explained.ts";
import { faultOf } from "./wellformed.ts";

function explained({ model, optimizer, batch, seed }: RandomCase, language: Language): Explained {
  const session = createSession({ model, optimizer, seed });
  const first = batch.inputs.shape[0] > 1 ? "#1" : "";
  return explainedStep(session.look(batch), ["w1", `i1${first}`, `δ_o1${first}`], language, "x");
}

test("whatever network is explained, the page is well-formed and the document's braces match", () => {
  fc.assert(
    fc.property(randomCase, fc.constantFrom("en", "zh-Hant", "zh-Hans"), (drawn, language) => {
      const { explanation, options } = explained(drawn, language);
      expect(faultOf(explanationToHtml(explanation, options))).toBeUndefined();
      let depth = 0;
      for (const [token] of explanationToLatex(explanation, options).matchAll(/\\[\s\S]|[{}]/g)) {
        if (token === "{") depth++;
        if (token === "}") depth--;
        expect(depth).toBeGreaterThanOrEqual(0);
      }
      expect(depth).toBe(0);
    }),
    { numRuns: 30, seed: 7 },
  );
});

test("formulas that say what they are about are the same formulas, and every quantity they name is there", () => {
  // a square of a name is set in one element, or two
  const textOf = (html: string) => html.replace(/<[^>]*>/g, "");
  fc.assert(
    fc.property(randomCase, (drawn) => {
      const { explanation, options } = explained(drawn, "en");
      const marked = explanationToFragment(explanation, { ...options, marked: true });
      expect(faultOf(`<main>${marked}</main>`)).toBeUndefined();
      expect(textOf(marked)).toBe(textOf(explanationToFragment(explanation, options)));
      const named = [...marked.matchAll(/data-of="([^"]*)"/g)].map(([, id]) => id);
      expect(named.length).toBeGreaterThan(10);
      for (const id of named) expect(explanation.steps.has(id) || id.startsWith("rest ")).toBe(true);
    }),
    { numRuns: 20, seed: 7 },
  );
});

test("a picture has every neuron and no line without ends", () => {
  fc.assert(
    fc.property(randomCase, (drawn) => {
      const { picture } = explained(drawn, "en").options;
      const sizes = shapesOf(drawn.model.network, everyKind).map(sizeOf);
      expect(picture?.layers.map(({ count }) => count)).toEqual(sizes);
      const names = new Set(picture?.neurons.map(({ id }) => id));
      const weights = picture?.edges.filter(({ to }) => to.startsWith("o") || to.startsWith("h")) ?? [];
      const connections = sizes.slice(1).reduce((sum, size, i) => sum + size * sizes[i], 0);
      expect(weights).toHaveLength(connections);
      for (const { from, to } of picture?.edges ?? [])
        expect([names.has(from), names.has(to)]).toEqual([true, true]);
    }),
    { numRuns: 60, seed: 7 },
  );
});
