import { type Answers, classCount, classesIn } from "./classes.ts";

/** How many samples of each class (a row) were taken for each class (a column). */
export function confusionOf(answers: Answers): number[][] {
  const size = classCount(answers);
  const counts = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const said = classesIn(answers.predictions, answers);
  const right = classesIn(answers.targets, answers);
  for (let row = 0; row < said.length; row++) counts[right[row]][said[row]]++;
  return counts;
}

export interface Rates {
  /** Of the samples that were taken for a class, the share that are of it. */
  readonly precision: number;
  /** Of the samples of a class, the share that were taken for it. */
  readonly recall: number;
  /** 2·precision·recall / (precision + recall) */
  readonly f1: number;
}

/**
 * Of two classes that share an output, for the second; of more, the mean over the classes that occur or were said
 * (macro). A share of nothing is 0.
 */
export function ratesOf(answers: Answers): Rates {
  const counts = confusionOf(answers);
  const of = counts.map((row, k): Rates & { seen: boolean } => {
    const right = row[k];
    const occur = row.reduce((sum, count) => sum + count, 0);
    const said = counts.reduce((sum, other) => sum + other[k], 0);
    const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
    return {
      precision: share(right, said),
      recall: share(right, occur),
      f1: share(2 * right, said + occur),
      seen: said + occur > 0,
    };
  });
  if (answers.outputs === 1) return of[1];
  const seen = of.filter((rates) => rates.seen);
  const mean = (key: keyof Rates) => seen.reduce((sum, rates) => sum + rates[key], 0) / seen.length;
  return { precision: mean("precision"), recall: mean("recall"), f1: mean("f1") };
}
