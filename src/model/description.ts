import * as z from "zod";
import { inputsOf, targetsOf } from "../data/encoding.ts";
import { encodingFromJson, encodingToJson } from "../data/json.ts";
import { checkExample } from "../formats/checks.ts";
import { accept, openDocument } from "../formats/document.ts";
import { type Title, title, version } from "../formats/schema/heading.ts";
import { lossSchema } from "../formats/schema/loss.ts";
import { networkSchema } from "../formats/schema/network.ts";
import { mapping } from "../formats/schema/rules.ts";
import { everyKind } from "../nn/every-kind.ts";
import { type PlacedLayer, placedLayers } from "../nn/layers/placed.ts";
import type { LossSpec } from "../nn/losses.ts";
import { inputShape, outputsOf } from "../nn/shapes.ts";
import type { NetworkSpec } from "../nn/spec.ts";
import { InputError } from "../tensor/error.ts";
import { sizeOf } from "../tensor/shape.ts";
import type { DType } from "../tensor/tensor.ts";
import type { TrainedModel } from "./trained-model.ts";

/** All of a trained model but its numbers. */
export type Description = Omit<TrainedModel, "parameters">;

interface DescriptionFile {
  readonly backstep: 1;
  readonly title?: Title;
  readonly dtype: DType;
  readonly network: NetworkSpec;
  readonly loss: LossSpec;
  readonly encoding?: unknown;
  readonly parameters?: unknown;
}

const descriptionSchema: z.ZodType<DescriptionFile> = mapping({
  backstep: version,
  title: title.exactOptional(),
  dtype: z.enum(["f32", "f64"]),
  network: networkSchema,
  loss: lossSchema,
  encoding: z.unknown().optional(),
  parameters: z.unknown().optional(),
});

/** Steps in time are nodes of the graph: so many of all layers together. */
const MAX_STEPS = 10_000;
/** The numbers of one sample behind a layer. */
const MAX_NUMBERS = 100_000_000;

/** Plain data, of which JSON is made. */
export function descriptionToJson({ title: called, dtype, model, encoding }: Description): object {
  return {
    backstep: 1,
    ...(called !== undefined && { title: called }),
    dtype,
    network: model.network,
    loss: model.loss,
    ...(encoding && { encoding: encodingToJson(encoding) }),
  };
}

/** What a text describes, and what else stands in it. */
export interface DescribedModel extends Description {
  /** Of a model in JSON: not looked at yet. */
  readonly numbers: unknown;
}

/**
 * Reads what `descriptionToJson` made, and checks it as an example file is checked.
 * @param file what messages call it
 * @throws InputError with the place of the first mistake
 */
export function parseDescription(text: string, file: string): DescribedModel {
  const document = openDocument(text, file);
  const found = accept(document, descriptionSchema, checkExample);
  const { network, loss, dtype, title: called, parameters } = found;
  checkSize(placedLayers(inputShape(network), network.layers, everyKind), file);
  const encoding =
    found.encoding === undefined
      ? undefined
      : encodingFromJson(found.encoding, document.place(document.tree.span(["encoding"]).start));
  if (encoding) checkFit(network, inputsOf(encoding), targetsOf(encoding), file);
  return {
    ...(called !== undefined && { title: called }),
    model: { network, loss },
    dtype,
    ...(encoding && { encoding }),
    numbers: parameters,
  };
}

/** @throws InputError where a graph of the network would be too large to be built */
function checkSize(layers: readonly PlacedLayer[], file: string): void {
  const time = ["rnn", "lstm", "gru"];
  const steps = layers.reduce(
    (sum, { kind, incoming }) => sum + (time.includes(kind.name) ? incoming[0].shape[0] : 0),
    0,
  );
  if (steps > MAX_STEPS) {
    throw new InputError(`network: expected at most ${MAX_STEPS} steps in time, found ${steps}`, { file });
  }
  for (const [layer, { incoming, shape, kind }] of layers.entries()) {
    const most = Math.max(sizeOf(shape), ...incoming.map((source) => sizeOf(source.shape)));
    if (most <= MAX_NUMBERS) continue;
    throw new InputError(
      `layer ${layer + 1} (${kind.name}): expected at most ${MAX_NUMBERS} numbers for a sample, found ${most}`,
      { file },
    );
  }
}

function checkFit(network: NetworkSpec, inputs: number, targets: number, file: string): void {
  const expected = [sizeOf(inputShape(network)), outputsOf(network, everyKind)];
  if (inputs !== expected[0] || targets !== expected[1]) {
    throw new InputError(
      `encoding: expected ${expected[0]} inputs and ${expected[1]} outputs, as the network has, found ${inputs} and ${targets}`,
      { file },
    );
  }
}
