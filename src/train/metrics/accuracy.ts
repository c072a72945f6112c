import { type Answers, classesIn } from "./classes.ts";

/** The share of samples whose class is right. */
export function accuracyOf(answers: Answers): number {
  const said = classesIn(answers.predictions, answers);
  const right = classesIn(answers.targets, answers);
  let count = 0;
  for (let row = 0; row < said.length; row++) if (said[row] === right[row]) count++;
  return count / said.length;
}

/** The share of samples whose class is among the k largest outputs; of equal outputs the first count. */
export function topOf(answers: Answers, k: number): number {
  const { outputs, predictions } = answers;
  const right = classesIn(answers.targets, answers);
  let count = 0;
  for (const [row, label] of right.entries()) {
    const said = predictions.subarray(row * outputs, (row + 1) * outputs);
    let before = 0;
    for (let j = 0; j < outputs; j++)
      if (said[j] > said[label] || (said[j] === said[label] && j < label)) before++;
    if (before < k) count++;
  }
  return count / right.length;
}
