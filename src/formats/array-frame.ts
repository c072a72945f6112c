import { byName } from "../data/frame.ts";
import type { ScaleName } from "../data/scale.ts";
import { everyKind } from "../nn/every-kind.ts";
import { lossOf, lossSettings } from "../nn/losses.ts";
import { inputShape, outputsOf } from "../nn/shapes.ts";
import type { ModelSpec } from "../nn/spec.ts";
import { InputError } from "../tensor/error.ts";
import { sizeOf } from "../tensor/shape.ts";
import type { Tensor, Values } from "../tensor/tensor.ts";
import type { Table } from "./csv.ts";
import type { ArrayPair, ArraySource } from "./source.ts";
import type { SourceFrame, TrainedColumns } from "./table-source.ts";
import { labelOf, type ReadLabel, targetFits, targetWanted } from "./targets.ts";
import { counted } from "./wording.ts";

/**
 * Two arrays as two columns: inputs, of as many numbers as a sample has, and labels, as what the network's loss takes;
 * targets of several numbers as they are.
 * @param trained of the training data, where this is data to test with
 * @throws InputError where they do not fit the network, or each other
 */
export function frameFromArrays(
  { inputs, targets }: ArrayPair<Tensor>,
  source: ArraySource,
  model: ModelSpec,
  options: { readonly trained?: TrainedColumns; readonly scaleLabel?: ScaleName } = {},
): SourceFrame {
  const [count = 0, ...rest] = inputs.shape;
  const width = sizeOf(rest);
  const { place, labelPlace, words, files } = source;
  const wanted = sizeOf(inputShape(model.network));
  const each = source.format === "idx" ? "image" : "sample";
  if (width !== wanted) {
    const found = `${counted(width, "number")} for each ${each}`;
    throw new InputError(`${words.inputs}: expected ${counted(wanted, "input")}, found ${found}`, place);
  }
  const [labels, ...numbers] = targets.shape;
  if (
    targets.shape.length === 0 ||
    (source.format === "idx" && numbers.length > 0) ||
    labels !== count ||
    count === 0
  ) {
    const expected = `expected ${counted(count, "label")} (one for each ${each})`;
    throw new InputError(
      `${words.targets}: ${expected}, found ${targets.shape.join(" × ") || "one number"}`,
      labelPlace,
    );
  }
  checkFinite(inputs.values, words.inputs, place);
  const read =
    sizeOf(numbers) === 1
      ? labelOf(
          tableOf(targets, source),
          { column: 0, place: labelPlace, ...(options.scaleLabel && { scale: options.scaleLabel }) },
          model,
          options.trained?.classes,
        )
      : wideLabel(targets, source, model, options.scaleLabel);
  const pixels = { kind: "number", name: words.inputs, width, values: inputs.values } as const;
  return {
    frame: { file: files.inputs, rows: count, columns: byName([pixels, read.column]) },
    label: read.options,
  };
}

/** What is not a number is missing; nothing is infinite. */
function checkFinite(values: Values, word: string, place: ArraySource["place"]): void {
  for (let i = 0; i < values.length; i++) {
    if (values[i] === Number.POSITIVE_INFINITY || values[i] === Number.NEGATIVE_INFINITY) {
      throw new InputError(`${word}: expected finite numbers, found ${values[i]}`, place);
    }
  }
}

/** Labels as the only column of a table. */
function tableOf({ values }: Tensor, { files, words, labelPlace }: ArraySource): Table {
  return {
    file: files.targets,
    columns: [words.targets],
    rows: values.length,
    cell: (row) => String(values[row]),
    place: () => labelPlace,
  };
}

/** Targets of several numbers a sample. */
function wideLabel(
  { shape, values }: Tensor,
  { words, labelPlace }: ArraySource,
  { network, loss }: ModelSpec,
  scale: ScaleName = "none",
): ReadLabel {
  const [count] = shape;
  const width = values.length / count;
  const outputs = outputsOf(network, everyKind);
  const name = words.targets;
  if (width !== outputs) {
    const message = `${name}: expected ${counted(outputs, "number")} for each sample (${counted(outputs, "output")})`;
    throw new InputError(`${message}, found ${width}`, labelPlace);
  }
  const kind = lossOf(loss).targets;
  const wrong = values.findIndex((value) => !Number.isFinite(value) || !targetFits(value, kind));
  if (wrong !== -1) {
    const expected = kind === "any" ? "a finite number" : targetWanted(kind);
    throw new InputError(
      `${name}: expected ${expected} (${lossSettings(loss).name}), found ${values[wrong]} for sample ${Math.floor(wrong / width) + 1}`,
      labelPlace,
    );
  }
  return { column: { kind: "number", name, width, values }, options: { kind: "number", name, scale } };
}
