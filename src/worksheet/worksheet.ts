import type { Executed } from "../autodiff/executed.ts";
import { type Explanation, explain } from "../explain/explain.ts";
import type { Expr } from "../graph/expression.ts";
import { InputError } from "../tensor/error.ts";
import { randomStream } from "../tensor/random.ts";
import { answerText, fixed } from "./answer.ts";
import { type Difficulty, styles } from "./blanks.ts";
import { type Chosen, drawExercise, needsOf, sourceOf } from "./drafts.ts";
import { type ExerciseExample, exampleToYaml } from "./example.ts";
import { formulaOf, stepOf } from "./formula.ts";
import { givensOf } from "./givens.ts";
import type { Tolerance } from "./marking.ts";
import { isSame, numberOf } from "./numbers.ts";
import { digitsShown } from "./objections.ts";

export interface WorksheetOptions {
  readonly count: number;
  readonly seed: number;
  readonly difficulty: Difficulty;
  /** Digits asked behind the point. Default: 4. */
  readonly decimals?: number;
  /** Works an example out. */
  execute(example: ExerciseExample): Executed;
}

/** A number that is to be filled in. */
export interface Blank {
  /** `net_h1`, `∂E/∂w1`, `w1⁺` */
  readonly id: string;
  /** How it is calculated, over the names of quantities. */
  readonly formula: Expr<string>;
  readonly exact: number;
  readonly printed: string;
  /** What the checker accepts, where all other numbers on the sheet are right. */
  readonly tolerance: Tolerance;
}

/** An example with fresh numbers, and what is asked of it. */
export interface Exercise {
  /** From 1. */
  readonly number: number;
  readonly example: ExerciseExample;
  /** The given numbers by name: inputs, parameters, targets, and what the update needs. */
  readonly givens: ReadonlyMap<string, number>;
  /** Steps of the calculation that are shown, as they are printed. */
  readonly shown: ReadonlyMap<string, string>;
  readonly blanks: readonly Blank[];
  /** The derivations of all that is asked. */
  readonly explanation: Explanation;
}

export interface Worksheet {
  readonly difficulty: Difficulty;
  readonly seed: number;
  readonly decimals: number;
  readonly exercises: readonly Exercise[];
}

const MAX_EXERCISES = 1000;
/** Keys of the random numbers. */
const DRAWS = 61;

/**
 * Variants of an example for people to work out, with numbers that are pleasant to calculate with: no neuron dead or
 * saturated, and answers that differ from one another, from what common mistakes give, and by rounding as by cutting.
 * The same seed gives the same worksheet.
 * @throws InputError where the example is too large, or no such numbers are found
 */
export function makeWorksheet(example: ExerciseExample, options: WorksheetOptions): Worksheet {
  const { count, seed, difficulty, decimals = 4, execute } = options;
  if (!Number.isInteger(count) || count < 1 || count > MAX_EXERCISES)
    throw new InputError(`expected 1 to ${MAX_EXERCISES} exercises, found ${count}`);
  if (!Number.isInteger(decimals) || decimals < 1 || decimals > 10)
    throw new InputError(`expected 1 to 10 decimals, found ${decimals}`);
  const source = sourceOf(example, { difficulty, decimals, execute });
  const used = new Set<string>();
  const exercises = Array.from({ length: count }, (_, i): Exercise => {
    const chosen = drawExercise(source, used, (draw) => randomStream(seed, DRAWS, i, draw), i + 1);
    used.add(exampleToYaml(chosen.example));
    return exerciseOf(chosen, difficulty, i + 1);
  });
  return { difficulty, seed, decimals, exercises };
}

function exerciseOf(
  { example, draft, asked, executed, tolerances }: Chosen,
  difficulty: Difficulty,
  number: number,
): Exercise {
  const { steps: all } = explain(executed, ["all"], { style: styles[difficulty] });
  const blanks = draft.blanks.map((id): Blank => {
    const step = stepOf(id, all);
    const drafted = numberOf(id, draft.values);
    const tolerance = tolerances.get(id);
    if (!tolerance || !isSame(step.value, drafted))
      throw new Error(`${id}: worked out as ${drafted}, executed as ${step.value}`);
    const printed = answerText(step.value, draft.decimals);
    return { id, formula: formulaOf(step, all), exact: step.value, printed, tolerance };
  });
  const needed = needsOf(draft.blanks, all);
  const further = [...all.values()].filter(({ id, rule }) => rule === "given" && needed.has(id));
  return {
    number,
    example,
    givens: new Map([
      ...givensOf(executed),
      ...further.map(({ id, value }): [string, number] => [id, value]),
    ]),
    shown: new Map(
      [...draft.shown].map((id): [string, string] => [
        id,
        fixed(stepOf(id, all).value, digitsShown(id, draft)),
      ]),
    ),
    blanks,
    explanation: explain(executed, asked, { style: styles[difficulty] }),
  };
}
