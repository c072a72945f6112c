import {
  type Backend,
  countOf,
  createSession,
  type DType,
  type Example,
  inSteps,
  type PreparedData,
  prepareData,
  referenceBackend,
  type Session,
  type Together,
} from "../index.ts";
import {
  type LoadedExample,
  loadExample,
  openExample,
  type Reading,
  streamData,
  withData,
} from "../node/index.ts";

/** An example file made ready: its data read, divided and scaled, and its network. */
export interface Prepared {
  readonly example: Example;
  readonly data: PreparedData;
  readonly session: Session;
}

/** What the command line says in place of the example. */
export interface Overrides {
  /** Default: the reference, which is what explanations are about. */
  readonly backend?: Backend;
  readonly dtype?: DType;
  readonly seed?: number;
  readonly epochs?: number;
  /** With whom the session trains. */
  readonly together?: Together;
}

/** @throws InputError for anything in the files that is not as it must be */
export async function prepare(file: string, overrides: Overrides): Promise<Prepared> {
  return prepareNetwork(await loadExample(file), overrides);
}

/** What is prepared, and may have temporary files. */
export interface PreparedForTraining extends Prepared {
  close(): void;
}

/**
 * Prepares a training, whose data need not fit in memory.
 * @param onProgress told how far data are read that do not
 * @throws InputError for anything in the files that is not as it must be
 */
export async function prepareTraining(
  file: string,
  overrides: Overrides,
  onProgress: (reading: Reading) => void,
): Promise<PreparedForTraining> {
  const example = overridden(await openExample(file), overrides);
  const { seed, batchSize } = example.training;
  const streamed = await streamData(example, file, { seed, batchSize, onProgress });
  if (!streamed) return { ...prepareNetwork(await withData(example, file), overrides), close: () => {} };
  return { ...ready(example, streamed.data, overrides), close: streamed.close };
}

export function prepareNetwork(loaded: LoadedExample, overrides: Overrides): Prepared {
  const { example: asWritten, ...raw } = loaded;
  const example = overridden(asWritten, overrides);
  const { validation, seed } = example.training;
  const data = prepareData({ ...raw, ...(validation && { validationFraction: validation.fraction }) }, seed);
  return ready(example, data, overrides);
}

function overridden(example: Example, { seed, epochs }: Overrides): Example {
  const training = {
    ...example.training,
    ...(seed !== undefined && { seed }),
    ...(epochs !== undefined && { epochs }),
  };
  return { ...example, training };
}

function ready(
  asWritten: Example,
  data: PreparedData,
  { backend = referenceBackend, dtype, together }: Overrides,
): Prepared {
  const { training } = asWritten;
  const example = {
    ...asWritten,
    optimizer: inSteps(asWritten.optimizer, countOf(data.blocks?.train ?? data.train), training.batchSize),
  };
  const session = createSession({
    backend,
    model: example.model,
    optimizer: example.optimizer,
    seed: training.seed,
    // hand-sized examples are for following with a pencil; data sets are for speed
    dtype: dtype ?? ("inline" in example.data ? "f64" : "f32"),
    ...(together && { together }),
  });
  return { example, data, session };
}

/** How many steps an epoch has. */
export function batchesOf({ example, data }: Pick<Prepared, "example" | "data">): number {
  return Math.ceil(countOf(data.blocks?.train ?? data.train) / example.training.batchSize);
}
