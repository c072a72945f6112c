import type { FullCatalogue } from "./catalogue.ts";
import { checkingEn } from "./checking-en.ts";
import { conventionsEn } from "./conventions-en.ts";
import { diagnosingEn } from "./diagnosing-en.ts";
import { en } from "./en.ts";
import { reportingEn } from "./reporting-en.ts";

export const fullEn: FullCatalogue = {
  ...en,
  conventions: conventionsEn,
  checking: checkingEn,
  diagnosing: diagnosingEn,
  reporting: reportingEn,
};
