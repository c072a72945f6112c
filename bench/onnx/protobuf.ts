/**
 * Writes Protocol Buffers messages, as much of them as an ONNX model needs: whole numbers, strings, bytes, floats and
 * messages within messages.
 */
export type Field =
  | { readonly field: number; readonly integer: number }
  | { readonly field: number; readonly float: number }
  | { readonly field: number; readonly text: string }
  | { readonly field: number; readonly bytes: Uint8Array };

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** A message of the given fields, in that order. */
export function message(...fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  return joined(fields.flatMap(encoded));
}

function encoded(part: Field): Uint8Array[] {
  const tag = (wireType: number) => varint(part.field * 8 + wireType);
  if ("integer" in part) return [tag(VARINT), varint(part.integer)];
  if ("float" in part) {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, part.float, true);
    return [tag(FIXED_32), bytes];
  }
  const bytes = "text" in part ? new TextEncoder().encode(part.text) : part.bytes;
  return [tag(LENGTH_DELIMITED), varint(bytes.length), bytes];
}

/** @param value a whole number, 0 ≤ value ≤ 2^53 − 1 */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Uint8Array.from([...bytes, rest]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
