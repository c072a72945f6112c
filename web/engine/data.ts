import {
  type Backend,
  type CsvSource,
  type Example,
  InputError,
  inSteps,
  type PreparedData,
  parseCsv,
  prepareData,
  type RawData,
  type Samples,
  Session,
  samplesFromTable,
} from "../../src/index.ts";

/** Data files by the name that an example calls them. */
export type DataFiles = Readonly<Record<string, string>>;

/** An example made ready: its data read, divided and scaled, and its network. */
export interface Prepared {
  readonly example: Example;
  readonly data: PreparedData;
  readonly session: Session;
}

/** @throws InputError for anything in the example or its files that is not as it must be */
export function prepare(example: Example, files: DataFiles, backend: Backend): Prepared {
  const { training } = example;
  const raw = rawDataOf(example, files);
  const data = prepareData(
    { ...raw, ...(training.validation && { validationFraction: training.validation.fraction }) },
    training.seed,
  );
  const session = new Session({
    backend,
    model: example.model,
    optimizer: optimizerOf(example, data),
    seed: training.seed,
    dtype: "inline" in example.data ? "f64" : "f32",
  });
  return { example, data, session };
}

function rawDataOf({ data, model }: Example, files: DataFiles): RawData {
  if ("inline" in data) return { train: data.inline, scale: "none" };
  const read = (source: typeof data.train, classes?: readonly string[]): Samples => {
    if ("idx" in source) {
      throw new InputError("expected a CSV file, which is what the studio reads, found idx", source.place);
    }
    const { delimiter } = source;
    const table = parseCsv(fileOf(source, files), source.csv, { ...(delimiter && { delimiter }) });
    return samplesFromTable(table, source, model, classes);
  };
  const { scale, test } = data;
  const train = read(data.train);
  if (!test) return { train, scale };
  if ("fraction" in test) return { train, testFraction: test.fraction, scale };
  return { train, test: read(test, train.classes ?? []), scale };
}

function fileOf({ csv, place }: CsvSource, files: DataFiles): string {
  // own keys only: an example may name anything
  if (Object.hasOwn(files, csv)) return files[csv];
  throw new InputError(`expected the file ${JSON.stringify(csv)}: drop it onto the page`, place);
}

/** With a schedule that counts epochs counting steps. */
function optimizerOf({ optimizer, training }: Example, { train }: PreparedData): Example["optimizer"] {
  const { schedule, accumulate = 1 } = optimizer;
  if (!schedule) return optimizer;
  const batches = Math.ceil(train.inputs.shape[0] / training.batchSize);
  return { ...optimizer, schedule: inSteps(schedule, Math.max(1, Math.round(batches / accumulate))) };
}
