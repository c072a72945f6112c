import type { FullCatalogue, Language } from "./catalogue.ts";
import { checkingEn } from "./checking-en.ts";
import { checkingZhHans } from "./checking-zh-hans.ts";
import { checkingZhHant } from "./checking-zh-hant.ts";
import { conventionsEn } from "./conventions-en.ts";
import { conventionsZhHans } from "./conventions-zh-hans.ts";
import { conventionsZhHant } from "./conventions-zh-hant.ts";
import { diagnosingEn } from "./diagnosing-en.ts";
import { diagnosingZhHans } from "./diagnosing-zh-hans.ts";
import { diagnosingZhHant } from "./diagnosing-zh-hant.ts";
import { en } from "./en.ts";
import { reportingEn } from "./reporting-en.ts";
import { reportingZhHans } from "./reporting-zh-hans.ts";
import { reportingZhHant } from "./reporting-zh-hant.ts";
import { zhHans } from "./zh-hans.ts";
import { zhHant } from "./zh-hant.ts";

/** Apart from `en`, `zhHant` and `zhHans`, so that a page that only explains does not load the rest. */
export const catalogues: Readonly<Record<Language, FullCatalogue>> = {
  en: {
    ...en,
    conventions: conventionsEn,
    checking: checkingEn,
    diagnosing: diagnosingEn,
    reporting: reportingEn,
  },
  "zh-Hant": {
    ...zhHant,
    conventions: conventionsZhHant,
    checking: checkingZhHant,
    diagnosing: diagnosingZhHant,
    reporting: reportingZhHant,
  },
  "zh-Hans": {
    ...zhHans,
    conventions: conventionsZhHans,
    checking: checkingZhHans,
    diagnosing: diagnosingZhHans,
    reporting: reportingZhHans,
  },
};
