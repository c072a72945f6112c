import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import {
  carryRounding,
  catalogues,
  createSession,
  type ExplainOptions,
  type Explanation,
  explain,
  explanationToMarkdown,
  explanationToText,
  type Language,
  samples,
} from "../../src/index.ts";
import { type GoldenNetwork, networks } from "./networks.ts";

// What people see, as files to read and to review with a diff.

const DIGITS = { digits: 6 } as const;
const DECIMALS = { decimals: 4 } as const;

function explained(network: GoldenNetwork, options: ExplainOptions = {}): Explanation {
  const { model, optimizer, inputs, targets, of, step = 0 } = network;
  const session = createSession({ model, optimizer, seed: 5 });
  const batch = samples(inputs, targets);
  for (let taken = 0; taken < step; taken++) session.step(batch);
  return explain(session.look(batch), of, options);
}

function text(explanation: Explanation, title: string, width: number, language: Language = "en"): string {
  const page = explanationToText(explanation, {
    precision: DIGITS,
    width,
    title,
    words: catalogues[language],
  });
  const tooWide = page.split("\n").filter((line) => stringWidth(line) > width && line.includes(" = "));
  expect(tooWide).toEqual([]);
  return page;
}

describe("as text", () => {
  for (const [name, network] of Object.entries(networks)) {
    test(`${name}, at 80 columns`, async () => {
      const page = text(explained(network, { why: network.of }), network.title, 80);
      await expect(page).toMatchFileSnapshot(`${name}.txt`);
    });
  }

  test("the article's network at 100 columns, in three languages", async () => {
    for (const language of ["en", "zh-Hant", "zh-Hans"] as const) {
      const page = text(
        explained(networks.article, { why: networks.article.of }),
        networks.article.title,
        100,
        language,
      );
      await expect(page).toMatchFileSnapshot(`article.${language}.txt`);
    }
  });

  test("neuron by neuron, and unfolded", async () => {
    const { title } = networks.article;
    await expect(text(explained(networks.article, { style: "delta" }), title, 80)).toMatchFileSnapshot(
      "article.delta.txt",
    );
    const unfolded = explained(networks["softmax cross-entropy"], { unfold: true });
    await expect(text(unfolded, title, 80)).toMatchFileSnapshot("softmax cross-entropy.unfolded.txt");
  });

  test("calculated on with rounded numbers", async () => {
    const carried = carryRounding(explained(networks.article), DECIMALS);
    const page = explanationToText(carried, { precision: DECIMALS, width: 80, words: catalogues.en });
    await expect(page).toMatchFileSnapshot("article.carry.txt");
  });
});

describe("as Markdown", () => {
  for (const [name, network] of Object.entries(networks)) {
    test(name, async () => {
      const { title } = network;
      const page = explanationToMarkdown(explained(network), {
        precision: DECIMALS,
        title,
        words: catalogues.en,
      });
      await expect(page).toMatchFileSnapshot(`${name}.md`);
    });
  }

  test("the article's network in Chinese", async () => {
    for (const language of ["zh-Hant", "zh-Hans"] as const) {
      const words = catalogues[language];
      const page = explanationToMarkdown(explained(networks.article), { precision: DECIMALS, words });
      await expect(page).toMatchFileSnapshot(`article.${language}.md`);
    }
  });
});
