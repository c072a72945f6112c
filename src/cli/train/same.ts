import { dirname } from "node:path";
import { InputError } from "../../index.ts";
import { type Difference, differencesOf, fingerprintsOf, type Json, settingsOf } from "../../node/index.ts";
import type { Prepared } from "../prepare.ts";
import { version } from "../version.ts";
import { sumOfParameters } from "./sum.ts";
import type { Team } from "./team.ts";

/**
 * Ranks that do not do the same would wait for each other, or train something that is neither's.
 * @throws InputError that says what of a rank differs from rank 0's
 */
export async function checkSame(
  team: Team,
  file: string,
  { example }: Pick<Prepared, "example">,
  options: object,
): Promise<void> {
  const own = await team.all(async () => ({
    backstep: version(),
    options,
    settings: settingsOf(example),
    data: (await fingerprintsOf(example, dirname(file))).map(
      ({ bytes, sha256 }) => `${bytes} bytes, sha256 ${sha256}`,
    ),
  }));
  const first = team.agree(own);
  await team.all(() => {
    const [difference] = differencesOf(plain(first), plain(own));
    if (difference) throw new InputError(`expected what rank 0 has: ${inWords(difference)}`);
  });
}

/** @throws InputError where the parameters of a rank are not those of rank 0, to the bit */
export async function checkParameters(team: Team, { session }: Prepared): Promise<void> {
  if (team.ranks.size === 1) return;
  const own = sumOfParameters(session);
  const first = team.agree(own);
  await team.all(() => {
    if (own === first) return;
    throw new InputError(
      `expected the parameters of rank 0 (sha256 ${first.slice(0, 8)}…) after step ${session.stepsTaken}, found others (${own.slice(0, 8)}…)`,
    );
  });
}

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

function inWords({ path, a, b }: Difference): string {
  return `${path} is ${JSON.stringify(a) ?? "none"} there, and ${JSON.stringify(b) ?? "none"} here`;
}
