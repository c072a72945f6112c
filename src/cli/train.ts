import { Command, Option } from "commander";
import { type Backend, type DType, referenceBackend, wasmBackend } from "../index.ts";
import { enableFastWasm, spawnThread } from "../node/index.ts";
import { exitCodes } from "./exit-codes.ts";
import { foldsText, foldsToJson, trainFolds } from "./folds.ts";
import { wholeNumber } from "./options.ts";
import { prepare } from "./prepare.ts";
import { headingOf } from "./train/heading.ts";
import { measure } from "./train/measure.ts";
import { resultJson } from "./train/result-json.ts";
import { resultText } from "./train/result-text.ts";
import { runTraining } from "./train/run.ts";

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

const MOST_THREADS = 64;

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
          ? `${JSON.stringify(resultJson(prepared, run, after), null, 2)}\n`
          : resultText(prepared, run, before, after),
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
