import { sizeOf } from "../../tensor/shape.ts";
import type { DType, Nested, Tensor } from "../../tensor/tensor.ts";
import { nestedNumbers } from "../numbers.ts";
import type { Helper } from "./helpers.ts";

/** Arrays with more numbers are written in base64. */
const MOST_WRITTEN = 1000;
const LINE = 100;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** An array of numbers as a constant of the module: as people read it where it is short, else in base64. */
export function constantText(name: string, tensor: Tensor, dtype: DType, helpers: Set<Helper>): string {
  const { shape, values } = tensor;
  if (values.length > MOST_WRITTEN) {
    helpers.add("fromBase64");
    return `const ${name} = fromBase64(\`${base64Lines(bytesOf(tensor, dtype))}\`, ${dtype === "f32" ? 4 : 8});`;
  }
  const nested = nestedNumbers(shape.length > 2 ? { shape: flatter(shape), values } : tensor, dtype);
  return `const ${name} = Float64Array.of(${numbersText(nested)});`;
}

/** Each of these numbers the same: short, however many there are. */
export function numbersConstant(values: readonly number[], helpers: Set<Helper>): string {
  const [first] = values;
  if (values.length > 1 && values.every((value) => value === first)) {
    return `new Float64Array(${values.length})${first === 0 ? "" : `.fill(${first})`}`;
  }
  if (values.length <= MOST_WRITTEN) return `Float64Array.of(${values.join(", ")})`;
  helpers.add("fromBase64");
  const tensor = { shape: [values.length], values: Float64Array.from(values) };
  return `fromBase64(\`${base64Lines(bytesOf(tensor, "f64"))}\`, 8)`;
}

function flatter(shape: readonly number[]): number[] {
  const columns = sizeOf(shape.slice(1));
  return [shape[0], columns];
}

const IN_LINE = 10;

/** Each row of a matrix begins a line. */
function numbersText(nested: Nested): string {
  if (typeof nested === "number") return `${nested}`;
  const isRow = typeof nested[0] !== "object";
  if (isRow && nested.length <= IN_LINE) return nested.join(", ");
  const rows = (isRow ? [nested] : nested) as readonly (readonly number[])[];
  return `\n${rows.flatMap(linesOf).join("\n")}\n`;
}

function linesOf(row: readonly number[]): string[] {
  const lines: string[] = [];
  for (let from = 0; from < row.length; from += IN_LINE) {
    lines.push(`${from === 0 ? "  " : "    "}${row.slice(from, from + IN_LINE).join(", ")},`);
  }
  return lines;
}

function bytesOf({ values }: Tensor, dtype: DType): Uint8Array {
  const width = dtype === "f32" ? 4 : 8;
  const view = new DataView(new ArrayBuffer(values.length * width));
  for (const [i, value] of values.entries()) {
    if (dtype === "f32") view.setFloat32(4 * i, value, true);
    else view.setFloat64(8 * i, value, true);
  }
  return new Uint8Array(view.buffer);
}

function base64Lines(bytes: Uint8Array): string {
  const lines: string[] = [];
  const inLine = (LINE / 4) * 3;
  for (let from = 0; from < bytes.length; from += inLine) {
    lines.push(base64(bytes.subarray(from, from + inLine)));
  }
  return `\n${lines.join("\n")}\n`;
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let part = 0; part < 4; part++) text += part > left ? "=" : LETTERS[(word >> (18 - 6 * part)) & 63];
  }
  return text;
}
