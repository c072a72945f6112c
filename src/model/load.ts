import { refuseForeign } from "../formats/foreign.ts";
import { InputError } from "../tensor/error.ts";
import { modelFromSafetensors } from "./model-file.ts";
import { looksLikeModelJson, modelFromJson } from "./model-json.ts";
import { predictableOnnx } from "./onnx-model.ts";
import { type Predictable, predictable } from "./predictable.ts";
import type { TrainedModel } from "./trained-model.ts";

/** What a file of a model holds. */
export interface LoadedModel {
  readonly predictable: Predictable;
  /** Undefined of a file that holds a graph, and no layers. */
  readonly trained?: TrainedModel;
}

export type ModelBytesKind = "safetensors" | "json" | "onnx" | "text";

/** What a file is by its name, or else as its bytes look; `text` is no model, but may be an example. */
export function modelBytesKind(bytes: Uint8Array, file: string): ModelBytesKind {
  const named = /\.(safetensors|onnx)$/i.exec(file)?.[1].toLowerCase();
  if (named !== undefined) return named as ModelBytesKind;
  if (bytes.length > 8 && bytes[8] === 0x7b && bytes[7] === 0 && bytes[6] === 0) return "safetensors";
  const start = new TextDecoder().decode(bytes.subarray(0, 4096));
  if (/^\uFEFF?\s*\{\s*"backstep"\s*:/.test(start) && looksLikeModelJson(textOf(bytes))) return "json";
  // the first field of an ONNX file is its version, a number
  return bytes[0] === 0x08 ? "onnx" : "text";
}

/**
 * Opens a model: safetensors or JSON that backstep wrote, or ONNX. Nothing but the bytes is read, and nothing in them is run.
 * @param file what messages call it
 * @throws InputError where it is none
 */
export function loadModel(bytes: Uint8Array, file = "the model"): LoadedModel {
  refuseForeign(bytes, file);
  const kind = modelBytesKind(bytes, file);
  if (kind === "onnx") return { predictable: predictableOnnx(bytes, file) };
  if (kind === "text") {
    throw new InputError("expected a model in safetensors, JSON or ONNX, found something else", { file });
  }
  const trained = kind === "json" ? modelFromJson(textOf(bytes), file) : modelFromSafetensors(bytes, file);
  return { trained, predictable: predictable(trained) };
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
