import type { OptimizerSpec } from "../nn/optimizers.ts";
import type { Samples } from "../nn/samples.ts";
import type { ModelSpec, NetworkSpec } from "../nn/spec.ts";
import type { EarlyStopping, MetricName } from "../nn/training.ts";
import { InputError, type Place } from "../tensor/error.ts";
import { tensor } from "../tensor/tensor.ts";
import { type Author, authorOf } from "./author.ts";
import { checkExample } from "./checks.ts";
import { accept, type Document, openDocument } from "./document.ts";
import type { InlineData } from "./schema/data.ts";
import { type ExampleFile, exampleSchema } from "./schema/example.ts";
import type { Title } from "./schema/heading.ts";
import { type DataSource, type EncodingSettings, filesOf } from "./source.ts";
import type { Path } from "./tree.ts";

export { MAX_EXAMPLE_MIB } from "./document.ts";
export { exampleJsonSchema } from "./schema/json.ts";

/** A network, its data and how it is trained: an example file with all defaults filled in. */
export interface Example extends Author {
  readonly title?: Title;
  readonly model: ModelSpec;
  readonly optimizer: OptimizerSpec;
  readonly data: ExampleData;
  readonly training: TrainingSettings;
}

export type ExampleData = { readonly inline: Samples } | ExampleFiles;

/** Data that stands in files of its own. */
export interface ExampleFiles {
  readonly train: DataSource;
  /** Another file, or the share of the samples that is kept for the test. */
  readonly test?: DataSource | { readonly fraction: number };
  readonly encoding: EncodingSettings;
}

export type { ArraySource, DataSource, TableSource } from "./source.ts";

export interface TrainingSettings {
  /** Default: 100. */
  readonly epochs: number;
  /** Default: all samples; 32 where they come from files. */
  readonly batchSize: number;
  /** Default: 0. */
  readonly seed: number;
  /** Default: only where samples come from files. */
  readonly shuffle: boolean;
  readonly metrics: readonly MetricName[];
  /** The share of the training samples that are only measured. */
  readonly validation?: { readonly fraction: number };
  readonly earlyStopping?: EarlyStopping;
}

/**
 * Reads the example file of a network, YAML or JSON.
 * @param file what messages call it
 * @throws InputError with the place of the first mistake
 */
export function parseExample(text: string, file: string): Example {
  const document = openDocument(text, file);
  if (document.kind === "network") return networkExampleOf(document);
  const { tree, place } = document;
  const key = tree.get(["expressions"]) === undefined ? "values" : "expressions";
  throw new InputError(`expected a network, found ${key}`, place(tree.key([key]).start));
}

/** @throws InputError with the place of the first mistake */
export function networkExampleOf(document: Document): Example {
  const { tree, place } = document;
  const file = accept(document, exampleSchema, checkExample);
  return exampleOf(file, (path) => place(tree.span(path).start));
}

function exampleOf(file: ExampleFile, placeOf: (path: Path) => Place): Example {
  const { title, loss, regularization, optimizer, training, conventions } = file;
  const reduction = file.reduction ?? conventions?.reduction;
  const network = conventions?.weights === "from-to" ? transposed(file.network) : file.network;
  const data = "inputs" in file.data ? { inline: samplesOf(file.data) } : filesOf(file.data, placeOf);
  const samples = "inline" in data ? data.inline.inputs.shape[0] : undefined;
  return {
    ...(title !== undefined && { title }),
    model: { network, loss, ...(reduction && { reduction }), ...(regularization && { regularization }) },
    optimizer,
    data,
    training: {
      epochs: 100,
      batchSize: samples ?? 32,
      seed: 0,
      shuffle: samples === undefined,
      metrics: [],
      ...training,
    },
    ...authorOf(file),
  };
}

/** One row per neuron, where the file has one per input. */
function transposed(network: NetworkSpec): NetworkSpec {
  const layers = network.layers.map((layer) => {
    if (!("dense" in layer) || !layer.weights) return layer;
    const { weights } = layer;
    return { ...layer, weights: weights[0].map((_, k) => weights.map((row) => row[k])) };
  });
  return { ...network, layers };
}

function samplesOf({ inputs, targets }: InlineData): Samples {
  const matrix = (rows: readonly (readonly number[])[]) => tensor([rows.length, rows[0].length], rows.flat());
  return { inputs: matrix(inputs), targets: matrix(targets) };
}
