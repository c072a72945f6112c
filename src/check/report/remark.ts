import type { FullCatalogue } from "../../locale/catalogue.ts";
import { digitBeyond } from "./digits.ts";
import { type Entry, linesBehind, type Sheet } from "./sheet.ts";

/** More of somebody's own numbers are not listed beside a line. */
const OWN = 3;

/** How a number stands, in a word or two beside it; empty where it is simply right. */
export function remarkOn(entry: Entry, sheet: Sheet, words: FullCatalogue): string {
  const { standing, judged } = entry;
  switch (standing) {
    case "wrong":
      return wrongRemark(entry, sheet, words);
    case "carried":
      return words.checking.carried(linesBehind(judged, sheet.checked));
    case "unknown":
      return words.checking.notRecognised;
    default:
      return rightRemark(entry, sheet, words);
  }
}

function wrongRemark(entry: Entry, { firstWrong }: Sheet, words: FullCatalogue): string {
  const which = entry === firstWrong ? words.checking.firstMistake : words.checking.anotherMistake;
  return entry.judged.severity === "last-digit" ? `${which}${words.colon}${words.checking.lastDigit}` : which;
}

function rightRemark({ judged }: Entry, { checked }: Sheet, words: FullCatalogue): string {
  const { verdict, expected, claim, from } = judged;
  if (verdict === "truncated" && expected !== undefined) {
    return words.checking.cut(digitBeyond(claim.claimed, expected));
  }
  if (verdict !== "follows" || from.length > OWN) return "";
  return words.checking.fromRounded(from.map((i) => checked.claims[i].claim.claimed.text));
}
