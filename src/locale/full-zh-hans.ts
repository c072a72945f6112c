import type { FullCatalogue } from "./catalogue.ts";
import { checkingZhHans } from "./checking-zh-hans.ts";
import { conventionsZhHans } from "./conventions-zh-hans.ts";
import { diagnosingZhHans } from "./diagnosing-zh-hans.ts";
import { reportingZhHans } from "./reporting-zh-hans.ts";
import { zhHans } from "./zh-hans.ts";

export const fullZhHans: FullCatalogue = {
  ...zhHans,
  conventions: conventionsZhHans,
  checking: checkingZhHans,
  diagnosing: diagnosingZhHans,
  reporting: reportingZhHans,
};
