import type { FullCatalogue } from "../../locale/catalogue.ts";
import type { Working } from "../claim.ts";
import type { CheckSubject } from "../subject.ts";
import type { Checked, Judged } from "../verdict.ts";
import { contextOf, type Detail, hintFor, type Parts, partsOf } from "./details.ts";
import { remarkOn } from "./remark.ts";
import { type Standing, sheetOf } from "./sheet.ts";

/** What there is to say about one number of a working, part by part: whoever shows it chooses what comes when. */
export interface Told extends Parts {
  readonly line: number;
  readonly standing: Standing;
  readonly verdict: Judged["verdict"];
  /** In a word or two; empty where the number is simply right. */
  readonly remark: string;
  /** The step in names alone. */
  readonly hint: readonly Detail[];
}

/** What is said of each number of a judged working, in the order of the page. */
export function tellWorking(
  subject: CheckSubject,
  working: Working,
  checked: Checked,
  words: FullCatalogue,
): Told[] {
  const sheet = sheetOf(working, checked);
  const context = contextOf(subject, sheet, words);
  return sheet.entries.map((entry) => {
    const { standing, line, judged } = entry;
    const isWrong = standing === "wrong" && judged.claim.kind === "value";
    const parts = isWrong ? partsOf(entry, context) : { expectation: [], slip: [], worked: [] };
    return {
      line,
      standing,
      verdict: judged.verdict,
      remark: remarkOn(entry, sheet, words),
      hint: isWrong ? hintFor(entry, context) : [],
      ...parts,
    };
  });
}
