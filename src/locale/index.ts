import type { FullCatalogue, Language } from "./catalogue.ts";
import { fullEn } from "./full-en.ts";
import { fullZhHans } from "./full-zh-hans.ts";
import { fullZhHant } from "./full-zh-hant.ts";

/** Apart from `en`, `zhHant` and `zhHans`, so that a page that only explains does not load the rest. */
export const catalogues: Readonly<Record<Language, FullCatalogue>> = {
  en: fullEn,
  "zh-Hant": fullZhHant,
  "zh-Hans": fullZhHans,
};
