import type { Tally } from "../../locale/checking.ts";
import type { Working } from "../claim.ts";
import type { Checked, Judged } from "../verdict.ts";

/** How a number stands, for whoever wrote it. */
export type Standing = "right" | "wrong" | "carried" | "unknown";

/** A printed number, and everything that was judged of it: its value, and the calculation in front of it. */
export interface Entry {
  readonly line: number;
  readonly column: number;
  readonly standing: Standing;
  /** What decides how it stands. */
  readonly judged: Judged;
  readonly all: readonly Judged[];
}

/** A working as its reader goes through it, in the order of the page. */
export interface Sheet {
  readonly entries: readonly Entry[];
  readonly firstWrong?: Entry;
  /** In whatever else there is to say about it. */
  readonly working: Working;
  readonly checked: Checked;
}

export function sheetOf(working: Working, checked: Checked): Sheet {
  const numbers = new Map<string, Judged[]>();
  for (const judged of checked.claims) {
    const { line, column } = judged.claim;
    const key = `${line}:${column}`;
    const before = numbers.get(key);
    if (before) before.push(judged);
    else numbers.set(key, [judged]);
  }
  const entries = [...numbers.values()].map(entryOf).sort((a, b) => a.line - b.line || a.column - b.column);
  const first = checked.firstWrong === undefined ? undefined : checked.claims[checked.firstWrong];
  const firstWrong = first && entries.find(({ all }) => all.includes(first));
  return { entries, working, checked, ...(firstWrong && { firstWrong }) };
}

export function tallyOf({ entries }: Sheet): Tally {
  const count = (standing: Standing) => entries.filter((entry) => entry.standing === standing).length;
  return {
    numbers: entries.length,
    right: count("right"),
    wrong: count("wrong"),
    carried: count("carried"),
    unknown: count("unknown"),
  };
}

/** Is there nothing in a working that is known to be about the example? */
export function isForeign({ entries }: Sheet): boolean {
  return entries.every(({ all }) => all.every(({ id }) => id === undefined));
}

/** The lines of the numbers that follow from a wrong one. */
export function linesCarriedFrom({ checked: { claims } }: Sheet, wrong: Entry): number[] {
  const followers = new Map<Judged, Judged[]>();
  for (const judged of claims) {
    if (judged.verdict !== "carried") continue;
    for (const i of judged.from) {
      const before = followers.get(claims[i]);
      if (before) before.push(judged);
      else followers.set(claims[i], [judged]);
    }
  }
  const reached = new Set<Judged>(wrong.all);
  for (const judged of reached) for (const follower of followers.get(judged) ?? []) reached.add(follower);
  return linesOf([...reached].filter(({ verdict }) => verdict === "carried").map(({ claim }) => claim));
}

/** The lines of wrong and carried numbers that a number was calculated from. */
export function linesBehind({ from }: Judged, { claims }: Checked): number[] {
  return linesOf(
    from
      .map((i) => claims[i])
      .filter((judged) => standingOf(judged) !== "right")
      .map(({ claim }) => claim),
  );
}

function linesOf(places: readonly { readonly line: number }[]): number[] {
  return [...new Set(places.map(({ line }) => line))].sort((a, b) => a - b);
}

/** The worst decides; what cannot be told is no worse than what is right. */
const GRAVITY: readonly Standing[] = ["wrong", "carried", "right", "unknown"];

function entryOf(all: readonly Judged[]): Entry {
  const [judged] = [...all].sort(
    (a, b) => GRAVITY.indexOf(standingOf(a)) - GRAVITY.indexOf(standingOf(b)) || valueFirst(a, b),
  );
  const { line, column } = judged.claim;
  return { line, column, standing: standingOf(judged), judged, all };
}

function valueFirst(a: Judged, b: Judged): number {
  return Number(b.claim.kind === "value") - Number(a.claim.kind === "value");
}

export function standingOf({ verdict }: Judged): Standing {
  switch (verdict) {
    case "wrong":
    case "carried":
      return verdict;
    case "unrecognised":
      return "unknown";
    default:
      return "right";
  }
}
