/** How long a call of the backend should take, in milliseconds: long enough to be worth it, short for Ctrl-C. */
const SHORTEST = 10;
const LONGEST = 30;
/** Of one call; a run of more steps would need memory for their batches. */
const MOST_STEPS = 1 << 20;

/** How many steps the backend takes in one call, as fast as it turns out to be. */
export interface Pace {
  readonly steps: number;
  /** A call has just ended. */
  called(now: number): void;
  /** The next call begins now: what was done since the last one took none of its time. */
  goesOn(now: number): void;
}

/** @param started when the first call begins, in milliseconds */
export function paceFrom(started: number): Pace {
  let steps = 1;
  let last = started;
  return {
    get steps() {
      return steps;
    },
    goesOn(now) {
      last = now;
    },
    called(now) {
      const took = now - last;
      last = now;
      if (took < SHORTEST) steps = Math.min(MOST_STEPS, 4 * steps);
      else if (took > LONGEST) steps = Math.max(1, steps >> 1);
    },
  };
}
