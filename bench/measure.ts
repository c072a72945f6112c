import { permutation, randomStream } from "../src/tensor/random.ts";
import type { Contestant } from "./contestant.ts";

/** Turns that everybody gets. Of those who need more than their time for so many, at least `FEWEST`. */
const ROUNDS = 20;
const FEWEST = 3;
/** In seconds, for compilers and caches. */
const WARM_UP = 0.5;
/** Of a turn's steps, so many are taken before the clock starts: the others have had the caches meanwhile. */
const LEAD = 0.1;

/** A contestant that takes part, with the seconds that one step took, turn by turn. */
export interface Runner {
  readonly contestant: Contestant;
  readonly secondsPerStep: number[];
}

interface Pace {
  readonly lead: number;
  readonly count: number;
  readonly rounds: number;
}

/**
 * Measures everybody in turns, so that whatever the machine does meanwhile happens to all of them.
 * @param seconds timed for each contestant
 * @param failed told of a runner that no longer answers; its turns are over
 */
export async function measure(
  runners: readonly Runner[],
  seconds: number,
  failed: (runner: Runner, error: Error) => void,
): Promise<void> {
  const paces = new Map<Runner, Pace>();
  const stop = (runner: Runner) => (error: Error) => {
    paces.delete(runner);
    failed(runner, error);
  };
  for (const runner of runners) {
    await warmUp(runner.contestant, seconds / ROUNDS).then((pace) => paces.set(runner, pace), stop(runner));
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const i of permutation(runners.length, randomStream(round))) {
      const pace = paces.get(runners[i]);
      if (pace && hasTurn(round, pace)) await turn(runners[i], pace).catch(stop(runners[i]));
    }
  }
}

async function turn({ contestant, secondsPerStep }: Runner, { lead, count }: Pace): Promise<void> {
  const { seconds } = await contestant.ask("step", { lead, count });
  secondsPerStep.push(seconds / count);
}

/** Who has fewer turns has them spread over all rounds. */
function hasTurn(round: number, { rounds }: Pace): boolean {
  return Math.floor(((round + 1) * rounds) / ROUNDS) > Math.floor((round * rounds) / ROUNDS);
}

/** Runs until it runs as fast as it will, and finds out how many steps make a turn. */
async function warmUp(contestant: Contestant, turnSeconds: number): Promise<Pace> {
  let count = 1;
  for (let spent = 0; ; ) {
    const { seconds } = await contestant.ask("step", { lead: 0, count });
    spent += seconds;
    const perStep = seconds / count;
    const wanted = Math.max(1, Math.round(turnSeconds / perStep));
    if (spent >= WARM_UP && count >= wanted / 2) {
      const affordable = Math.round((turnSeconds * ROUNDS) / (wanted * perStep));
      return {
        lead: wanted > 1 ? Math.ceil(LEAD * wanted) : 0,
        count: wanted,
        rounds: Math.min(ROUNDS, Math.max(FEWEST, affordable)),
      };
    }
    // no more than eight times as many: the first steps are slow
    count = Math.min(wanted, 8 * count);
  }
}
