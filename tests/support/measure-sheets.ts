import { checkWorking } from "../../src/check/check.ts";
import type { Working } from "../../src/check/claim.ts";
import { readWorking } from "../../src/check/read/index.ts";
import type { CheckSubject } from "../../src/check/subject.ts";
import type { Checked } from "../../src/check/verdict.ts";
import { createSession, type Executed, parseExample, referenceBackend } from "../../src/index.ts";
import { generateSheet, type MistakeKind, type Sheet } from "./sheets.ts";

export const DECIMALS = [3, 4, 6] as const;

/** How many of the sheets with one mistake are seen through. */
export interface Measured {
  /** On which the mistake changes a digit that is printed. */
  readonly sheets: number;
  /** Whose first wrong line is found. */
  readonly found: number;
  /** Of which the mistake is also named, among at most three. */
  readonly named: number;
}

/** An example with its data in the file, as something to hold a working against. */
export function subjectOf(exampleYaml: string): CheckSubject {
  const example = parseExample(exampleYaml, "example.yaml");
  const { data, model, optimizer } = example;
  if (!("inline" in data)) throw new Error("subjectOf: expected data in the example");
  const session = createSession({ backend: referenceBackend, model, optimizer, seed: 0, dtype: "f64" });
  const executed = new Map<number, Executed>();
  let taken = 0;
  return {
    at(steps) {
      for (; taken <= steps; taken++) {
        if (taken > 0) session.step(data.inline);
        executed.set(taken, session.look(data.inline));
      }
      const found = executed.get(steps);
      if (!found) throw new Error(`no step ${steps}`);
      return found;
    },
  };
}

/** What is said of sheets of right working that should not be; empty where nothing is. */
export function falseAlarms(seeds: Iterable<number>): string[] {
  return [...seeds].flatMap((seed) => {
    const sheet = generateSheet(seed, { decimals: DECIMALS[seed % DECIMALS.length] });
    return checked(sheet)
      .claims.filter(({ verdict }) => ["wrong", "carried", "unrecognised"].includes(verdict))
      .map(({ claim, verdict }) => `sheet ${seed}, ${claim.name} = ${claim.claimed.text}: ${verdict}`);
  });
}

export function measureMistake(
  mistake: MistakeKind,
  decimals: (typeof DECIMALS)[number],
  seeds: Iterable<number>,
): Measured {
  const measured = { sheets: 0, found: 0, named: 0 };
  for (const seed of seeds) {
    const sheet = generateSheet(seed, { decimals, mistake });
    if (!sheet.mistake?.changesDigits) continue;
    measured.sheets++;
    const { claims, firstWrong } = checked(sheet);
    const first = firstWrong === undefined ? undefined : claims[firstWrong];
    if (!first || first.claim.line !== sheet.mistake.firstChangedLine) continue;
    measured.found++;
    if (first.mistakes?.some(({ kind }) => kind === mistake)) measured.named++;
  }
  return measured;
}

function checked({ exampleYaml, text }: Sheet): Checked {
  const working: Working = readWorking(text, { format: "lines" });
  if (working.unread.length > 0) throw new Error(`not read: ${working.unread[0].text}`);
  return checkWorking(subjectOf(exampleYaml), working);
}
