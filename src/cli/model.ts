import { stat } from "node:fs/promises";
import { join } from "node:path";
import {
  type Example,
  InputError,
  type LoadedModel,
  loadModel,
  type MappedTensor,
  modelBytesKind,
  modelWithWeights,
  type PreparedData,
  parametersOf,
  predictable,
  refuseForeign,
  type TrainedModel,
  withoutNumbers,
} from "../index.ts";
import { readBytes, runFiles } from "../node/index.ts";
import { prepare } from "./prepare.ts";

/** The largest file that Node takes as one, in MiB. */
const LIMIT = 4095;

export const MODEL_ARGUMENT =
  "the folder of a run, a model (.safetensors, .json, .onnx), or an example file whose weights are all given";

/** A model, and where numbers of somebody else's were found in their file. */
export interface OpenedModel extends LoadedModel {
  /** What it was read from. */
  readonly file: string;
  readonly mapped?: readonly MappedTensor[];
}

/**
 * Opens a model, whatever it is kept in.
 * @param weights a PyTorch state dict, where the path is that of an example
 * @throws InputError where it cannot be read
 */
export async function openModel(path: string, weights?: string): Promise<OpenedModel> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const file = isFolder ? join(path, runFiles.model) : path;
  const bytes = isFolder ? await modelOfRun(path, file) : await readBytes(file, { limit: LIMIT });
  refuseForeign(bytes, file);
  if (modelBytesKind(bytes, file) === "text") {
    return { file, ...(weights === undefined ? await exampleModel(file) : await withWeights(file, weights)) };
  }
  if (weights !== undefined) {
    throw new InputError(
      "--weights: expected together with an example file, which says what network they are of",
    );
  }
  return { file, ...loadModel(bytes, file) };
}

async function modelOfRun(folder: string, file: string): Promise<Uint8Array> {
  const isThere = await stat(file).then(
    () => true,
    () => false,
  );
  if (isThere) return readBytes(file, { limit: LIMIT });
  throw new InputError(
    `expected the folder of a run that has ended, found no ${runFiles.model} in it   train --out ${JSON.stringify(folder)} --resume ends it`,
    { file: folder },
  );
}

/** @throws InputError where some of the weights are not in the file */
async function exampleModel(file: string): Promise<LoadedModel> {
  const { example, data, session } = await prepare(file, {});
  const { network } = example.model;
  const others = parametersOf(network, session.options.seed + 1, session.options.kinds);
  const drawn = session.parameters.find(
    ({ kind, initial }, i) =>
      kind !== "statistic" && initial.values.some((value, k) => value !== others[i].initial.values[k]),
  );
  if (drawn) {
    throw new InputError(
      `layer ${drawn.layer + 1}: expected its weights in the file, found none, for training draws them   train --out makes a model; --weights reads those of PyTorch`,
      { file },
    );
  }
  const { dtype } = session.options;
  const parameters = session.parameters.map((parameter) => ({
    ...parameter,
    initial: { shape: parameter.initial.shape, values: session.read(parameter) },
  }));
  const trained = { ...describedBy(example, data), dtype, parameters };
  return { trained, predictable: predictable(trained) };
}

async function withWeights(
  file: string,
  weights: string,
): Promise<LoadedModel & Pick<OpenedModel, "mapped">> {
  const { example, data } = await prepare(file, {});
  const bytes = await readBytes(weights, { limit: LIMIT });
  refuseForeign(bytes, weights);
  const { model: trained, mapped } = modelWithWeights(describedBy(example, data), bytes, weights);
  return { trained, predictable: predictable(trained), mapped };
}

function describedBy(
  { title, model }: Example,
  { encoding }: PreparedData,
): Omit<TrainedModel, "parameters" | "dtype"> {
  const { network, loss } = model;
  return {
    ...(title !== undefined && { title }),
    model: { network: withoutNumbers(network), loss },
    encoding,
  };
}
