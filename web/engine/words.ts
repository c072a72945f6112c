import { type Catalogue, en, type Language } from "../../src/index.ts";

/** The words of explanations; those of a language that nobody reads are not loaded. */
export async function wordsOf(language: Language): Promise<Catalogue> {
  switch (language) {
    case "zh-Hant":
      return (await import("./words-zh-hant.ts")).zhHant;
    case "zh-Hans":
      return (await import("./words-zh-hans.ts")).zhHans;
    default:
      return en;
  }
}
