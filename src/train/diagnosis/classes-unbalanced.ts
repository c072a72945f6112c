import { classesOfLoss } from "../../nn/losses/terms.ts";
import { lossOf, lossSettings } from "../../nn/losses.ts";
import type { Samples } from "../../nn/samples.ts";
import type { Check } from "./check.ts";
import type { Look } from "./look.ts";

/** One in twenty: whoever never says this class is right nineteen times out of twenty. */
const RATIO = 0.05;
const FEWEST_SAMPLES = 40;
/** Beside one of the rare class, so that its share of the gradient is to be seen. */
const OTHERS = 4;

/** A class is rare beside the commonest, and nothing makes up for it. Measured: how many there are for each of those. */
export const classesUnbalanced: Check = {
  kind: "classes-unbalanced",
  on: "data",
  find({ samples, session, look }) {
    const { loss } = session.options.model;
    const { targets } = samples;
    const [rows, outputs] = targets.shape;
    const classes = classesOfLoss(lossOf(loss), outputs);
    if (classes === undefined || rows < FEWEST_SAMPLES || lossSettings(loss).classWeights) return [];
    const counts = new Array<number>(classes).fill(0);
    for (let row = 0; row < rows; row++) counts[classOf(samples, row)]++;
    const rare = counts.indexOf(Math.min(...counts));
    const most = Math.max(...counts);
    if (counts[rare] >= RATIO * most) return [];
    const seen = rowsOf(samples, rare);
    const bias = biasOf(look, outputs === 1 ? 0 : rare);
    return [
      {
        about: [samples.classes?.[rare] ?? `${outputs === 1 ? rare : rare + 1}`],
        count: counts[rare],
        among: rows,
        measured: counts[rare] / most,
        threshold: RATIO,
        advice: ["class-weights", "more-data", "other-metric"],
        ...(bias !== undefined && { shownBy: { of: [bias], rows: seen } }),
      },
    ];
  },
};

function classOf({ targets: { shape, values } }: Samples, row: number): number {
  const [, outputs] = shape;
  if (outputs === 1) return values[row] > 0.5 ? 1 : 0;
  let largest = 0;
  for (let j = 1; j < outputs; j++) {
    if (values[row * outputs + j] > values[row * outputs + largest]) largest = j;
  }
  return largest;
}

/** One sample of the class, where there is one, and the first of the others. */
function rowsOf(samples: Samples, rare: number): number[] {
  const all = Array.from({ length: samples.targets.shape[0] }, (_, row) => row);
  const isRare = (row: number) => classOf(samples, row) === rare;
  return [...all.filter(isRare).slice(0, 1), ...all.filter((row) => !isRare(row)).slice(0, OTHERS)];
}

/** The bias of an output; where it has none there is no one number that all samples pull at. */
function biasOf({ training }: Look, output: number): string | undefined {
  const { graph, parameters, prediction } = training;
  const [, outputs] = prediction.shape;
  const last = parameters[parameters.length - 1];
  return last?.shape.length === 1 && last.shape[0] === outputs
    ? graph.elementName(last.id, [output])
    : undefined;
}
