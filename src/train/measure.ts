import { blocksOf, countOf, isBlocked, type SampleSet } from "../data/blocks.ts";
import type { Session } from "./session.ts";

/** The loss of samples, however many, with the parameters as they are. */
export function lossOf(session: Session, set: SampleSet): number {
  if (!isBlocked(set)) return session.measure(set).loss;
  const sum = new LossSum(session, countOf(set));
  for (const samples of blocksOf(set)) sum.add(session.measure(samples), samples.inputs.shape[0]);
  return sum.loss;
}

/** Adds up what blocks of samples measure to the loss of all of them. */
export class LossSum {
  readonly #session: Session;
  readonly #count: number;
  #data = 0;
  #penalty = 0;

  /** @param count how many samples there are in all */
  constructor(session: Session, count: number) {
    this.#session = session;
    this.#count = count;
  }

  add({ loss, dataLoss }: { readonly loss: number; readonly dataLoss: number }, samples: number): void {
    const { reduction, regularization } = this.#session.options.model;
    const share = samples / this.#count;
    this.#data += reduction === "sum" ? dataLoss : share * dataLoss;
    // what keeps the weights small is there once, however many blocks there are
    const added = loss - dataLoss;
    this.#penalty = regularization?.reduction === "mean" ? share * added : added;
  }

  get loss(): number {
    return this.#data + this.#penalty;
  }
}
