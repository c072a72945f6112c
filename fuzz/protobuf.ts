import { PbfWriter } from "pbf";

/** Which fields of a message are messages, and of which kind. */
export type Kinds = Readonly<Record<string, Readonly<Record<number, string>>>>;

/** Writes a changed message anew with lengths that are right, and leaves out what cannot be read any more. */
export function mended(bytes: Uint8Array, kinds: Kinds, kind: string): Uint8Array {
  const writer = new PbfWriter();
  let at = 0;
  const varint = (): number => {
    let [value, factor] = [0, 1];
    while (at < bytes.length) {
      const byte = bytes[at++];
      value += (byte & 0x7f) * factor;
      factor *= 128;
      if (byte < 0x80 || factor > 2 ** 63) break;
    }
    return value;
  };
  while (at < bytes.length) {
    const start = at;
    const tag = varint();
    const [number, wire] = [Math.floor(tag / 8), tag % 8];
    if (number === 0 || number > 100) continue;
    if (wire === 2) {
      const length = Math.min(varint(), bytes.length - at);
      const part = bytes.subarray(at, at + length);
      at += length;
      const inner = kinds[kind]?.[number];
      writer.writeBytesField(number, inner === undefined ? part : mended(part, kinds, inner));
      continue;
    }
    if (wire === 0) varint();
    else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else continue;
    if (at > bytes.length) break;
    for (const byte of bytes.subarray(start, at)) {
      writer.realloc(1);
      writer.buf[writer.pos++] = byte;
    }
  }
  return writer.finish().slice();
}
