import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { Command, Option } from "commander";
import { exampleAsRun, formatNumber, InputError, MAX_EXAMPLE_MIB, parseExample } from "../index.ts";
import { readTextFile, writeTextFile } from "../node/index.ts";
import { exitCodes } from "./exit-codes.ts";
import { terminalWidth, wholeNumber } from "./options.ts";
import { GLANCE } from "./summary.ts";
import { ranked, sweepJson, sweepText } from "./sweep/result.ts";
import { inParallel, readTrial, runTrial, type Trial, type Tried } from "./sweep/run.ts";
import { parseSetting, type Setting } from "./sweep/settings.ts";
import { choicesOf, roundsOf, type Strategy, strategies } from "./sweep/trials.ts";
import { inTeam } from "./train/in-team.ts";
import type { Team } from "./train/team.ts";

interface Options {
  readonly set: readonly Setting[];
  readonly strategy: Strategy;
  readonly trials: number;
  readonly seed: number;
  readonly epochs?: number;
  readonly jobs: number;
  readonly distributed?: "mpi";
  readonly out: string;
  readonly json?: boolean;
}

const MORE = `
A setting is named by its keys in the example, layers counted from 1; its values are a list, or a range to draw from (uniform,
or with :log by equal factors). Each training is a process and a folder of its own, as train --out keeps it; one that is
there already goes on. The best is the one with the lowest loss on the validation part, never on the test.

  grid     every combination of the lists
  random   --trials combinations, drawn with --seed
  halving  the same, trained a little; the best third goes on three times as long, and so on to all epochs

Examples:
  backstep sweep examples/iris.yaml --set optimizer.learningRate=0.003,0.01,0.03 --set training.batchSize=8,16 --out sweeps/iris
  backstep sweep examples/iris.yaml --set optimizer.learningRate=1e-4..1:log --strategy halving --trials 27 --out sweeps/rate`;

export function sweepCommand(finish: (code: number) => void): Command {
  return new Command("sweep")
    .summary("train an example with many settings, and say which is best")
    .description(
      "Trains an example once for each of many settings, several at a time, and ranks what came of them.",
    )
    .argument("<file>", "an example file, YAML or JSON")
    .addOption(
      new Option("--set <key=values>", "a setting and its values; may be given several times")
        .argParser((text, before: readonly Setting[] | undefined) => parseSetting(text, before))
        .makeOptionMandatory(),
    )
    .addOption(new Option("--strategy <name>", "which combinations").choices(strategies).default("grid"))
    .addOption(new Option("--trials <n>", "how many are drawn").argParser(wholeNumber(1, 10_000)).default(9))
    .addOption(
      new Option("--seed <n>", "of what is drawn")
        .argParser(wholeNumber(0, Number.MAX_SAFE_INTEGER))
        .default(0),
    )
    .addOption(new Option("--epochs <n>", "in place of the example's").argParser(wholeNumber(1, 1e9)))
    .addOption(
      new Option("--jobs <n>", "trainings at a time; on MPI, of each rank")
        .argParser(wholeNumber(1, 1024))
        .default(availableParallelism()),
    )
    .addOption(
      new Option(
        "--distributed <how>",
        "share the trainings out among the processes that mpirun has started",
      ).choices(["mpi"]),
    )
    .requiredOption("--out <dir>", "the folder of all runs")
    .option("--json", "print one JSON document")
    .addHelpText("after", MORE)
    .action((file: string, options: Options) =>
      inTeam(options.distributed, finish, (team) => sweep(file, options, team, finish)),
    );
}

async function sweep(
  file: string,
  options: Options,
  team: Team,
  finish: (code: number) => void,
): Promise<void> {
  const { set: settings, out, json } = options;
  const { trials, epochs } = await team.all(() => prepareTrials(file, options, team));
  const cancel = new AbortController();
  process.once("SIGINT", () => cancel.abort());
  const last = new Map<string, Tried>();
  let going: readonly Trial[] = trials;
  const rounds = roundsOf(options.strategy, trials.length, epochs);
  for (const [i, round] of rounds.entries()) {
    going = i === 0 ? trials : ranked(going.flatMap(({ name }) => last.get(name) ?? [])).slice(0, round.kept);
    for (const tried of await tryAll(going, round.epochs, options, team, cancel.signal))
      last.set(tried.name, tried);
  }
  if (!team.leads) return;
  const tried = [...last.values()];
  process.stdout.write(
    json
      ? `${JSON.stringify(sweepJson(settings, tried, out), null, 2)}\n`
      : sweepText(settings, tried, out, terminalWidth()),
  );
  if (tried.every(({ loss }) => !Number.isFinite(loss))) finish(exitCodes.wanting);
}

/** Writes an example for each trial, all of them looked at before the first is trained. */
async function prepareTrials(
  file: string,
  options: Options,
  team: Team,
): Promise<{ trials: readonly Trial[]; epochs: number }> {
  const { set: settings, strategy, out } = options;
  const text = await readTextFile(file, { limit: MAX_EXAMPLE_MIB });
  const { training } = parseExample(text, file);
  const epochs = options.epochs ?? training.epochs;
  const choices = choicesOf(settings, strategy, options);
  const digits = String(choices.length).length;
  const trials = choices.map((choice, i) => ({ name: String(i + 1).padStart(digits, "0"), choice }));
  const folder = resolve(dirname(file));
  const pathOf = (path: string) => (isAbsolute(path) ? path : relative(resolve(out), resolve(folder, path)));
  const examples = trials.map(({ choice }) => {
    const chosen = settings.map(({ path }, i) => ({ path, value: choice[i] }));
    const example = written(text, chosen, pathOf);
    const where = settings.map(({ name }, i) => `${name}=${choice[i]}`).join(", ");
    parseExample(example, `${file} with ${where}`);
    return example;
  });
  if (team.leads) {
    await mkdir(out, { recursive: true });
    for (const [i, { name }] of trials.entries()) await writeExample(join(out, `${name}.yaml`), examples[i]);
  }
  return { trials, epochs };
}

/** @throws InputError where there is one of another sweep */
async function writeExample(path: string, text: string): Promise<void> {
  if (existsSync(path) && (await readTextFile(path, { limit: MAX_EXAMPLE_MIB })) !== text) {
    throw new InputError(
      "expected an empty folder, or one of this sweep, found an example with other settings",
      {
        file: path,
      },
    );
  }
  await writeTextFile(path, text);
}

function written(...[text, settings, pathOf]: [string, Chosen, (path: string) => string]): string {
  try {
    return exampleAsRun(text, { settings }, pathOf);
  } catch (error) {
    const names = settings.map(({ path }) => path.join(".")).join(", ");
    throw new InputError(
      `--set: expected settings that the example can have, found ${names}: ${(error as Error).message}`,
    );
  }
}

type Chosen = readonly { readonly path: readonly (string | number)[]; readonly value: string | number }[];

/** Trains what is going on; each rank its share, and all read what came of it from the folder that they share. */
async function tryAll(
  trials: readonly Trial[],
  epochs: number,
  { jobs, set: settings, out, json }: Options,
  team: Team,
  signal: AbortSignal,
): Promise<Tried[]> {
  const { rank, size } = team.ranks;
  const own = trials.filter((_, i) => i % size === rank);
  let done = 0;
  await team.all(() =>
    inParallel(own, jobs, async (trial) => {
      const tried = await runTrial(out, trial, epochs, signal);
      done++;
      if (!json && team.leads) process.stderr.write(`${done}/${own.length}  ${lineOf(tried, settings)}\n`);
    }),
  );
  return team.all(() => Promise.all(trials.map((trial) => readTrial(out, trial))));
}

function lineOf({ name, choice, loss, of, record }: Tried, settings: readonly Setting[]): string {
  const words = settings.map((setting, i) => `${setting.name} ${choice[i]}`).join(", ");
  return `${name}: ${words}   ${Number.isFinite(loss) ? `${of} loss ${formatNumber(loss, GLANCE)}` : record.status}`;
}
