import { InputError, randomStream } from "../../index.ts";
import { drawn, type Setting, type Value } from "./settings.ts";

export const strategies = ["grid", "random", "halving"] as const;
export type Strategy = (typeof strategies)[number];

/** The values of one training, in the order of the settings. */
export type Choice = readonly Value[];

const MOST_TRIALS = 10_000;
/** What the numbers drawn with the seed are for. */
const TRIALS = 6;

/** @throws InputError where a grid has no end, or too many points */
export function choicesOf(
  settings: readonly Setting[],
  strategy: Strategy,
  { trials, seed }: { readonly trials: number; readonly seed: number },
): Choice[] {
  if (strategy === "grid") return gridOf(settings);
  return Array.from({ length: trials }, (_, trial) => {
    const random = randomStream(seed, TRIALS, trial);
    return settings.map((setting) => drawn(setting, random));
  });
}

function gridOf(settings: readonly Setting[]): Choice[] {
  const lists = settings.map(({ name, values }) => {
    if (values.kind === "list") return values.list;
    throw new InputError(
      `${name}: expected a list of values for a grid, found a range; --strategy random takes ranges`,
    );
  });
  const count = lists.reduce((product, { length }) => product * length, 1);
  if (count > MOST_TRIALS) {
    throw new InputError(
      `expected at most ${MOST_TRIALS} trainings, found a grid of ${count}; --strategy random tries some`,
    );
  }
  return lists.reduce<Choice[]>(
    (all, list) => all.flatMap((choice) => list.map((value) => [...choice, value])),
    [[]],
  );
}

/** So many go on to the next round, and for so many times its epochs. */
const FACTOR = 3;

/** How many trainings go on, and to which epoch. */
export interface Round {
  readonly kept: number;
  readonly epochs: number;
}

/**
 * Successive halving (Jamieson, Talwalkar, 2016), by thirds: all are trained a little, a third of them three times as long, and
 * so on; the last ones to the end. One round of all where nothing is halved.
 */
export function roundsOf(strategy: Strategy, trials: number, epochs: number): Round[] {
  if (strategy !== "halving") return [{ kept: trials, epochs }];
  const count = 1 + Math.floor(Math.log(trials) / Math.log(FACTOR) + 1e-9);
  return Array.from({ length: count }, (_, round) => ({
    kept: Math.max(1, Math.floor(trials / FACTOR ** round)),
    epochs: Math.max(1, Math.round(epochs / FACTOR ** (count - 1 - round))),
  }));
}
