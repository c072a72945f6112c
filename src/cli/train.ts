import { Command, Option } from "commander";
import {
  type Backend,
  catalogues,
  type DType,
  InputError,
  type Language,
  referenceBackend,
  wasmBackend,
} from "../index.ts";
import { decodeCheckpoint, enableFastWasm, encodeCheckpoint, recordIn, spawnThread } from "../node/index.ts";
import { exitCodes } from "./exit-codes.ts";
import { wholeNumber } from "./options.ts";
import { type Prepared, type PreparedForTraining, prepareTraining } from "./prepare.ts";
import { readingLine } from "./reading.ts";
import { type Every, parseEvery } from "./train/every.ts";
import { followTraining } from "./train/follow.ts";
import { headingOf } from "./train/heading.ts";
import { measure, type Results } from "./train/measure.ts";
import { resultJson } from "./train/result-json.ts";
import { resultText } from "./train/result-text.ts";
import { type Run, runTraining } from "./train/run.ts";
import { checkSame } from "./train/same.ts";
import { inTeam, type Team } from "./train/team.ts";

interface Options {
  readonly epochs?: number;
  readonly dtype?: DType;
  readonly seed?: number;
  readonly backend: "wasm" | "reference";
  readonly fma: boolean;
  readonly threads: number;
  readonly distributed?: "mpi";
  readonly reproducible?: number;
  readonly folds?: number;
  readonly out?: string;
  readonly resume?: boolean;
  readonly checkpointEvery: Every;
  readonly keepCheckpoints: number;
  readonly lang: Language;
  readonly json?: boolean;
}

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
    .addOption(
      new Option("--lang <language>", "of the report").choices(Object.keys(catalogues)).default("en"),
    )
    .option("--json", "print one JSON document")
    .addHelpText("after", MORE)
    .action((file: string, asked: Options, command: Command) =>
      inTeam(asked.distributed, finish, async (team) => {
        const own = await team.all(() => {
          checkTogether(asked, command);
          return team.leads ? goingOn(asked, command) : asked;
        });
        const options = team.agree(own);
        if (options.folds === undefined) return trainOnce(file, options, team, finish);
        // loaded where they are needed, for most trainings do without
        const { foldsText, foldsToJson, trainFolds } = await import("./folds.ts");
        const folds = await trainFolds(file, options.folds, { ...options, backend: backendOf(options) });
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
  const prepared = await prepareTogether(file, options, team);
  try {
    if (!team.leads) return await follow(prepared, team);
    if (!options.json) process.stderr.write(`${headingOf(prepared)}\n\n`);
    const before = measure(prepared);
    const { run, after } = await trainKept(file, prepared, options, team);
    process.stdout.write(
      options.json
        ? `${JSON.stringify(resultJson(prepared, run, after), null, 2)}\n`
        : resultText(prepared, run, before, after),
    );
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
  const prepared = await team.all(() => {
    const overrides = { ...options, backend: backendOf(options), ...(together && { together }) };
    return prepareTraining(file, overrides, team.leads ? reading.show : () => {}).finally(reading.clear);
  });
  const { backend, dtype, seed } = prepared.session.options;
  const blocks = together?.blocks;
  await checkSame(team, file, prepared, { backend: backend.name, fma: backend.fma, dtype, seed, blocks });
  return prepared;
}

/** Takes part in what rank 0 does. */
async function follow(prepared: Prepared, team: Team): Promise<void> {
  await team.all(() => {});
  const bytes = team.agreeOnBytes(undefined);
  const checkpoint = bytes.length > 0 ? decodeCheckpoint(bytes, "the checkpoint of rank 0") : undefined;
  if (checkpoint) prepared.session.restore(checkpoint.state);
  await followTraining(prepared, team, checkpoint?.position);
}

/** @throws InputError where options that need each other are not together */
function checkTogether({ out, folds, threads, distributed, reproducible }: Options, command: Command): void {
  const inParts = distributed ? "--distributed" : reproducible === undefined ? undefined : "--reproducible";
  if (inParts && folds !== undefined) throw new InputError(`--folds: expected without ${inParts}`);
  if (inParts && threads > 1) {
    throw new InputError(
      `--threads: expected 1 together with ${inParts}, found ${threads}; start a rank for each core instead`,
    );
  }
  if (out !== undefined && folds !== undefined) {
    throw new InputError("--folds: expected without --out, for it trains many times");
  }
  const needy = ["resume", "checkpointEvery", "keepCheckpoints", "lang"].find((name) =>
    isGiven(command, name),
  );
  if (out !== undefined || needy === undefined) return;
  const name = command.options.find((option) => option.attributeName() === needy)?.long;
  throw new InputError(`${name}: expected together with --out, which says where the run is kept`);
}

function isGiven(command: Command, option: string): boolean {
  return command.getOptionValueSource(option) === "cli";
}

/** What is not said again of a run that goes on is as it was when it began. */
async function goingOn(options: Options, command: Command): Promise<Options> {
  const record = options.out !== undefined && options.resume ? await recordIn(options.out) : undefined;
  if (!record) return options;
  const { dtype, fma, threads, blocks: reproducible, overrides } = record;
  const backend = record.backend === "reference" ? "reference" : "wasm";
  const before = Object.entries({ dtype, fma, threads, backend, reproducible, ...overrides });
  return { ...options, ...Object.fromEntries(before.filter(([name]) => !isGiven(command, name))) };
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
  const goesOn = keeper?.from && { state: prepared.session.state(), position: keeper.from.position };
  team.agreeOnBytes(goesOn && encodeCheckpoint({ ...goesOn, notes: null }));
  const note = options.json || !keeper ? () => {} : say;
  try {
    if (keeper?.from) note(`going on after step ${keeper.from.position.steps.toLocaleString("en")}\n`);
    const run = await runTraining(prepared, team, keeper);
    const after = measure(prepared);
    if (keeper) {
      const { endRun } = await import("./train/end.ts");
      await endRun(keeper, prepared, run, after, catalogues[lang]);
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

function backendOf({ backend, fma, threads }: Options): Backend {
  if (backend === "reference") return referenceBackend;
  const { wide } = enableFastWasm();
  return wasmBackend({ wide, threads, spawn: spawnThread, ...(!fma && { fma }) });
}
