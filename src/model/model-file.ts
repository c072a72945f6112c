import { parseSafetensors, type Safetensors } from "../formats/safetensors.ts";
import { writeSafetensors } from "../formats/write-safetensors.ts";
import { InputError } from "../tensor/error.ts";
import { areFinite, type Tensor } from "../tensor/tensor.ts";
import { descriptionToJson, parseDescription } from "./description.ts";
import { fromStateDict, type MappedTensor, toStateDict } from "./pytorch/state-dict.ts";
import { inWidth, parametersWith, type TrainedModel } from "./trained-model.ts";

/** The key of the metadata that describes the model. */
const DESCRIPTION = "backstep";

/**
 * A trained model as one file: its tensors as PyTorch names them and lays them out, and in the metadata all else.
 * @throws InputError where a layer is of a kind of the user's own
 */
export function modelToSafetensors(model: TrainedModel): Uint8Array {
  const { network } = model.model;
  const { tensors } = toStateDict(network, model.parameters, model.dtype);
  // PyTorch's own tools look for the format
  const notes = new Map([
    [DESCRIPTION, JSON.stringify(descriptionToJson(model))],
    ["format", "pt"],
  ]);
  return writeSafetensors(tensors, notes);
}

/** Where each parameter of a model stands in its file. */
export function mappingOf({ model, parameters, dtype }: TrainedModel): readonly MappedTensor[] {
  return toStateDict(model.network, parameters, dtype).mapped;
}

/**
 * Reads what `modelToSafetensors` wrote.
 * @param file what messages call it
 * @throws InputError where it is no such file, or its tensors are not those of the network that it describes
 */
export function modelFromSafetensors(bytes: Uint8Array, file: string): TrainedModel {
  const { tensors, metadata } = parseSafetensors(bytes, file);
  const text = metadata.get(DESCRIPTION);
  if (text === undefined) {
    throw new InputError(
      "expected a model (which backstep wrote), found tensors alone   with an example that says what network they are of, --weights reads them",
      { file },
    );
  }
  const { numbers: _, ...described } = parseDescription(text, `${file}, description`);
  const { numbers } = fromStateDict(described.model.network, tensors, file);
  return { ...described, parameters: parametersOf(described, numbers, file) };
}

/**
 * A model whose numbers come from a PyTorch state dict.
 * @param described what the numbers are of; its width becomes that of the file
 * @throws InputError where the tensors are not those of the network
 */
export function modelWithWeights(
  described: Omit<TrainedModel, "parameters" | "dtype">,
  bytes: Uint8Array,
  file: string,
): { readonly model: TrainedModel; readonly mapped: readonly MappedTensor[] } {
  const { tensors } = parseSafetensors(bytes, file);
  const { numbers, mapped } = fromStateDict(described.model.network, tensors, file);
  const dtype = widthOf(tensors);
  const model = { ...described, dtype };
  return { model: { ...model, parameters: parametersOf(model, numbers, file) }, mapped };
}

function widthOf(tensors: Safetensors["tensors"]): TrainedModel["dtype"] {
  return [...tensors.values()].some(({ dtype }) => dtype === "F64") ? "f64" : "f32";
}

function parametersOf(
  { model, dtype }: Omit<TrainedModel, "parameters">,
  numbers: ReadonlyMap<string, Tensor>,
  file: string,
): TrainedModel["parameters"] {
  return parametersWith(model.network, (path) => {
    const found = numbers.get(path);
    if (found && !areFinite(found.values)) {
      throw new InputError(`${path}: expected finite numbers, found others`, { file });
    }
    return found && inWidth(dtype, found);
  });
}
