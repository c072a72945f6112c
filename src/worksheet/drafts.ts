import type { Executed } from "../autodiff/executed.ts";
import { type Explanation, explain } from "../explain/explain.ts";
import { refsOf } from "../graph/expression.ts";
import { InputError } from "../tensor/error.ts";
import type { Random } from "../tensor/random.ts";
import { chooseBlanks, type Difficulty, styles } from "./blanks.ts";
import { drawExample, type Sizes } from "./draw.ts";
import { type ExerciseExample, exampleToYaml, oneSample } from "./example.ts";
import { formulaOf, stepOf } from "./formula.ts";
import { givensOf } from "./givens.ts";
import { type Tolerance, tolerancesOf } from "./marking.ts";
import { atRandom, isSame, numberOf, numbersOf, workOut } from "./numbers.ts";
import { type Draft, objectionTo } from "./objections.ts";

const MAX_NUMBERS = 150;
const MAX_DRAWS = 20_000;
/** After so many draws of numbers like those of the example, smaller ones are tried. */
const DRAWS_ALIKE = 4000;

/** What all variants have in common. */
export interface Source {
  readonly example: ExerciseExample;
  readonly difficulty: Difficulty;
  readonly decimals: number;
  /** Works an example out. */
  execute(example: ExerciseExample): Executed;
  /** With every derivation, on numbers that do not matter. */
  readonly explanation: Explanation;
  /** The names of the numbers of the example, in order. */
  readonly names: readonly string[];
}

/** @throws InputError where the example is too large */
export function sourceOf(
  example: ExerciseExample,
  settings: Pick<Source, "difficulty" | "decimals" | "execute">,
): Source {
  const executed = settings.execute(oneSample(example));
  const names = [...givensOf(executed).keys()];
  if (names.length === 0)
    throw new InputError("expected an example with numbers to calculate with, found none");
  if (names.length > MAX_NUMBERS)
    throw new InputError(
      `expected an example that can be worked out by hand, of at most ${MAX_NUMBERS} numbers, found ${names.length}`,
    );
  return {
    ...settings,
    example,
    names,
    explanation: explain(executed, ["all"], { style: styles[settings.difficulty] }),
  };
}

/** Numbers that an example might have. */
interface Drawn {
  readonly example: ExerciseExample;
  readonly draft: Draft;
  /** What is to be explained. */
  readonly asked: readonly string[];
}

/** Numbers that suit, worked out. */
export interface Chosen extends Drawn {
  readonly executed: Executed;
  /** Of what is asked, by id. */
  readonly tolerances: ReadonlyMap<string, Tolerance>;
}

/**
 * Draws numbers until they suit.
 * @param used texts of examples that are taken
 * @throws InputError that says what stood in the way
 */
export function drawExercise(
  source: Source,
  used: ReadonlySet<string>,
  streamOf: (draw: number) => Random,
  number: number,
): Chosen {
  const times = new Map<string, number>();
  const object = (objection: string) => times.set(objection, (times.get(objection) ?? 0) + 1);
  for (let draw = 0; draw < MAX_DRAWS; draw++) {
    const drawn = draftOf(source, draw < DRAWS_ALIKE ? "alike" : "small", streamOf(draw));
    const isUsed = used.has(exampleToYaml(drawn.example));
    const objection = isUsed ? "they were those of an exercise before" : objectionTo(drawn.draft);
    if (objection !== undefined) {
      object(objection);
      continue;
    }
    // to work an example out is dear, so the checker is asked last
    const executed = source.execute(drawn.example);
    const tolerances = tolerancesOf(executed, drawn.draft);
    if (tolerances) return { ...drawn, executed, tolerances };
    object("a number next to an answer could follow from rounded numbers before it");
  }
  const [[objection]] = [...times].sort(([, a], [, b]) => b - a);
  throw new InputError(
    `exercise ${number}: expected numbers that suit, found none in ${MAX_DRAWS} draws, most often because ${objection}   ask for other digits, or for something else`,
  );
}

function draftOf(
  { example, difficulty, decimals, explanation, names }: Source,
  sizes: Sizes,
  random: Random,
): Drawn {
  const drawn = drawExample(example, sizes, random);
  const { blanks: chosen, names: asked } = chooseBlanks(explanation, difficulty, random);
  const { steps } = explanation;
  const numbers = numbersOf(drawn);
  const given = new Map(names.map((name, i) => [name, numbers[i]]));
  const values = workOut(steps, (id, value) => given.get(id) ?? value);
  const generic = atRandom(steps, values, random);
  const isOne = (id: string) => isSame(numberOf(id, generic), 1) && isSame(numberOf(id, values), 1);
  const blanks = distinct(chosen, explanation, generic).filter((id) => !isOne(id));
  const isAnswer = (id: string) =>
    blanks.some((blank) => isSame(numberOf(blank, generic), numberOf(id, generic)));
  const shown = new Set(
    [...shownBefore(explanation, blanks), ...mentioned(blanks, steps)].filter((id) => !isAnswer(id)),
  );
  return { example: drawn, asked, draft: { steps, values, generic, blanks, shown, decimals } };
}

/**
 * Of values that are the same by nature, or of derivatives, only the last; an update is asked with what it begins
 * with.
 */
function distinct(
  ids: readonly string[],
  { steps }: Explanation,
  generic: ReadonlyMap<string, number>,
): string[] {
  const isForward = (id: string) => stepOf(id, steps).isForward;
  const repeats = (other: string, id: string) =>
    isForward(other) === isForward(id) &&
    !other.includes("⁺") &&
    isSame(numberOf(other, generic), numberOf(id, generic));
  return ids.filter((id, i) => !ids.slice(i + 1).some((other) => repeats(other, id)));
}

/** Of the forward pass what comes before the first blank, as far as the calculation needs it. */
function shownBefore({ forward, steps }: Explanation, blanks: readonly string[]): string[] {
  const ids = forward.flat();
  const end = ids.findIndex((id) => blanks.includes(id));
  const needed = needsOf(blanks, steps);
  return (end < 0 ? ids : ids.slice(0, end)).filter((id) => needed.has(id));
}

/** What is calculated, and mentioned by how the blanks are calculated. */
function mentioned(blanks: readonly string[], steps: Explanation["steps"]): string[] {
  return blanks
    .flatMap((id) => refsOf(formulaOf(stepOf(id, steps), steps)))
    .filter((id) => stepOf(id, steps).rule !== "given");
}

/** All that these steps are calculated from, themselves included. */
export function needsOf(ids: readonly string[], steps: Explanation["steps"]): Set<string> {
  const needed = new Set<string>();
  const visit = (id: string): void => {
    if (needed.has(id)) return;
    needed.add(id);
    stepOf(id, steps).uses.forEach(visit);
  };
  ids.forEach(visit);
  return needed;
}
