import { oneLine, quote } from "../formats/wording.ts";
import { InputError } from "../tensor/error.ts";
import { formatShape, type Shape, sizeOf } from "../tensor/shape.ts";
import { allocate, type DType, type Nested, type Tensor } from "../tensor/tensor.ts";
import { descriptionToJson, parseDescription } from "./description.ts";
import { nestedNumbers } from "./numbers.ts";
import { learntOf, parametersWith, type TrainedModel } from "./trained-model.ts";

/** The largest model in JSON, in MiB. */
export const MAX_MODEL_JSON_MIB = 256;

/** A trained model as JSON for people and other programs to read: its description, and its numbers by their paths, row by row. */
export function modelToJson(model: TrainedModel): string {
  const { dtype, parameters } = model;
  const numbers = learntOf(parameters).map(
    ({ path, initial }) => `    ${JSON.stringify(path)}: ${rowsText(nestedNumbers(initial, dtype), "    ")}`,
  );
  const description = JSON.stringify(descriptionToJson(model), null, 2);
  return `${description.slice(0, -2)},\n  "parameters": {\n${numbers.join(",\n")}\n  }\n}\n`;
}

/** Lists of numbers in one line each. */
function rowsText(nested: Nested, indent: string): string {
  if (typeof nested === "number" || typeof nested[0] !== "object") return JSON.stringify(nested);
  const inner = `${indent}  `;
  const rows = nested.map((row) => `${inner}${rowsText(row, inner)}`);
  return `[\n${rows.join(",\n")}\n${indent}]`;
}

/** Is a text one that `modelToJson` wrote, as far as its beginning tells? */
export function looksLikeModelJson(text: string): boolean {
  return /^\s*\{\s*"backstep"\s*:/.test(text) && /"parameters"\s*:/.test(text);
}

/**
 * Reads what `modelToJson` wrote.
 * @param file what messages call it
 * @throws InputError where it is no such text, or its numbers are not those of the network that it describes
 */
export function modelFromJson(text: string, file: string): TrainedModel {
  const refuse = (message: string): never => {
    throw new InputError(message, { file });
  };
  if (text.length > MAX_MODEL_JSON_MIB * 2 ** 20)
    refuse(`expected at most ${MAX_MODEL_JSON_MIB} MiB, found more`);
  const { parameters, ...rest } = objectOf(text, refuse);
  const { numbers: _, ...described } = parseDescription(withoutDepth(rest, refuse), `${file}, description`);
  const found = new Map(
    isRecord(parameters) ? Object.entries(parameters) : refuse("expected parameters, found none"),
  );
  const learnt = parametersWith(described.model.network, (path, { shape }) => {
    const nested = found.get(path);
    found.delete(path);
    return nested === undefined ? undefined : tensorOf(nested, shape, described.dtype, path, refuse);
  });
  const [unknown] = found.keys();
  if (unknown !== undefined)
    refuse(`expected the parameters of the network, found ${quote(unknown)} as well`);
  return { ...described, parameters: learnt };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function objectOf(text: string, refuse: (message: string) => never): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : refuse("expected a model, found no object");
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refuse(`expected JSON: ${oneLine(error.message)}`);
  }
}

function withoutDepth(value: unknown, refuse: (message: string) => never): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refuse("expected a description of a few levels, found more");
  }
}

/** Nested lists as a tensor of a shape that is known: nothing is looked at beyond it. */
function tensorOf(
  nested: unknown,
  shape: Shape,
  dtype: DType,
  path: string,
  refuse: (message: string) => never,
): Tensor {
  const wrong = (): never =>
    refuse(`${path}: expected numbers of the shape ${formatShape(shape)}, found others`);
  let count = 0;
  const check = (part: unknown, axis: number): void => {
    if (axis === shape.length) {
      count += typeof part === "number" ? 1 : wrong();
    } else if (Array.isArray(part) && part.length === shape[axis])
      for (const one of part) check(one, axis + 1);
    else wrong();
  };
  check(nested, 0);
  const values = allocate(dtype, count);
  values.set([nested].flat(shape.length + 1) as number[]);
  if (count !== sizeOf(shape)) wrong();
  return { shape, values };
}
