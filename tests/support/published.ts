import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { checkWorking } from "../../src/check/check.ts";
import type { Claim } from "../../src/check/claim.ts";
import { readWorking } from "../../src/check/read/index.ts";
import { stepOfName } from "../../src/check/read/step.ts";
import type { Checked, Judged } from "../../src/check/verdict.ts";
import { loadSubject } from "../../src/cli/subject.ts";
import { sharedFile } from "./shared.ts";

/** A number that somebody published, and what is known of it. */
export interface PublishedClaim {
  readonly name: string;
  readonly where: string;
  readonly claimed: string;
  readonly exact: number;
  readonly verdict: string;
}

/** Claims that are about one example file. */
export interface Run {
  readonly file: string;
  /** Of the claims that no run before it takes, those whose place or name fits; all where neither is said. */
  readonly where?: RegExp;
  readonly name?: RegExp;
  /** After how many updates, where the name does not say so. */
  readonly step?: number;
  /** What the collected name is in the author's spelling; `nth`, from 1, tells claims of one name apart. */
  spell?(claim: PublishedClaim, nth: number): string;
}

export const examplesFolder: string = fileURLToPath(new URL("../../examples/published/", import.meta.url));
export const publishedExamples: readonly string[] = readdirSync(examplesFolder).filter((name) =>
  name.endsWith(".yaml"),
);

export function claimsOf(json: string): PublishedClaim[] {
  return JSON.parse(readFileSync(sharedFile(`worked-examples/${json}.json`), "utf8")).claims;
}

/** Each claim with the run that it belongs to; undefined where none takes it. */
export function assigned(claims: readonly PublishedClaim[], runs: readonly Run[]): (Run | undefined)[] {
  return claims.map((claim) =>
    runs.find(({ where, name }) => (where?.test(claim.where) ?? true) && (name?.test(claim.name) ?? true)),
  );
}

/** Judges the claims of one run together, as a working of its own. */
export async function judgedIn(run: Run, claims: readonly PublishedClaim[]): Promise<readonly Judged[]> {
  const checked = await checkedAgainst(
    run.file,
    claims.map((claim, i) => {
      const nth = claims.slice(0, i + 1).filter(({ name }) => name === claim.name).length;
      return claimOf(claim, run.spell?.(claim, nth) ?? claim.name, run.step, i + 1);
    }),
  );
  return checked.claims;
}

async function checkedAgainst(file: string, claims: readonly Claim[]): Promise<Checked> {
  const { at, author } = await loadSubject(`${examplesFolder}${file}`);
  return checkWorking({ at, ...author }, { claims, lines: [], unread: [] });
}

function claimOf(
  published: PublishedClaim,
  spelled: string,
  otherwise: number | undefined,
  line: number,
): Claim {
  const [{ claimed }] = readWorking(`x = ${published.claimed}`, { format: "lines" }).claims;
  const { name, step = otherwise } = stepOfName(spelled);
  return { name, kind: "value", claimed, ...(step !== undefined && { step }), line, column: 1 };
}
