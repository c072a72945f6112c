import type { InputError } from "../../../tensor/error.ts";
import { formatShape, sizeOf } from "../../../tensor/shape.ts";
import type { Values } from "../../../tensor/tensor.ts";
import { type ElementType, elementType, encodingOf } from "./element-type.ts";
import type { OnnxTensor } from "./model.ts";
import { decodeBits, decodeNumbers } from "./numbers.ts";
import type { Field } from "./wire.ts";

/** How many numbers one tensor may have. */
export const MAX_ELEMENTS: number = 2 ** 27;

/** What a tensor holds before it is known how many numbers there should be. */
interface Draft {
  name: string;
  type: ElementType;
  shape: number[];
  raw: Uint8Array | undefined;
  numbers: number[];
  isExternal: boolean;
}

/** @throws InputError that names the tensor */
export function readTensor(field: Field, fail: (message: string) => InputError): OnnxTensor {
  const draft: Draft = {
    name: "",
    type: "undefined",
    shape: [],
    raw: undefined,
    numbers: [],
    isExternal: false,
  };
  field.each((part) => readPart(draft, part));
  const { name, type, shape } = draft;
  const wrong = (message: string) => fail(`tensor "${name}": ${message}`);
  if (draft.isExternal) {
    throw wrong(
      `its numbers are in another file, which is not read; save the model with its data inside (in Python: onnx.save_model(onnx.load("model.onnx"), "whole.onnx", save_as_external_data=False))`,
    );
  }
  if (!encodingOf(type)) throw wrong(`expected numbers, found elements of the type ${type}`);
  if (!shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0)) {
    throw wrong(`expected extents from 0, found ${formatShape(shape)}`);
  }
  if (sizeOf(shape) > MAX_ELEMENTS) {
    throw wrong(`expected at most ${MAX_ELEMENTS} elements, found ${formatShape(shape)}`);
  }
  const values = valuesOf(draft);
  if (!values) {
    const found = draft.raw ? `${draft.raw.length} bytes` : `${draft.numbers.length} numbers`;
    throw wrong(`expected ${sizeOf(shape)} elements of ${type} for ${formatShape(shape)}, found ${found}`);
  }
  return { name, type, shape, values };
}

function readPart(draft: Draft, part: Field): void {
  switch (part.number) {
    case 1:
      append(draft.shape, part.integers());
      break;
    case 2:
      draft.type = elementType(part.integer());
      break;
    case 4:
      append(draft.numbers, part.floats());
      break;
    case 5:
    case 7:
      append(draft.numbers, part.integers());
      break;
    case 8:
      draft.name = part.text();
      break;
    case 9:
      draft.raw = part.bytes();
      break;
    case 10:
      append(draft.numbers, part.doubles());
      break;
    case 11:
      append(draft.numbers, part.unsigned());
      break;
    case 13:
      draft.isExternal = true;
      break;
    case 14:
      if (part.integer() === 1) draft.isExternal = true;
      break;
  }
}

function append(to: number[], numbers: readonly number[]): void {
  for (const number of numbers) to.push(number);
}

function valuesOf({ type, shape, raw, numbers }: Draft): Values | undefined {
  const count = sizeOf(shape);
  if (raw) return decodeNumbers(type, raw, count);
  const encoding = encodingOf(type);
  if (!encoding) return undefined;
  // elements narrower than a byte stand packed in each number
  if (encoding.bits < 8) {
    const bytes = Uint8Array.from(numbers);
    return decodeNumbers(type, bytes, count);
  }
  if (numbers.length !== count) return undefined;
  const isBits = encoding.exponent !== undefined;
  const values = type === "float32" ? new Float32Array(count) : new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = isBits ? decodeBits(type, numbers[i]) : numbers[i];
  return values;
}
