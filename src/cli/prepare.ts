import {
  type Backend,
  createSession,
  type DType,
  type Example,
  inSteps,
  type OptimizerSpec,
  type PreparedData,
  prepareData,
  referenceBackend,
  type Session,
  type Together,
} from "../index.ts";
import { type LoadedExample, loadExample } from "../node/index.ts";

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

export function prepareNetwork(
  loaded: LoadedExample,
  { backend = referenceBackend, dtype, seed, epochs, together }: Overrides,
): Prepared {
  const { example: asWritten, ...raw } = loaded;
  const training = {
    ...asWritten.training,
    ...(seed !== undefined && { seed }),
    ...(epochs !== undefined && { epochs }),
  };
  const { validation } = training;
  const data = prepareData(
    { ...raw, ...(validation && { validationFraction: validation.fraction }) },
    training.seed,
  );
  const example = {
    ...asWritten,
    training,
    optimizer: optimizerOf(asWritten.optimizer, data, training.batchSize),
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
  return Math.ceil(data.train.inputs.shape[0] / example.training.batchSize);
}

/** With a schedule that counts epochs counting steps. */
function optimizerOf(optimizer: OptimizerSpec, { train }: PreparedData, batchSize: number): OptimizerSpec {
  const { schedule, accumulate = 1 } = optimizer;
  if (!schedule) return optimizer;
  const batches = Math.ceil(train.inputs.shape[0] / batchSize);
  return { ...optimizer, schedule: inSteps(schedule, Math.max(1, Math.round(batches / accumulate))) };
}
