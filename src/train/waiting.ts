import type { ScheduleSpec } from "../nn/schedules.ts";
import type { EarlyStopping } from "../nn/training.ts";

/** Counts epochs without a lower loss. */
function waiting(minDelta: number): (loss: number) => number {
  let lowest = Number.POSITIVE_INFINITY;
  let waited = 0;
  return (loss) => {
    const isLower = loss < lowest - minDelta;
    if (isLower) lowest = loss;
    waited = isLower ? 0 : waited + 1;
    return waited;
  };
}

/** Says how often the learning rate has to be lowered by now: after `patience` epochs without a lower loss. */
export function dropsOf({
  patience = 10,
  minDelta = 0,
}: Extract<ScheduleSpec, { name: "plateau" }>): (loss: number) => number {
  const wait = waiting(minDelta);
  let drops = 0;
  let from = 0;
  return (loss) => {
    const waited = wait(loss);
    if (waited === 0) from = 0;
    if (waited - from > patience) {
      from = waited;
      drops++;
    }
    return drops;
  };
}

/** Looks out for the epoch with the lowest loss. */
export interface Lookout {
  /** Is it the best so far? */
  judge(epoch: number, loss: number): boolean;
  /** 0 before the first. */
  readonly best: number;
  /** So many epochs were no better that it should end. */
  readonly isOver: boolean;
}

export function lookoutOf({ patience, minDelta = 0 }: EarlyStopping): Lookout {
  const wait = waiting(minDelta);
  let best = 0;
  let waited = 0;
  return {
    judge(epoch, loss) {
      waited = wait(loss);
      if (waited === 0) best = epoch;
      return waited === 0;
    },
    get best() {
      return best;
    },
    get isOver() {
      return waited > 0 && waited >= patience;
    },
  };
}
