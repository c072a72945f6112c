import { Option } from "commander";
import type { FullCatalogue, Language } from "../index.ts";

/** Each language is loaded when it is asked for. */
const catalogues: Readonly<Record<Language, () => Promise<FullCatalogue>>> = {
  en: async () => (await import("../locale/full-en.ts")).fullEn,
  "zh-Hant": async () => (await import("../locale/full-zh-hant.ts")).fullZhHant,
  "zh-Hans": async () => (await import("../locale/full-zh-hans.ts")).fullZhHans,
};

/** @param what the words are of */
export function languageOption(what: string): Option {
  return new Option("--lang <language>", what).choices(Object.keys(catalogues)).default("en");
}

/** All words of a language. */
export function wordsOf(language: Language): Promise<FullCatalogue> {
  return catalogues[language]();
}
