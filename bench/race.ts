import { join } from "node:path";
import { deviation, type Expected, expectedOf, tolerances } from "./agreement.ts";
import { Contestant } from "./contestant.ts";
import type { Entrant } from "./entrants.ts";
import { readParameters, writeProblem } from "./exchange.ts";
import { measure, type Runner } from "./measure.ts";
import { type Problem, trainedOf } from "./problem.ts";
import { type Attempt, labelOf } from "./results.ts";

interface RaceOptions {
  /** Timed for each. */
  readonly seconds: number;
  /** For files that processes hand to each other. */
  readonly folder: string;
  /** Told what is going on. */
  readonly say: (text: string) => void;
}

/** A problem as it is handed over, and what should come of it. */
interface Task {
  readonly problem: Problem;
  readonly folder: string;
  readonly expected: Expected;
}

/** Lets everybody take on one problem: results are compared first, then those that agree are timed in turns. */
export async function race(
  problem: Problem,
  entrants: readonly Entrant[],
  { seconds, folder, say }: RaceOptions,
): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  const runners = new Map<Runner, Attempt>();
  const tasks = new Map<boolean, Task>();
  try {
    for (const entrant of entrants) {
      const width = entrant.competitor.widths[problem.id];
      if (!width) continue;
      const { alwaysTrainsBiases } = entrant.competitor;
      const trainsFrozenBiases = alwaysTrainsBiases && !problem.trainsBiases;
      const attempt: Attempt = { entrant, width, trainsFrozenBiases, secondsPerStep: [] };
      attempts.push(attempt);
      const contestant = new Contestant(entrant.command, entrant.threads);
      const task = await taskFor(problem.trainsBiases || alwaysTrainsBiases);
      try {
        attempt.deviation = await check(contestant, entrant, task);
        if (attempt.deviation > tolerances[width]) {
          attempt.fault = `disagrees with the reference by ${attempt.deviation.toExponential(1)}, more than ${tolerances[width]}: not timed`;
        }
      } catch (error) {
        attempt.fault = (error as Error).message;
      }
      say(`${problem.id}  ${labelOf(entrant)}: ${attempt.fault ?? "agrees"}`);
      if (attempt.fault === undefined) {
        runners.set({ contestant, secondsPerStep: attempt.secondsPerStep }, attempt);
      } else contestant.end();
    }
    say(`${problem.id}  timing ${runners.size} of ${attempts.length}`);
    await measure([...runners.keys()], seconds, (runner, error) => {
      (runners.get(runner) as Attempt).fault = error.message;
    });
    return attempts;
  } finally {
    for (const { contestant } of runners.keys()) contestant.end();
  }

  async function taskFor(trainsBiases: boolean): Promise<Task> {
    const known = tasks.get(trainsBiases);
    if (known) return known;
    const variant = { ...problem, trainsBiases };
    const own = join(folder, `${problem.id}-${trainsBiases ? "all" : "weights"}`);
    writeProblem(own, variant);
    const task = { problem: variant, folder: own, expected: await expectedOf(variant) };
    tasks.set(trainsBiases, task);
    return task;
  }
}

/** Prepares a contestant, has it train a little, and says by how much it is off. */
async function check(
  contestant: Contestant,
  { competitor, threads }: Entrant,
  { problem, folder, expected }: Task,
): Promise<number> {
  await contestant.ask("prepare", { competitor: competitor.id, problem: folder, threads });
  // in two parts: who cannot go on from where it stopped must not pass
  await contestant.ask("step", { lead: 1, count: problem.checkedAfter - 1 });
  const to = join(folder, "read");
  const { loss } = await contestant.ask("read", { to });
  return deviation(expected, readParameters(to, trainedOf(problem).length), loss);
}
