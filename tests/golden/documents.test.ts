import { describe, expect, test } from "vitest";
import { explanationToHtml } from "../../src/explain/html/html.ts";
import { pictureToSvg } from "../../src/explain/html/svg.ts";
import { explanationToLatex } from "../../src/explain/latex/document.ts";
import { explainedExample, explainedExpressions } from "../documents/explained.ts";

/** Documents as files to read and to review with a diff; that they compile and render is tested elsewhere. */
describe("documents", () => {
  for (const language of ["en", "zh-Hant", "zh-Hans"] as const) {
    test(`by-example as LaTeX, ${language}`, async () => {
      const { explanation, options } = await explainedExample("by-example", ["w5", "w1"], language);
      const document = explanationToLatex(explanation, options);
      await expect(document).toMatchFileSnapshot(`documents/by-example-w5-w1.${language}.tex`);
    });
  }

  test("by-example as HTML, without its style and the insides of formulas", async () => {
    const { explanation, options } = await explainedExample("by-example", ["w5", "w1"]);
    const { picture: _, ...withoutPicture } = options;
    const structure = explanationToHtml(explanation, withoutPicture)
      .replace(/<style>[^<]*<\/style>/g, "<style/>")
      .replace(/<math.*?<\/math>/g, "<math/>");
    await expect(structure).toMatchFileSnapshot("documents/by-example-w5-w1.html.txt");
  });
});

describe("pictures", () => {
  for (const { file, of, language } of [
    { file: "by-example", of: ["w5"], language: "zh-Hant" },
    { file: "by-example", of: ["w1"], language: "en" },
    { file: "xor", of: ["b2"], language: "en" },
    { file: "iris", of: ["w10"], language: "zh-Hans" },
  ] as const) {
    test(`${file}, ${of}, ${language}`, async () => {
      const { options } = await explainedExample(file, of, language);
      const svg = options.picture && pictureToSvg(options.picture, options.words);
      await expect(svg).toMatchFileSnapshot(`documents/${file}-${of}.${language}.svg`);
    });
  }

  test("a small graph without layers", async () => {
    const { options } = explainedExpressions("circuit", ["x"]);
    const svg = options.picture && pictureToSvg(options.picture, options.words);
    await expect(svg).toMatchFileSnapshot("documents/circuit-x.svg");
  });
});
