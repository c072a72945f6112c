import type { InputError } from "../../../tensor/error.ts";
import { formatShape, sizeOf } from "../../../tensor/shape.ts";
import type { Values } from "../../../tensor/tensor.ts";
import { type ElementType, elementType, encodingOf } from "./element-type.ts";
import type { OnnxTensor } from "./model.ts";
import { decodeBits, decodeNumbers } from "./numbers.ts";
import type { Field, NumberKind } from "./wire.ts";

/** How many numbers one tensor may have. */
export const MAX_ELEMENTS: number = 2 ** 27;

/** Along how many axes a tensor may reach. */
export const MAX_AXES = 32;

/** What a tensor says of itself before its numbers are read. */
interface Header {
  name: string;
  type: ElementType;
  shape: number[];
  raw: Uint8Array | undefined;
  isExternal: boolean;
}

/** @throws InputError that names the tensor */
export function readTensor(field: Pick<Field, "each">, fail: (message: string) => InputError): OnnxTensor {
  const header: Header = { name: "", type: "undefined", shape: [], raw: undefined, isExternal: false };
  const wrong = (message: string) => fail(`tensor "${header.name}": ${message}`);
  field.each((part) => readHeader(header, part));
  const { name, type, shape, raw } = header;
  if (header.isExternal) {
    throw wrong(
      `its numbers are in another file, which is not read; save the model with its data inside (in Python: onnx.save_model(onnx.load("model.onnx"), "whole.onnx", save_as_external_data=False))`,
    );
  }
  if (!encodingOf(type)) throw wrong(`expected numbers, found elements of the type ${type}`);
  if (!shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0)) {
    throw wrong(`expected extents from 0, found ${formatShape(shape)}`);
  }
  if (shape.length > MAX_AXES) throw wrong(`expected at most ${MAX_AXES} axes, found more`);
  if (sizeOf(shape) > MAX_ELEMENTS) {
    throw wrong(`expected at most ${MAX_ELEMENTS} elements, found ${formatShape(shape)}`);
  }
  const expected = `expected ${sizeOf(shape)} elements of ${type} for ${formatShape(shape)}`;
  if (!raw)
    return {
      name,
      type,
      shape,
      values: typedValues(field, type, sizeOf(shape), (found) => wrong(`${expected}, found ${found}`)),
    };
  field.each(({ number }) => {
    if (numberFields[number] !== undefined)
      throw wrong("expected its numbers once, found them as bytes and as numbers");
  });
  const values = decodeNumbers(type, raw, sizeOf(shape));
  if (!values) throw wrong(`${expected}, found ${raw.length} bytes`);
  return { name, type, shape, values };
}

function readHeader(header: Header, part: Field): void {
  switch (part.number) {
    case 1:
      part.eachNumber("signed", (extent) => {
        // one more than there may be is enough to tell
        if (header.shape.length <= MAX_AXES) header.shape.push(extent);
      });
      break;
    case 2:
      header.type = elementType(part.integer());
      break;
    case 8:
      header.name = part.text();
      break;
    case 9:
      header.raw = part.bytes();
      break;
    case 13:
      header.isExternal = true;
      break;
    case 14:
      if (part.integer() === 1) header.isExternal = true;
      break;
  }
}

/** The fields that hold numbers, and how they are written. */
const numberFields: Readonly<Record<number, NumberKind>> = {
  4: "float",
  5: "signed",
  7: "signed",
  10: "double",
  11: "unsigned",
};

/** Numbers that stand in fields of their own. Elements narrower than a byte stand packed in each; floats of 16 bits as their bits. */
function typedValues(
  field: Pick<Field, "each">,
  type: ElementType,
  size: number,
  wrong: (found: string) => InputError,
): Values {
  const { bits, exponent } = encodingOf(type) ?? { bits: 0 };
  const isPacked = bits < 8;
  const count = isPacked ? Math.ceil((size * bits) / 8) : size;
  const isRoom = count <= MAX_UNSEEN;
  let values: Values = allocated(type, isRoom ? count : 0);
  let found = 0;
  field.each((part) => {
    const kind = numberFields[part.number];
    if (kind === undefined) return;
    part.eachNumber(kind, (number) => {
      // room for very many numbers is made when there are some
      if (values.length === 0 && count > 0) values = allocated(type, count);
      if (found === count) throw wrong(`more numbers`);
      values[found++] = exponent === undefined || isPacked ? number : decodeBits(type, number);
    });
  });
  if (found !== count) throw wrong(`${found} numbers`);
  return (isPacked && decodeNumbers(type, Uint8Array.from(values), size)) || values;
}

/** For how many numbers there may be room before the first is seen. */
const MAX_UNSEEN = 2 ** 20;

function allocated(type: ElementType, count: number): Values {
  return type === "float32" ? new Float32Array(count) : new Float64Array(count);
}
