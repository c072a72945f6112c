import { exampleToYaml } from "./example.ts";
import type { Tolerance } from "./marking.ts";
import { formulaText } from "./render.ts";
import type { Exercise, Worksheet } from "./worksheet.ts";

/** A worksheet as plain data, in the order of its exercises. */
export interface WorksheetJson {
  readonly difficulty: string;
  readonly seed: number;
  readonly decimals: number;
  readonly exercises: readonly ExerciseJson[];
}

export interface ExerciseJson {
  readonly number: number;
  /** The text of an example file in YAML. */
  readonly example: string;
  readonly givens: Readonly<Record<string, number>>;
  /** As they are printed. */
  readonly shown: Readonly<Record<string, string>>;
  readonly blanks: readonly BlankJson[];
}

export interface BlankJson {
  readonly id: string;
  readonly formula: string;
  readonly exact: number;
  readonly printed: string;
  readonly tolerance: Tolerance;
}

export function worksheetToJson({ difficulty, seed, decimals, exercises }: Worksheet): WorksheetJson {
  return { difficulty, seed, decimals, exercises: exercises.map(exerciseOf) };
}

function exerciseOf({ number, example, givens, shown, blanks }: Exercise): ExerciseJson {
  return {
    number,
    example: exampleToYaml(example),
    givens: Object.fromEntries(givens),
    shown: Object.fromEntries(shown),
    blanks: blanks.map((blank) => {
      const { id, exact, printed, tolerance } = blank;
      return { id, formula: formulaText(blank), exact, printed, tolerance };
    }),
  };
}
