import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Command, Option } from "commander";
import {
  type Backend,
  besideOrBelow,
  catalogues,
  DivergedError,
  type DType,
  en,
  type Finding,
  formatNumber,
  type Metrics,
  metricsOf,
  type Progress,
  referenceBackend,
  type Samples,
  type Session,
  type Trained,
  trainEpochs,
  wasmBackend,
  watchOver,
} from "../index.ts";
import { enableFastWasm, spawnThread } from "../node/index.ts";
import { curvesOf } from "./curves.ts";
import { trainingDisplay } from "./display.ts";
import { exitCodes } from "./exit-codes.ts";
import { foldsText, foldsToJson, trainFolds } from "./folds.ts";
import { confusionText, metricsText } from "./metrics.ts";
import { wholeNumber } from "./options.ts";
import { paceFrom } from "./pace.ts";
import { type Prepared, prepare } from "./prepare.ts";
import {
  counted,
  GLANCE,
  lossSummary,
  networkSummary,
  optimizerSummary,
  parameterSummary,
  titleOf,
} from "./summary.ts";
import { warningLine } from "./warnings.ts";

interface Options {
  readonly epochs?: number;
  readonly dtype?: DType;
  readonly seed?: number;
  readonly backend: "wasm" | "reference";
  readonly fma: boolean;
  readonly threads: number;
  readonly folds?: number;
  readonly json?: boolean;
}

/** Between looks at the clock and at Ctrl-C, in milliseconds. */
const TURN = 50;
/** Up to this many samples, the accuracy is watched while training. */
const SAMPLES_WATCHED = 2000;
/** Networks with fewer parameters have them all in the result. */
const PARAMETERS_SHOWN = 1000;
const MOST_THREADS = 64;
/** Up to this many numbers, what the network says to each sample is shown. */
const OUTPUTS_SHOWN = 16;

export function trainCommand(finish: (code: number) => void): Command {
  return new Command("train")
    .summary("train the network of an example")
    .description(
      "Trains on the example's data and prints the loss, and the metrics that the example asks for.",
    )
    .argument("<file>", "an example file, YAML or JSON")
    .addOption(new Option("--epochs <n>", "in place of the example's").argParser(wholeNumber(0, 1e9)))
    .addOption(
      new Option("--seed <n>", "in place of the example's").argParser(
        wholeNumber(0, Number.MAX_SAFE_INTEGER),
      ),
    )
    .addOption(
      new Option("--dtype <width>", "f64 is the default for data in the example, f32 for files").choices([
        "f32",
        "f64",
      ]),
    )
    .addOption(
      new Option("--backend <name>", "what calculates").choices(["wasm", "reference"]).default("wasm"),
    )
    .addOption(
      new Option("--threads <n>", "how many threads calculate; changes no result")
        .argParser(wholeNumber(1, MOST_THREADS))
        .default(1),
    )
    .option("--no-fma", "round products before they are added up, as machines without the instruction do")
    .addOption(
      new Option(
        "--folds <k>",
        "train k times, each with another of k parts of the data set aside as a test; prints means and spreads",
      ).argParser(wholeNumber(2, 1000)),
    )
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      "\nCtrl-C stops after the current step; what has been learnt by then is printed.\n\nExamples:\n  backstep train examples/by-example.yaml\n  backstep train examples/iris.yaml --seed 3 --json",
    )
    .action(async (file: string, options: Options) => {
      if (options.folds !== undefined) {
        const folds = await trainFolds(file, options.folds, { ...options, backend: backendOf(options) });
        process.stdout.write(
          options.json ? `${JSON.stringify(foldsToJson(folds), null, 2)}\n` : foldsText(folds),
        );
        return;
      }
      const prepared = await prepare(file, { ...options, backend: backendOf(options) });
      if (!options.json) process.stderr.write(`${headingOf(prepared)}\n\n`);
      const before = measure(prepared);
      const run = await runTraining(prepared);
      const after = measure(prepared);
      process.stdout.write(
        options.json
          ? `${JSON.stringify(toJson(prepared, run, after), null, 2)}\n`
          : toText(prepared, run, before, after),
      );
      if (run.diverged) process.stderr.write(`${run.diverged}\n`);
      if (run.diverged || !Number.isFinite(after.train.loss)) finish(exitCodes.wanting);
      else if (run.stopped) finish(exitCodes.interrupted);
    });
}

function backendOf({ backend, fma, threads }: Options): Backend {
  if (backend === "reference") return referenceBackend;
  const { wide } = enableFastWasm();
  return wasmBackend({ wide, threads, spawn: spawnThread, ...(!fma && { fma }) });
}

interface Run {
  readonly epochs: number;
  readonly seconds: number;
  /** Ctrl-C came before the end. */
  readonly stopped: boolean;
  /** Why it could not go on; what was learnt before stays. */
  readonly diverged?: string;
  /** What came of each epoch, and of looking out for the best; where it ran to its end. */
  readonly trained?: Trained;
  /** What was off. */
  readonly findings: readonly Finding[];
}

async function runTraining(prepared: Prepared): Promise<Run> {
  const { example, data, session } = prepared;
  const accuracy = liveAccuracy(prepared);
  const display = trainingDisplay();
  const { validation: _, ...settings } = example.training;
  const options = { ...settings, ...(data.validation && { validation: data.validation }) };
  // who stops early has thought of over-fitting
  const except = settings.earlyStopping ? (["over-fitting"] as const) : [];
  const watch = watchOver(session, data.train, { ...options, except });
  const warn = (findings: readonly Finding[]): void => {
    for (const finding of findings) display.say(warningLine(finding, catalogues.en));
  };
  let stopped = false;
  const stop = (): void => {
    stopped = true;
  };
  process.once("SIGINT", stop);
  const started = performance.now();
  let turn = started;
  const pace = paceFrom(started);
  let last: Progress | undefined;
  let diverged: string | undefined;
  let trained: Trained | undefined;
  try {
    warn(watch.before());
    const stepsAtOnce = (): number => Math.min(pace.steps, watch.stepsToLook);
    const training = trainEpochs(session, data.train, { ...options, stepsAtOnce });
    for (;;) {
      const next = training.next();
      if (next.done) {
        trained = next.value;
        break;
      }
      const progress = next.value;
      last = progress;
      pace.called(performance.now());
      warn(watch.after(progress));
      if (performance.now() - turn < TURN) continue;
      display.show(progress, accuracy(), curvesOf(watch.history, progress));
      await nextTurn();
      turn = performance.now();
      if (stopped) break;
    }
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    diverged = error.message;
    watch.diverged(error);
  } finally {
    display.clear();
    process.removeListener("SIGINT", stop);
  }
  const finished =
    trained?.stoppedEarly ||
    (last !== undefined && last.epoch === last.epochs && last.batch === last.batches);
  const epochs = last === undefined ? 0 : last.epoch - 1 + Math.floor(last.batch / last.batches);
  const seconds = (performance.now() - started) / 1000;
  return {
    epochs,
    seconds,
    stopped: stopped && !finished,
    ...(diverged !== undefined && { diverged }),
    ...(trained && { trained }),
    findings: watch.found,
  };
}

/** The accuracy on the training part, measured anew every second where that takes no time worth speaking of. */
function liveAccuracy({ example, data, session }: Prepared): () => number | undefined {
  const isAsked =
    example.training.metrics.includes("accuracy") && data.train.inputs.shape[0] <= SAMPLES_WATCHED;
  let measured = Number.NEGATIVE_INFINITY;
  let accuracy: number | undefined;
  return () => {
    if (isAsked && performance.now() - measured > 1000) {
      accuracy = metricsOf(session, data.train, ["accuracy"]).accuracy;
      measured = performance.now();
    }
    return accuracy;
  };
}

interface Results {
  readonly train: Metrics;
  readonly validation?: Metrics;
  readonly test?: Metrics;
}

function measure({ example, data, session }: Prepared): Results {
  const { metrics } = example.training;
  return {
    train: metricsOf(session, data.train, metrics),
    ...(data.validation && { validation: metricsOf(session, data.validation, metrics) }),
    ...(data.test && { test: metricsOf(session, data.test, metrics) }),
  };
}

function rowsIn({ inputs }: Samples): string {
  return inputs.shape[0].toLocaleString("en");
}

function headingOf({ example, data, session }: Prepared): string {
  const [samples] = data.train.inputs.shape;
  const { batchSize, seed } = example.training;
  const { backend, dtype } = session.options;
  const title = titleOf(example);
  const width = process.stderr.columns ?? 100;
  const training = counted(samples, "training sample");
  return [
    ...(title ? [title] : []),
    besideOrBelow([networkSummary(example, en), parameterSummary(session)], width),
    besideOrBelow(
      [
        [
          training,
          ...(data.validation ? [`${rowsIn(data.validation)} for validation`] : []),
          ...(data.test ? [`${rowsIn(data.test)} for testing`] : []),
        ].join(" + "),
        lossSummary(example.model.loss, en),
        optimizerSummary(example.optimizer, en),
        ...(batchSize < samples ? [`batches of ${batchSize}`] : []),
        `seed ${seed}`,
        `${backend.name} backend, ${dtype === "f32" ? "float32" : "float64"}`,
      ],
      width,
    ),
  ].join("\n");
}

function toText({ data, session }: Prepared, run: Run, before: Results, after: Results): string {
  const number = (value: number) => formatNumber(value, GLANCE);
  const parts = (["train", "validation", "test"] as const).filter((part) => after[part] !== undefined);
  const wide = Math.max(...parts.map((part) => part.length), 5);
  const rows = parts.flatMap((part) => {
    const [was, is] = [before[part], after[part]];
    if (!was || !is) return [];
    const loss = `${part.padEnd(wide)}  loss ${number(was.loss)} → ${number(is.loss)}`;
    return [[loss, ...metricsText(was, is)].join("     ")];
  });
  const took = `${counted(session.stepsTaken, "step")}, ${counted(run.epochs, "epoch")} in ${run.seconds.toFixed(run.seconds < 10 ? 2 : 0)} s`;
  return [
    run.stopped ? `stopped by Ctrl-C after ${took}` : took,
    ...bestText(run),
    ...rows,
    ...confusionText(after.test ?? after.train, data.train.classes),
    ...outputsOf(session, data).map(({ output, target }) => `  ${output.padEnd(30)}  target ${target}`),
    "",
  ].join("\n");
}

/** Which epoch the parameters are of, where the best was looked out for. */
function bestText({ trained }: Run): string[] {
  if (trained?.best === undefined) return [];
  const ended = trained.stoppedEarly ? "stopped early; " : "";
  return [`${ended}lowest loss in epoch ${trained.best}`];
}

/** What of the example changes the result, so that a run says it of itself. */
function recordOf({ model, optimizer, training }: Prepared["example"]): object {
  const { shuffle, validation, earlyStopping } = training;
  const { reduction = "mean", regularization } = model;
  return {
    model: { loss: model.loss, reduction, ...(regularization && { regularization }) },
    optimizer,
    shuffle,
    ...(validation && { validation }),
    ...(earlyStopping && { earlyStopping }),
  };
}

/** What a hand-sized network says, beside what it should say. */
function outputsOf(
  session: Session,
  { train: samples }: Prepared["data"],
): { output: string; target: string }[] {
  const { predictions } = session.measure(samples);
  const [count, outputs] = samples.targets.shape;
  if (predictions.length > OUTPUTS_SHOWN) return [];
  return [...predictions].map((value, i) => {
    const name = `out_o${(i % outputs) + 1}${count > 1 ? `#${Math.floor(i / outputs) + 1}` : ""}`;
    return {
      output: `${name} = ${formatNumber(value, GLANCE)}`,
      target: formatNumber(samples.targets.values[i], GLANCE),
    };
  });
}

function toJson({ example, data, session }: Prepared, run: Run, results: Results): object {
  const { backend, dtype, seed } = session.options;
  const steps = session.stepsTaken;
  const hash = createHash("sha256");
  for (const parameter of session.parameters) hash.update(session.read(parameter));
  return {
    epochs: run.epochs,
    steps,
    stopped: run.stopped,
    ...(run.diverged !== undefined && { diverged: run.diverged }),
    ...(run.trained?.best !== undefined && {
      bestEpoch: run.trained.best,
      stoppedEarly: run.trained.stoppedEarly,
    }),
    ...(run.trained && run.trained.history.length > 0 && { history: run.trained.history }),
    ...recordOf(example),
    findings: run.findings,
    loss: results.train.loss,
    metrics: results,
    ...(data.train.targets.values.length <= PARAMETERS_SHOWN && { outputs: rowsOf(session, data) }),
    ...parametersOf(session),
    seconds: run.seconds,
    stepsPerSecond: run.seconds > 0 ? steps / run.seconds : 0,
    batchSize: example.training.batchSize,
    backend: backend.name,
    dtype,
    threads: backend.threads,
    fma: backend.fma,
    seed,
    sha256: hash.digest("hex"),
  };
}

function rowsOf(session: Session, { train: samples }: Prepared["data"]): number[][] {
  const { predictions } = session.measure(samples);
  const [count, outputs] = samples.targets.shape;
  return Array.from({ length: count }, (_, row) => [
    ...predictions.subarray(row * outputs, (row + 1) * outputs),
  ]);
}

function parametersOf(session: Session): { parameters?: Record<string, number> } {
  const named = session.parameters.flatMap((parameter) =>
    [...session.read(parameter)].map((value, i): [string, number] => [
      `${parameter.naming.text}${(parameter.naming.first ?? 1) + i}`,
      value,
    ]),
  );
  return named.length < PARAMETERS_SHOWN ? { parameters: Object.fromEntries(named) } : {};
}
