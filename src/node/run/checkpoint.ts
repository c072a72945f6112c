import { createHash } from "node:crypto";
import {
  type EpochEnd,
  InputError,
  type Position,
  parseSafetensors,
  type Safetensors,
  type Tensor,
  type TrainingState,
  type Values,
  type WritableTensor,
  writeSafetensors,
} from "../../index.ts";

/** A training between two steps: all that it takes to go on with the same bits. */
export interface Checkpoint {
  readonly state: TrainingState;
  readonly position: Position;
  /** What those who watch and record the training go on from: JSON, of theirs to understand. */
  readonly notes: unknown;
}

const VERSION = 1;
/** How every checkpoint begins behind the header's length: the checksum's place is always the same. */
const START = '{"__metadata__":{"sha256":"';
const [SUM_FROM, SUM_TO] = [8 + START.length, 8 + START.length + 64];
const NO_SUM = "0".repeat(64);

const STATE = "state/";
const BEST = "best/";
const HISTORY = "history/";

/**
 * A checkpoint as a safetensors file. Its metadata holds the SHA-256 of all bytes of the file, those of the sum itself taken
 * as zeros in ASCII, and in `training` the rest as JSON. Numbers that may be infinite are tensors.
 */
export function encodeCheckpoint({ state, position, notes }: Checkpoint): Uint8Array {
  const { steps, sum, history, best } = position;
  const column = (values: readonly number[]): WritableTensor => ({
    shape: [values.length],
    values: Float64Array.from(values),
  });
  const tensors = new Map<string, WritableTensor>([
    ...[...state.tensors].map(([name, tensor]): [string, WritableTensor] => [`${STATE}${name}`, tensor]),
    ...best.map((values, i): [string, WritableTensor] => [
      `${BEST}${i + 1}`,
      { shape: [values.length], values },
    ]),
    ...columnsOf(history).map(([name, values]): [string, WritableTensor] => [
      `${HISTORY}${name}`,
      column(values),
    ]),
    ["sum", { shape: [], values: Float64Array.of(sum) }],
  ]);
  const training = { version: VERSION, steps, stepsTaken: state.stepsTaken, best: best.length, notes };
  const bytes = writeSafetensors(
    tensors,
    new Map([
      ["sha256", NO_SUM],
      ["training", JSON.stringify(training)],
    ]),
  );
  bytes.set(new TextEncoder().encode(sumOf(bytes)), SUM_FROM);
  return bytes;
}

/**
 * @param file what messages call it
 * @throws InputError where a bit of it is not as it was written, or it is something else
 */
export function decodeCheckpoint(bytes: Uint8Array, file: string): Checkpoint {
  const refuse = (message: string): never => {
    throw new InputError(message, { file });
  };
  const start = Buffer.from(bytes.subarray(8, SUM_FROM)).toString("latin1");
  if (start !== START) refuse("expected a checkpoint of a training, found something else");
  const sum = Buffer.from(bytes.subarray(SUM_FROM, SUM_TO)).toString("latin1");
  if (sum !== sumOf(bytes))
    refuse("expected a checkpoint as it was written, found that it was changed since");
  const { tensors, metadata } = parseSafetensors(bytes, file);
  const training = readTraining(metadata, refuse);
  const { stepsTaken, steps, notes } = training;
  return {
    state: { stepsTaken, tensors: tensorsBelow(STATE, tensors) },
    position: {
      steps,
      sum: numberOf(tensors, refuse),
      history: historyOf(tensorsBelow(HISTORY, tensors)),
      best: bestOf(tensorsBelow(BEST, tensors), training.best, refuse),
    },
    notes,
  };
}

function sumOf(bytes: Uint8Array): string {
  return createHash("sha256")
    .update(bytes.subarray(0, SUM_FROM))
    .update(NO_SUM)
    .update(bytes.subarray(SUM_TO))
    .digest("hex");
}

type Refuse = (message: string) => never;

interface Training {
  readonly steps: number;
  readonly stepsTaken: number;
  readonly best: number;
  readonly notes: unknown;
}

/** Its sum may be right and its author somebody else. */
function readTraining(metadata: Safetensors["metadata"], refuse: Refuse): Training {
  const text = metadata.get("training") ?? "null";
  const read = parsedJson(text) as (Training & { version?: unknown }) | null;
  const version = read?.version;
  if (typeof read !== "object" || version !== VERSION) {
    return refuse(`expected a checkpoint of version ${VERSION}, found ${JSON.stringify(version) ?? "none"}`);
  }
  for (const key of ["steps", "stepsTaken", "best"] as const) {
    const value = read?.[key];
    if (!Number.isSafeInteger(value) || (value as number) < 0) {
      refuse(`training.${key}: expected a whole number, found ${JSON.stringify(value)}`);
    }
  }
  return read as Training;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function tensorsBelow(prefix: string, tensors: Safetensors["tensors"]): Map<string, Tensor> {
  const found = new Map<string, Tensor>();
  for (const [name, tensor] of tensors) {
    if (name.startsWith(prefix)) found.set(name.slice(prefix.length), tensor.read());
  }
  return found;
}

function numberOf(tensors: Safetensors["tensors"], refuse: Refuse): number {
  const values = tensors.get("sum")?.read().values;
  return values?.length === 1 ? values[0] : refuse("expected one number called sum");
}

function bestOf(tensors: ReadonlyMap<string, Tensor>, count: number, refuse: Refuse): Values[] {
  if (tensors.size !== count) refuse(`expected ${count} tensors of the best epoch, found ${tensors.size}`);
  return Array.from(
    { length: count },
    (_, i) => tensors.get(String(i + 1))?.values ?? refuse(`expected a tensor called ${BEST}${i + 1}`),
  );
}

const columns = ["loss", "validation", "drops"] as const;

/** Epochs follow each other from the first on, and all say the same things. */
function columnsOf(history: readonly EpochEnd[]): [string, number[]][] {
  return columns.flatMap((name): [string, number[]][] => {
    const values = history.map((epoch) => epoch[name]).filter((value) => value !== undefined);
    return values.length > 0 ? [[name, values]] : [];
  });
}

function historyOf(tensors: ReadonlyMap<string, Tensor>): EpochEnd[] {
  const losses = tensors.get("loss")?.values ?? new Float64Array(0);
  const [validation, drops] = [tensors.get("validation")?.values, tensors.get("drops")?.values];
  return Array.from(losses, (loss, i) => ({
    epoch: i + 1,
    loss,
    ...(validation && { validation: validation[i] }),
    ...(drops && { drops: drops[i] }),
  }));
}
