import { type Answers, classesIn } from "./classes.ts";

/**
 * How likely a sample of a class gets a larger output than one that is not, equal ones counting half: the area under
 * the ROC curve. Of several outputs the mean over the classes, each against the rest; undefined where a class has no
 * samples, or all of them.
 */
export function aucOf(answers: Answers): number | undefined {
  const { outputs, predictions } = answers;
  const right = classesIn(answers.targets, answers);
  let sum = 0;
  for (let j = 0; j < outputs; j++) {
    const label = outputs === 1 ? 1 : j;
    const said = Float64Array.from(right, (_, row) => predictions[row * outputs + j]);
    const area = areaOf(said, (row) => right[row] === label);
    if (area === undefined) return undefined;
    sum += area;
  }
  return sum / outputs;
}

/** By ranks (Mann, Whitney, 1947). */
function areaOf(said: Float64Array, isYes: (row: number) => boolean): number | undefined {
  const order = Array.from(said.keys()).sort((a, b) => said[a] - said[b]);
  let ranks = 0;
  let yes = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && said[order[to]] === said[order[from]]) to++;
    const rank = (from + 1 + to) / 2;
    for (const row of order.slice(from, to)) {
      if (!isYes(row)) continue;
      ranks += rank;
      yes++;
    }
    from = to;
  }
  const no = order.length - yes;
  return yes === 0 || no === 0 ? undefined : (ranks - (yes * (yes + 1)) / 2) / (yes * no);
}
