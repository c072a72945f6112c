import type { EpochEnd } from "../epochs.ts";

/** Above this many, neighbours are made one. */
const MOST_BINS = 256;
/** Batches differ; the mean of so many is taken for the loss, or of an epoch where it has fewer. */
const WINDOW = 50;

/** The losses of a training so far, in little memory. */
export interface History {
  readonly steps: number;
  /** Means over as many steps as make the luck of a batch small, in order; as they were before each step. */
  readonly losses: readonly number[];
  /** Of how many steps each of them is the mean. */
  readonly stepsEach: number;
  /** Those that were measured at the ends of epochs. */
  readonly epochs: readonly EpochEnd[];
}

/** A history in the middle of a training, without the epochs: plain data, to go on from. */
export interface LossesSoFar {
  readonly steps: number;
  readonly bins: readonly number[];
  readonly width: number;
  readonly sum: number;
  readonly summed: number;
}

const NONE: LossesSoFar = { steps: 0, bins: [], width: 1, sum: 0, summed: 0 };

export class LossHistory implements History {
  readonly #window: number;
  #bins: number[];
  #width: number;
  #sum: number;
  #summed: number;
  /** Of what has been added by now, where somebody has asked. */
  #losses: readonly number[] | undefined;
  steps: number;
  readonly epochs: EpochEnd[];

  /** @param batches in an epoch */
  constructor(batches: number, from: LossesSoFar = NONE, epochs: readonly EpochEnd[] = []) {
    this.#window = Math.min(batches, WINDOW);
    this.#bins = [...from.bins];
    this.#width = from.width;
    this.#sum = from.sum;
    this.#summed = from.summed;
    this.steps = from.steps;
    this.epochs = [...epochs];
  }

  soFar(): LossesSoFar {
    return {
      steps: this.steps,
      bins: [...this.#bins],
      width: this.#width,
      sum: this.#sum,
      summed: this.#summed,
    };
  }

  add(losses: ArrayLike<number>): void {
    this.steps += losses.length;
    for (let from = 0; from < losses.length; ) {
      const to = Math.min(losses.length, from + this.#width - this.#summed);
      this.#summed += to - from;
      for (; from < to; from++) this.#sum += losses[from];
      if (this.#summed === this.#width) this.#endBin();
    }
    this.#losses = undefined;
  }

  get stepsEach(): number {
    return Math.ceil(this.#window / this.#width) * this.#width;
  }

  get losses(): readonly number[] {
    this.#losses ??= this.#means();
    return this.#losses;
  }

  #means(): number[] {
    const size = this.stepsEach / this.#width;
    const means: number[] = [];
    for (let from = 0; from + size <= this.#bins.length; from += size) {
      means.push(mean(this.#bins.slice(from, from + size)));
    }
    return means;
  }

  #endBin(): void {
    this.#bins.push(this.#sum / this.#width);
    this.#sum = 0;
    this.#summed = 0;
    if (this.#bins.length === MOST_BINS) this.#halve();
  }

  #halve(): void {
    this.#bins = Array.from(
      { length: MOST_BINS / 2 },
      (_, i) => (this.#bins[2 * i] + this.#bins[2 * i + 1]) / 2,
    );
    this.#width *= 2;
  }
}

/** The first loss, the last, the lowest, and by how much one may say that it moved. */
export interface Course {
  readonly first: number;
  readonly last: number;
  readonly lowest: number;
}

export function courseOf({ losses }: History): Course {
  return { first: losses[0], last: losses[losses.length - 1], lowest: Math.min(...losses) };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
