import type { Catalogue, Language } from "./catalogue.ts";
import { en } from "./en.ts";
import { zhHans } from "./zh-hans.ts";
import { zhHant } from "./zh-hant.ts";

export const catalogues: Readonly<Record<Language, Catalogue>> = { en, "zh-Hant": zhHant, "zh-Hans": zhHans };
