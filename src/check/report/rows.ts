import { type Context, type Detail, detailsOf, hintFor } from "./details.ts";
import { remarkOn } from "./remark.ts";
import type { Entry } from "./sheet.ts";

/** A line of a report: a number and what is said of it; or so many numbers that are right; or that there are more. */
export type Row =
  | {
      readonly kind: "number";
      readonly entry: Entry;
      readonly remark: string;
      readonly details: readonly Detail[];
    }
  | { readonly kind: "right"; readonly count: number }
  | { readonly kind: "more"; readonly count: number };

/** Of what is simply right, longer runs than this are not shown of long workings. */
const RUN = 3;
const LONG = 40;
/** So many wrong numbers are told in full, and so many lines shown: whoever has more begins with these. */
const TOLD = 20;
const SHOWN = 200;

export function rowsOf(
  context: Context,
  options: { readonly hint?: boolean; readonly all?: boolean },
): Row[] {
  const { entries } = context.sheet;
  const isWhole = options.all === true || entries.length <= LONG;
  const rows: Row[] = [];
  let wrong = 0;
  for (let i = 0; i < entries.length; ) {
    const run = isWhole ? 0 : runOfRight(entries, i, context);
    if (run > RUN) {
      rows.push({ kind: "right", count: run });
      i += run;
    } else if (!isWhole && rows.length >= SHOWN) {
      return [...rows, { kind: "more", count: entries.length - i }];
    } else {
      const entry = entries[i++];
      if (entry.standing === "wrong") wrong++;
      rows.push(numberRow(entry, wrong <= TOLD || options.all === true, context, options.hint === true));
    }
  }
  return rows;
}

function runOfRight(entries: readonly Entry[], from: number, { sheet, words }: Context): number {
  let end = from;
  while (
    end < entries.length &&
    entries[end].standing === "right" &&
    remarkOn(entries[end], sheet, words) === ""
  )
    end++;
  return end - from;
}

function numberRow(entry: Entry, isTold: boolean, context: Context, isHint: boolean): Row {
  const { sheet, words } = context;
  const isWrong = entry.standing === "wrong";
  return {
    kind: "number",
    entry,
    remark: isWrong && isHint ? words.checking.lookAgain : remarkOn(entry, sheet, words),
    details: isWrong && isTold ? (isHint ? hintFor : detailsOf)(entry, context) : [],
  };
}
