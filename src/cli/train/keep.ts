import { dirname, isAbsolute, relative, resolve } from "node:path";
import { exampleAsRun, formatInputError, InputError, MAX_EXAMPLE_MIB } from "../../index.ts";
import {
  type Difference,
  differencesOf,
  type Found,
  fingerprintsOf,
  RunFolder,
  type RunRecord,
  readTextFile,
  settingsOf,
} from "../../node/index.ts";
import { batchesOf, type Prepared } from "../prepare.ts";
import { titleOf } from "../summary.ts";
import { version } from "../version.ts";
import type { Every } from "./every.ts";
import { Keeper } from "./keeper.ts";

export interface KeepOptions {
  /** The folder. */
  readonly out: string;
  /** Go on with the run that is there, if there is one. */
  readonly resume: boolean;
  readonly every: Every;
  /** How many checkpoints. */
  readonly kept: number;
  /** What the command line said in place of the example, now or when the run began. */
  readonly overrides: RunRecord["overrides"];
  /** How many processes train. */
  readonly ranks: number;
  /** Something to tell whoever waits. */
  readonly say: (line: string) => void;
}

/**
 * Opens the folder of a run, and makes the session ready to go on where there is something to go on from.
 * @param file the example's
 * @throws InputError where the folder cannot be written to, or the run in it is not this one
 */
export async function keepRun(file: string, prepared: Prepared, options: KeepOptions): Promise<Keeper> {
  const { out, resume, every, kept, say } = options;
  const fresh = await recordOf(file, prepared, options);
  const folder = await RunFolder.open(out, kept);
  try {
    const before = await folder.record();
    const found = await checkpointIn(folder, before, resume);
    if (before) checkSame(before, fresh, out);
    checkEpochs(prepared, found);
    for (const broken of found?.broken ?? [])
      say(`${formatInputError(broken)}   going on from ${found?.name}`);
    const checkpoint = found?.checkpoint;
    if (checkpoint) prepared.session.restore(checkpoint.state);
    const steps = checkpoint?.position.steps ?? -1;
    await folder.metrics.cutAfter(steps);
    await folder.layers.cutAfter(steps);
    const findings = await folder.findings.cutAfter(steps);
    const record = before ? resumed(before, fresh, Math.max(steps, 0)) : fresh;
    await folder.write("example", await asRun(file, out, options.overrides));
    await folder.writeRecord(record);
    return new Keeper(prepared, folder, {
      record,
      every,
      ...(checkpoint && { checkpoint }),
      findings: findings.map(({ step, ...finding }) => ({ ...finding, step })),
    });
  } catch (error) {
    await folder.close();
    throw error;
  }
}

async function checkpointIn(
  folder: RunFolder,
  record: RunRecord | undefined,
  resume: boolean,
): Promise<Found | undefined> {
  if (record && !resume) {
    throw new InputError("expected a folder without a run, found one   --resume goes on with it", {
      file: folder.path,
    });
  }
  const [name] = await folder.checkpoints.names();
  if (!record && name !== undefined) {
    throw new InputError(`expected the record of the run that ${name} is of, found none`, {
      file: folder.path,
    });
  }
  return folder.checkpoints.latest();
}

async function recordOf(
  file: string,
  prepared: Prepared,
  { overrides, ranks }: KeepOptions,
): Promise<RunRecord> {
  const { example, session } = prepared;
  const { backend, dtype, seed, together } = session.options;
  const blocks = together?.blocks;
  const title = titleOf(example);
  return {
    version: 1,
    backstep: version(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    example: file,
    ...(title !== undefined && { title }),
    overrides,
    settings: settingsOf(example),
    epochs: example.training.epochs,
    seed,
    backend: backend.name,
    dtype,
    fma: backend.fma,
    threads: backend.threads,
    ...(ranks > 1 && { ranks }),
    ...(blocks !== undefined && { blocks }),
    data: await fingerprintsOf(example, dirname(file)),
    status: "running",
    started: new Date().toISOString(),
    resumed: [],
    seconds: 0,
  };
}

/** The record of a run that goes on. */
function resumed(before: RunRecord, fresh: RunRecord, step: number): RunRecord {
  const { ended: _, result: __, ranks: ___, ...rest } = before;
  const { backstep, node, platform, epochs, threads, ranks, started: at } = fresh;
  return {
    ...rest,
    ...{ backstep, node, platform, epochs, threads, ...(ranks !== undefined && { ranks }) },
    overrides: fresh.overrides,
    status: "running",
    resumed: [...before.resumed, { at, step }],
  };
}

/** @throws InputError that names what differs, where going on would not be going on */
function checkSame(before: RunRecord, fresh: RunRecord, out: string): void {
  const machine = ({ backend, dtype, fma, blocks }: RunRecord) => ({
    ...{ backend, dtype, fma },
    ...(blocks !== undefined && { blocks }),
  });
  const data = ({ data }: RunRecord) =>
    data.map(({ path, sha256 }) => `${path} (sha256 ${sha256.slice(0, 8)}…)`);
  const differences = [
    ...differencesOf(before.settings, fresh.settings),
    ...differencesOf(machine(before), machine(fresh)),
    ...before.data.flatMap(({ sha256, bytes }, i) => {
      const now = fresh.data[i];
      if (now?.sha256 === sha256 && now.bytes === bytes) return [];
      return [{ path: `data[${i + 1}]`, a: data(before)[i], b: data(fresh)[i] }];
    }),
  ];
  if (differences.length === 0) return;
  const words = differences.map(inWords).join("; ");
  throw new InputError(`expected what the run in this folder was begun with: ${words}`, { file: out });
}

/** They may be more than before, and fewer as long as the training has not come so far. */
function checkEpochs(prepared: Prepared, found: Found | undefined): void {
  const { epochs } = prepared.example.training;
  const begun = Math.ceil((found?.checkpoint.position.steps ?? 0) / batchesOf(prepared));
  if (epochs >= begun) return;
  throw new InputError(`epochs: expected at least ${begun}, which the run has come to, found ${epochs}`);
}

const LONGEST = 60;

function inWords({ path, a, b }: Difference): string {
  const text = (value: Difference["a"]): string => {
    const words = value === undefined ? "none" : JSON.stringify(value);
    return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
  };
  return `${path} was ${text(a)}, is ${text(b)}`;
}

/** The example file as it is run, for the folder. */
async function asRun(file: string, out: string, overrides: RunRecord["overrides"]): Promise<string> {
  const text = await readTextFile(file, { limit: MAX_EXAMPLE_MIB });
  const folder = resolve(dirname(file));
  return exampleAsRun(text, overrides, (path) =>
    isAbsolute(path) ? path : relative(resolve(out), resolve(folder, path)),
  );
}
