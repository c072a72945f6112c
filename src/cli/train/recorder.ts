import { type EpochsProgress, layerNumbers, type MetricName, metricsOf } from "../../index.ts";
import type { LayersLine, MetricsLine, RunFolder } from "../../node/index.ts";
import { batchesOf, type Prepared } from "../prepare.ts";

/** A run has about so many lines of metrics at the most, */
const LINES = 1000;
/** and so many moments at which it is written down where the numbers of its layers lie. */
const MOMENTS = 20;
/** Up to this many samples, the training part is measured for each line where there is no validation part. */
const SAMPLES_MEASURED = 2000;

/** Losses since the last line: plain data. */
export interface RecordedSoFar {
  readonly sum: number;
  readonly steps: number;
}

/** Writes down how a training goes, at the ends of epochs. */
export class Recorder {
  readonly #prepared: Prepared;
  readonly #folder: RunFolder;
  /** Steps in an epoch. */
  readonly batches: number;
  #sum: number;
  #steps: number;

  constructor(prepared: Prepared, folder: RunFolder, from: RecordedSoFar = { sum: 0, steps: 0 }) {
    this.#prepared = prepared;
    this.#folder = folder;
    this.batches = batchesOf(prepared);
    this.#sum = from.sum;
    this.#steps = from.steps;
  }

  soFar(): RecordedSoFar {
    return { sum: this.#sum, steps: this.#steps };
  }

  /** In so many steps the next line is due; a call of the backend must not take more. */
  stepsToNext(taken: number): number {
    return Math.min(toMultiple(taken, this.#every(LINES)), toMultiple(taken, this.#every(MOMENTS)));
  }

  /** @param seconds spent on training so far */
  async before(): Promise<void> {
    await this.#folder.layers.add([this.#layersLine(0, 0)]);
  }

  async after({ epoch, batch, batches, losses, ended }: EpochsProgress, seconds: number): Promise<void> {
    for (const loss of losses) this.#sum += loss;
    this.#steps += losses.length;
    const step = (epoch - 1) * batches + batch;
    if (step % this.#every(LINES) === 0) {
      const line: MetricsLine = {
        step,
        epoch,
        loss: this.#sum / this.#steps,
        ...(ended?.validation !== undefined && { validation: ended.validation }),
        ...this.#measured(),
        seconds: Math.round(seconds * 1000) / 1000,
      };
      this.#sum = 0;
      this.#steps = 0;
      await this.#folder.metrics.add([line]);
    }
    if (step % this.#every(MOMENTS) === 0) await this.#folder.layers.add([this.#layersLine(step, epoch)]);
  }

  #every(times: number): number {
    return Math.max(1, Math.ceil(this.#prepared.example.training.epochs / times)) * this.batches;
  }

  #layersLine(step: number, epoch: number): LayersLine {
    const { session, data } = this.#prepared;
    return { step, epoch, layers: layerNumbers(session, data.train) };
  }

  /** The metrics that are one number, of the validation part, or of the training part where that takes little time. */
  #measured(): Partial<Pick<MetricsLine, "metrics" | "of">> {
    const { example, data, session } = this.#prepared;
    const names = example.training.metrics.filter((name): name is MetricName => name !== "confusion");
    const isSmall = data.train.inputs.shape[0] <= SAMPLES_MEASURED;
    const samples = data.validation ?? (isSmall ? data.train : undefined);
    if (names.length === 0 || !samples) return {};
    const measured = metricsOf(session, samples, names);
    const numbers = names.flatMap((name) => {
      const value = measured[name];
      return typeof value === "number" && Number.isFinite(value) ? [[name, value]] : [];
    });
    return { metrics: Object.fromEntries(numbers), of: data.validation ? "validation" : "train" };
  }
}

/** How many steps it is to the next multiple of a number of steps. */
export function toMultiple(taken: number, of: number): number {
  return of - (taken % of);
}
