import { describe, expect, test } from "vitest";
import { createSession, en, explain, explanationToText, prepareData } from "../../src/index.ts";
import { loadExample } from "../../src/node/index.ts";

/** What people see, as files to read and to review with a diff. */
describe("explanations", () => {
  const cases = [
    { file: "by-example", of: ["all"], width: 100, precision: { digits: 6 } },
    { file: "by-example", of: ["w5", "w1"], width: 80, precision: { decimals: 8 } },
    { file: "xor", of: ["w1"], width: 80, precision: { decimals: 4 } },
  ];
  for (const { file, of, width, precision } of cases) {
    test(`${file}, ${of.join(" ")}, ${width} columns`, async () => {
      const { example, ...raw } = await loadExample(`examples/${file}.yaml`);
      const { model, optimizer, training } = example;
      const data = prepareData(raw, training.seed);
      const session = createSession({ model, optimizer, seed: training.seed });
      const text = explanationToText(explain(session.look(data.train), of), { precision, width, words: en });
      await expect(text).toMatchFileSnapshot(`${file}-${of.join("-")}-${width}.txt`);
      expect(text.split("\n").filter((line) => line.length > width)).toEqual([]);
    });
  }
});
