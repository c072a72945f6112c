import {
  foldsOf,
  formatNumber,
  InputError,
  type MetricName,
  type Metrics,
  metricNames,
  metricsOf,
  spreadOf,
  trainEpochs,
} from "../index.ts";
import { loadExample } from "../node/index.ts";
import { metricText } from "./metrics.ts";
import { type Overrides, prepareNetwork } from "./prepare.ts";
import { GLANCE } from "./summary.ts";

/** What came of training once for each of several parts of the data, set aside as a test. */
interface Folds {
  readonly k: number;
  readonly seed: number;
  readonly folds: readonly { readonly train: Metrics; readonly test: Metrics; readonly steps: number }[];
}

/** How many steps are taken in one call of the backend. */
const STEPS_AT_ONCE = 256;

/**
 * k-fold cross-validation: the parts are drawn with the example's seed, and so are the weights, anew for each. A test
 * of the example's own is left out of it.
 * @throws InputError where there are fewer samples than parts
 */
export async function trainFolds(file: string, k: number, overrides: Overrides): Promise<Folds> {
  const loaded = await loadExample(file);
  const { testFraction: _, test: __, ...rest } = loaded;
  const seed = overrides.seed ?? loaded.example.training.seed;
  const { rows: samples } = loaded.train;
  if (k > samples) throw new InputError(`--folds: expected at most ${samples} (one per sample), found ${k}`);
  const folds = foldsOf(loaded.train, loaded.encoding.label.name, k, seed).map((fold) => {
    const { example, data, session } = prepareNetwork({ ...rest, ...fold }, overrides);
    const { validation: ___, ...settings } = example.training;
    const options = { ...settings, ...(data.validation && { validation: data.validation }) };
    const training = trainEpochs(session, data.train, { ...options, stepsAtOnce: () => STEPS_AT_ONCE });
    while (!training.next().done);
    const measured = (part: typeof data.train) => metricsOf(session, part, example.training.metrics);
    return {
      train: measured(data.train),
      test: measured(data.test ?? data.train),
      steps: session.stepsTaken,
    };
  });
  return { k, seed, folds };
}

type Measured = MetricName | "loss";

function numbersOf({ folds }: Folds, part: "train" | "test", name: Measured): number[] {
  return folds.flatMap((fold) => {
    const value = fold[part][name];
    return typeof value === "number" ? [value] : [];
  });
}

const measured: readonly Measured[] = ["loss", ...metricNames];

/** Of each metric the mean over the folds, and the standard deviation. */
export function foldsToJson(folds: Folds): object {
  const summary = (part: "train" | "test") =>
    Object.fromEntries(
      measured.flatMap((name) => {
        const values = numbersOf(folds, part, name);
        return values.length > 0 ? [[name, spreadOf(values)]] : [];
      }),
    );
  return { ...folds, summary: { train: summary("train"), test: summary("test") } };
}

export function foldsText(folds: Folds): string {
  const rows = (["train", "test"] as const).map((part) => {
    const words = measured.flatMap((name) => {
      const values = numbersOf(folds, part, name);
      if (values.length === 0) return [];
      const { mean, deviation } = spreadOf(values);
      const text = (value: number) =>
        name === "loss" ? formatNumber(value, GLANCE) : metricText(name, value);
      return [`${name} ${text(mean)} ± ${text(deviation)}`];
    });
    return `${part.padEnd(5)}  ${words.join("     ")}`;
  });
  return [`${folds.k} folds, seed ${folds.seed}; mean ± standard deviation`, ...rows, ""].join("\n");
}
