import { modelToOnnx } from "../formats/onnx/export/export.ts";
import { importOnnx, onnxSignature } from "../formats/onnx/import/import.ts";
import { coneOf } from "../graph/graph.ts";
import { everyKind } from "../nn/every-kind.ts";
import { inputFault, inputShape, outputsOf } from "../nn/shapes.ts";
import { InputError } from "../tensor/error.ts";
import { formatShape, sizeOf } from "../tensor/shape.ts";
import { type AnswerKind, answerKindOf, scoresOf } from "./answers.ts";
import { type Description, descriptionToJson, parseDescription } from "./description.ts";
import type { Predictable } from "./predictable.ts";
import type { TrainedModel } from "./trained-model.ts";

/** The key of the metadata that describes the model. */
const DESCRIPTION = "backstep";

/**
 * A trained model as an ONNX file, in whose metadata all else stands that predicting from rows takes. Its numbers are float32,
 * which all runtimes have for every operation.
 */
export function trainedModelToOnnx(trained: TrainedModel): Uint8Array {
  const { model, parameters, encoding } = trained;
  const dtype = "f32";
  const valued = parameters.map((parameter) => ({ ...parameter, values: parameter.initial.values }));
  return modelToOnnx(model, valued, {
    dtype,
    ...(encoding?.label.kind === "classes" && { classes: encoding.label.classes }),
    metadata: { [DESCRIPTION]: JSON.stringify(descriptionToJson({ ...trained, dtype })) },
  });
}

/**
 * An ONNX file that takes one tensor of samples and puts out a row for each. Where backstep wrote it, rows go through the
 * encoding that it holds.
 * @param file what messages call it
 * @throws InputError where it is no such file
 */
export function predictableOnnx(bytes: Uint8Array, file: string): Predictable {
  const { inputs, metadata } = onnxSignature(bytes, file);
  const text = metadata.get(DESCRIPTION);
  const described = text === undefined ? undefined : parseDescription(text, `${file}, description`);
  const dtype = described?.dtype ?? "f64";
  if (inputs.length !== 1) {
    const found = inputs.map(({ name }) => JSON.stringify(name)).join(", ");
    throw new InputError(
      `expected one input, samples first, found ${inputs.length}${found && `: ${found}`}`,
      { file },
    );
  }
  const [samples] = inputs[0].shape ?? [];
  const fixed = typeof samples === "number" ? samples : undefined;
  const graphFor = (count: number): ReturnType<Predictable["graphFor"]> => {
    const { graph, inputs: ports, outputs, initial } = importOnnx(bytes, { file, samples: count, dtype });
    const [input, output] = [ports[0].node, outputs[0].node];
    const needed = new Set(coneOf([output]));
    if (!needed.has(input))
      throw new InputError("expected outputs that depend on the input, found others", { file });
    return { graph, input, output, numbers: [...initial].filter(([node]) => needed.has(node)) };
  };
  const { input, output } = graphFor(fixed ?? 1);
  const [rows, width] = [output.shape[0], sizeOf(output.shape.slice(1))];
  if (input.shape.length === 0 || output.shape.length < 2 || rows !== input.shape[0]) {
    throw new InputError(
      `expected a row of outputs for each sample, found ${formatShape(output.shape)} for ${formatShape(input.shape)}`,
      { file },
    );
  }
  if (described) checkDescribed(described, sizeOf(input.shape.slice(1)), width, file);
  return {
    ...(described?.encoding && { encoding: described.encoding }),
    answers: described ? answerKindOf(described) : answersIn(metadata, width),
    dtype,
    inputs: sizeOf(input.shape.slice(1)),
    outputs: width,
    ...(fixed !== undefined && { samples: fixed }),
    graphFor,
    faultIn: (tensor) => described && inputFault(described.model.network, tensor, everyKind),
  };
}

/** @throws InputError where the description is of another network than the graph */
function checkDescribed({ model }: Description, inputs: number, outputs: number, file: string): void {
  const expected = [sizeOf(inputShape(model.network)), outputsOf(model.network, everyKind)];
  if (expected[0] === inputs && expected[1] === outputs) return;
  throw new InputError(
    `expected a graph of ${expected[0]} inputs and ${expected[1]} outputs, as described, found ${inputs} and ${outputs}`,
    { file },
  );
}

/** Classes that somebody else's file may name. */
function answersIn(metadata: ReadonlyMap<string, string>, outputs: number): AnswerKind {
  return scoresOf(wordsIn(metadata.get("classes")), outputs);
}

function wordsIn(text = "[]"): readonly string[] {
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === "string") ? words : [];
  } catch {
    return [];
  }
}
