import type { Working } from "../claim.ts";
import type { CheckSubject } from "../subject.ts";
import type { Checked, Judged, Mistake } from "../verdict.ts";
import { formulasOf } from "./formulas.ts";
import { totalMarks } from "./marks.ts";
import { sheetOf, tallyOf } from "./sheet.ts";

/** A judged working as plain data, for whoever counts marks or draws it. */
export interface CheckedJson {
  readonly claims: readonly ClaimJson[];
  readonly firstWrong: { readonly name: string; readonly line: number } | null;
  readonly summary: {
    readonly numbers: number;
    readonly right: number;
    readonly wrong: number;
    readonly carried: number;
    readonly unrecognised: number;
    readonly marks: ReturnType<typeof totalMarks>;
  };
  readonly unread: readonly { readonly line: number; readonly column: number; readonly text: string }[];
  /** What the author does otherwise, where only the numbers say so. */
  readonly recognised?: Checked["recognised"];
}

interface ClaimJson {
  /** As spelled in the working. */
  readonly name: string;
  /** The quantity; null where unrecognised. */
  readonly as: string | null;
  readonly kind: "value" | "arithmetic";
  readonly claimed: number;
  readonly printed: string;
  readonly expected: number | null;
  readonly fromOwn?: number;
  readonly line: number;
  readonly column: number;
  readonly verdict: Judged["verdict"];
  readonly severity?: Judged["severity"];
  readonly mistakes?: readonly Omit<Mistake, "calculated">[];
  /** The claims that it was judged from, as indices. */
  readonly from: readonly number[];
}

export function checkedToJson(subject: CheckSubject, working: Working, checked: Checked): CheckedJson {
  const sheet = sheetOf(working, checked);
  const { unknown, ...tally } = tallyOf(sheet);
  const first = checked.firstWrong === undefined ? undefined : checked.claims[checked.firstWrong];
  return {
    claims: checked.claims.map(claimToJson),
    firstWrong: first ? { name: first.id ?? first.claim.name, line: first.claim.line } : null,
    summary: { ...tally, unrecognised: unknown, marks: totalMarks(sheet, formulasOf(subject)) },
    unread: working.unread,
    ...(checked.recognised && { recognised: checked.recognised }),
  };
}

function claimToJson({ claim, id, expected, fromOwn, verdict, severity, mistakes, from }: Judged): ClaimJson {
  const { name, kind, claimed, line, column } = claim;
  return {
    name,
    as: id ?? null,
    kind,
    claimed: claimed.value,
    printed: claimed.text,
    expected: expected ?? null,
    ...(fromOwn !== undefined && { fromOwn }),
    line,
    column,
    verdict,
    ...(severity && { severity }),
    ...(mistakes && { mistakes: mistakes.map(({ calculated: _, ...mistake }) => mistake) }),
    from,
  };
}
