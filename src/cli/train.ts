import { Command, Option } from "commander";
import { type Backend, referenceBackend, wasmBackend } from "../index.ts";
import { enableFastWasm } from "../node/index.ts";
import { exitCodes } from "./exit-codes.ts";
import { wholeNumber } from "./options.ts";
import { type Prepared, type PreparedForTraining, prepareTraining } from "./prepare.ts";
import { readingLine } from "./reading.ts";
import { type Every, parseEvery } from "./train/every.ts";
import { inTeam } from "./train/in-team.ts";
import { measure, type Results } from "./train/measure.ts";
import { checkTogether, type Options } from "./train/options.ts";
import { type Run, runTraining } from "./train/run.ts";
import type { Team } from "./train/team.ts";
import { languageOption, wordsOf } from "./words.ts";

const MOST_THREADS = 64;
const BLOCKS = 8;
const MOST_BLOCKS = 4096;

const MORE = `
Ctrl-C stops after the current step; what has been learnt by then is printed.

With --out the run is kept in a folder as it goes: checkpoints, how the loss and the metrics went, a report, the model. However
it ended, the same command with --resume goes on from the last checkpoint, to the same bits as if it had never stopped;
--epochs may be raised then.

Examples:
  backstep train examples/by-example.yaml
  backstep train examples/iris.yaml --seed 3 --json
  backstep train examples/iris.yaml --out runs/iris --checkpoint-every "10 epochs"
  backstep train examples/iris.yaml --out runs/iris --resume --epochs 200
  mpirun -n 4 npx backstep train examples/mnist.yaml --distributed mpi`;

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
    .addOption(
      new Option("--distributed <how>", "train on all the processes that mpirun has started").choices([
        "mpi",
      ]),
    )
    .addOption(
      new Option(
        "--reproducible [blocks]",
        "add gradients up in so many blocks of each batch, in a fixed order: the same bits for any number of ranks",
      )
        .argParser(wholeNumber(1, MOST_BLOCKS))
        .preset(String(BLOCKS)),
    )
    .option("--no-fma", "round products before they are added up, as machines without the instruction do")
    .addOption(
      new Option(
        "--folds <k>",
        "train k times, each with another of k parts of the data set aside as a test; prints means and spreads",
      ).argParser(wholeNumber(2, 1000)),
    )
    .option("--out <dir>", "keep the run in this folder")
    .option("--resume", "go on with the run in the folder, if there is one")
    .addOption(
      new Option("--checkpoint-every <n>", "epochs, steps or seconds, as in 10, 500steps, 30s")
        .argParser(parseEvery)
        .default({ count: 30, unit: "seconds" } satisfies Every, "30s"),
    )
    .addOption(
      new Option("--keep-checkpoints <n>", "how many; older ones are deleted")
        .argParser(wholeNumber(1, 1_000_000))
        .default(3),
    )
    .addOption(languageOption("of the report"))
    .option("--json", "print one JSON document")
    .addHelpText("after", MORE)
    .action((file: string, asked: Options, command: Command) =>
      inTeam(asked.distributed, finish, async (team) => {
        const own = await team.all(async () => {
          checkTogether(asked, command);
          if (!team.leads || asked.out === undefined || !asked.resume) return asked;
          const { goingOn } = await import("./train/going-on.ts");
          return goingOn(asked.out, asked, command);
        });
        const options = team.agree(own);
        if (options.folds === undefined) return trainOnce(file, options, team, finish);
        // loaded where they are needed, for most trainings do without
        const { foldsText, foldsToJson, trainFolds } = await import("./folds.ts");
        const folds = await trainFolds(file, options.folds, {
          ...options,
          backend: await backendOf(options),
        });
        process.stdout.write(
          options.json ? `${JSON.stringify(foldsToJson(folds), null, 2)}\n` : foldsText(folds),
        );
      }),
    );
}

async function trainOnce(
  file: string,
  options: Options,
  team: Team,
  finish: (code: number) => void,
): Promise<void> {
  const told = await (options.json ? import("./train/told-json.ts") : import("./train/told-text.ts"));
  const prepared = await prepareTogether(file, options, team);
  try {
    if (!team.leads) {
      const { follow } = await import("./train/follow.ts");
      return await follow(prepared, team);
    }
    told.begin(prepared);
    const before = measure(prepared);
    const { run, after } = await trainKept(file, prepared, options, team);
    told.end(prepared, run, before, after);
    if (run.diverged) process.stderr.write(`${run.diverged}\n`);
    if (run.diverged || !Number.isFinite(after.train.loss)) finish(exitCodes.wanting);
    else if (run.stopped) finish(exitCodes.interrupted);
  } finally {
    prepared.close();
  }
}

async function prepareTogether(file: string, options: Options, team: Team): Promise<PreparedForTraining> {
  const reading = readingLine();
  const together = team.together(options.reproducible);
  const prepared = await team.all(async () => {
    const overrides = { ...options, backend: await backendOf(options), ...(together && { together }) };
    return prepareTraining(file, overrides, team.leads ? reading.show : () => {}).finally(reading.clear);
  });
  const { backend, dtype, seed } = prepared.session.options;
  const blocks = together?.blocks;
  await team.checkSame(file, prepared, { backend: backend.name, fma: backend.fma, dtype, seed, blocks });
  return prepared;
}

/** Trains, in a folder where one is asked for. */
async function trainKept(
  file: string,
  prepared: Prepared,
  options: Options,
  team: Team,
): Promise<{ run: Run; after: Results }> {
  const { out, resume = false, checkpointEvery: every, keepCheckpoints: kept, epochs, seed, lang } = options;
  const overrides = { ...(epochs !== undefined && { epochs }), ...(seed !== undefined && { seed }) };
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const keeper = await team.all(() =>
    out === undefined
      ? undefined
      : import("./train/keep.ts").then(({ keepRun }) =>
          keepRun(file, prepared, { out, resume, every, kept, overrides, say, ranks: team.ranks.size }),
        ),
  );
  team.agreeOnBytes(keeper?.start);
  const note = options.json || !keeper ? () => {} : say;
  try {
    if (keeper?.from) note(`going on after step ${keeper.from.position.steps.toLocaleString("en")}\n`);
    const run = await runTraining(prepared, team, keeper);
    const after = measure(prepared);
    if (keeper) {
      const { endRun } = await import("./train/end.ts");
      await endRun(keeper, prepared, run, after, await wordsOf(lang));
    }
    note(`kept in ${out}${run.stopped ? "   --resume goes on from here" : ""}`);
    return { run, after };
  } catch (error) {
    await keeper?.fail();
    throw error;
  } finally {
    await keeper?.folder.close();
  }
}

async function backendOf({ backend, fma, threads }: Options): Promise<Backend> {
  if (backend === "reference") return referenceBackend;
  const { wide } = enableFastWasm();
  const options = { wide, threads, ...(!fma && { fma }) };
  if (threads === 1) return wasmBackend(options);
  const { spawnThread } = await import("../node/threads.ts");
  return wasmBackend({ ...options, spawn: spawnThread });
}
