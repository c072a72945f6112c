import type { History, Progress } from "../index.ts";
import type { Curves } from "./chart.ts";

/** The losses so far, by epochs. */
export function curvesOf(history: History, { batches }: Pick<Progress, "batches">): Curves {
  const { losses, stepsEach, epochs } = history;
  return {
    training: losses.map((y, i) => ({ x: ((i + 0.5) * stepsEach) / batches, y })),
    validation: epochs.flatMap(({ epoch, validation }) =>
      validation === undefined ? [] : [{ x: epoch, y: validation }],
    ),
  };
}
