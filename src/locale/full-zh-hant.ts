import type { FullCatalogue } from "./catalogue.ts";
import { checkingZhHant } from "./checking-zh-hant.ts";
import { conventionsZhHant } from "./conventions-zh-hant.ts";
import { diagnosingZhHant } from "./diagnosing-zh-hant.ts";
import { reportingZhHant } from "./reporting-zh-hant.ts";
import { zhHant } from "./zh-hant.ts";

export const fullZhHant: FullCatalogue = {
  ...zhHant,
  conventions: conventionsZhHant,
  checking: checkingZhHant,
  diagnosing: diagnosingZhHant,
  reporting: reportingZhHant,
};
