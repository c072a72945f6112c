import { setImmediate as nextTurn } from "node:timers/promises";
import { Command, Option } from "commander";
import { diagnose, diagnosisToJson, diagnosisToText, type Language, wasmBackend } from "../index.ts";
import { enableFastWasm } from "../node/index.ts";
import { clock } from "./clock.ts";
import { colorsFor } from "./colors.ts";
import { exitCodes } from "./exit-codes.ts";
import { terminalWidth, wholeNumber } from "./options.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { progressLine } from "./progress.ts";
import { titleOf } from "./summary.ts";
import { languageOption, wordsOf } from "./words.ts";

interface Options {
  readonly epochs?: number;
  readonly lang: Language;
  readonly json?: boolean;
}

/** Without `--epochs`, the example's epochs, but no more than about so many steps: most faults show early. */
const STEPS = 5000;
/** Between looks at the clock, in milliseconds. */
const TURN = 50;

const MORE = `
It looks for numbers that are not finite; a loss that does not fall, rises or goes up and down; a learning rate that is
far too high or low; gradients that vanish or explode from layer to layer; dead and saturated units; constant features
and such as are not scaled; targets that the network cannot put out; classes out of balance; over-fitting. Each finding
says where, what to try, and how it comes about: a derivation read off the step at which it was found.

The exit code is 1 where something was found, 0 where nothing is off.

Examples:
  backstep diagnose examples/by-example.yaml
  backstep diagnose my-network.yaml --epochs 20 --lang zh-Hant
  backstep diagnose my-network.yaml --json`;

export function diagnoseCommand(finish: (code: number) => void): Command {
  return new Command("diagnose")
    .summary("say what is off in a training, and show why")
    .description("Trains the network of an example a little, and says what is off, with a derivation of it.")
    .argument("<file>", "an example file, YAML or JSON")
    .addOption(
      new Option("--epochs <n>", `default: the example's, up to about ${STEPS} steps`).argParser(
        wholeNumber(0, 1e9),
      ),
    )
    .addOption(languageOption("of the words"))
    .option("--json", "print one JSON document")
    .addHelpText("after", MORE)
    .action(async (file: string, { epochs, lang, json }: Options) => {
      const { wide } = enableFastWasm();
      const prepared = await prepare(file, { backend: wasmBackend({ wide }) });
      const words = await wordsOf(lang);
      const diagnosis = await work(prepared, epochs ?? fewEpochs(prepared));
      const title = titleOf(prepared.example, lang);
      const heading = title === undefined ? "" : `${colorsFor(process.stdout).bold(title)}\n`;
      process.stdout.write(
        json
          ? `${JSON.stringify({ title, ...diagnosisToJson(diagnosis, words) }, null, 2)}\n`
          : `${heading}${diagnosisToText(diagnosis, { words, width: terminalWidth() })}`,
      );
      if (diagnosis.findings.length > 0) finish(exitCodes.wanting);
    });
}

function fewEpochs({ example: { training }, data }: Prepared): number {
  const batches = Math.ceil(data.train.inputs.shape[0] / training.batchSize);
  return Math.min(training.epochs, Math.max(1, Math.floor(STEPS / batches)));
}

async function work({ example, data, session }: Prepared, epochs: number) {
  const { batchSize, shuffle } = example.training;
  const validation = data.validation ?? data.test;
  const run = diagnose({
    session,
    samples: data.train,
    ...(validation && { validation }),
    training: { batchSize, shuffle, epochs },
  });
  const line = progressLine();
  let turn = clock();
  try {
    for (;;) {
      const next = run.next();
      if (next.done) return next.value;
      if (clock() - turn < TURN) continue;
      line.show(next.value);
      await nextTurn();
      turn = clock();
    }
  } finally {
    line.clear();
  }
}
