import type { Statistics } from "./scale.ts";

/** The statistics of numbers that come one by one (Welford, "Note on a method for calculating corrected sums", 1962). */
export class RunningStatistics {
  #count = 0;
  #low = Number.POSITIVE_INFINITY;
  #high = Number.NEGATIVE_INFINITY;
  #mean = 0;
  #squares = 0;

  /** NaN is left out. */
  add(value: number): void {
    if (Number.isNaN(value)) return;
    this.#count++;
    if (value < this.#low) this.#low = value;
    if (value > this.#high) this.#high = value;
    const difference = value - this.#mean;
    this.#mean += difference / this.#count;
    this.#squares += difference * (value - this.#mean);
  }

  /** Of all columns that were added to at the same time, a number each. */
  static of(columns: readonly RunningStatistics[]): Statistics {
    return {
      count: columns.map((column) => column.#count),
      low: columns.map((column) => column.#low),
      high: columns.map((column) => column.#high),
      mean: columns.map((column) => column.#mean),
      deviation: columns.map((column) => Math.sqrt(column.#squares / column.#count)),
    };
  }
}
