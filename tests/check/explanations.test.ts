import fc from "fast-check";
import { expect, test } from "vitest";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { checkWorking } from "../../src/check/check.ts";
import { readWorking } from "../../src/check/read/index.ts";
import {
  catalogues,
  createSession,
  explain,
  explanationToLatex,
  explanationToMarkdown,
  type Language,
  pictureOf,
} from "../../src/index.ts";

import { randomCase } from "../support/random-network.ts";

const languages: readonly Language[] = ["en", "zh-Hant", "zh-Hans"];

const page = fc.record({
  drawn: randomCase,
  language: fc.constantFrom(...languages),
  decimals: fc.integer({ min: 3, max: 8 }),
  isLatex: fc.boolean(),
});

test("explanations of random networks, read as somebody's working, are right in every number", () => {
  let numbers = 0;
  fc.assert(
    fc.property(page, ({ drawn: { model, optimizer, batch, seed }, language, decimals, isLatex }) => {
      const session = createSession({ model, optimizer, backend: referenceBackend, seed });
      const executed = session.look(batch);
      const explanation = explain(executed, ["w1", "w*1"]);
      const options = { precision: { decimals }, words: catalogues[language], terms: 1e6 };
      const text = isLatex
        ? explanationToLatex(explanation, { ...options, picture: pictureOf(explanation) })
        : explanationToMarkdown(explanation, options);
      const working = readWorking(text, { format: isLatex ? "latex" : "markdown" });
      expect(working.unread).toEqual([]);
      const { claims } = checkWorking({ at: () => executed }, working);
      // `sample 1` and `through o1` are words for one part of a sum
      const named = claims.filter(({ claim }) => !/^\\text\{/.test(claim.name));
      const bad = named.filter(({ verdict }) => ["wrong", "carried", "unrecognised"].includes(verdict));
      expect(
        bad.map(({ claim, verdict, expected }) => [
          claim.line,
          claim.name,
          claim.claimed.text,
          verdict,
          expected,
        ]),
      ).toEqual([]);
      numbers += claims.length;
    }),
    { numRuns: 60, seed: 7 },
  );
  expect(numbers).toBeGreaterThan(1000);
}, 240_000);
