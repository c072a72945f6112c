import { gunzipSync } from "fflate";

/** The files of a tar archive that gzip has packed, by their paths; nothing is written anywhere. */
export function readTarGzip(packed: Uint8Array): Map<string, Uint8Array> {
  const bytes = gunzipSync(packed);
  const files = new Map<string, Uint8Array>();
  const text = (at: number, length: number) => {
    const end = bytes.subarray(at, at + length).indexOf(0);
    return new TextDecoder().decode(bytes.subarray(at, at + (end < 0 ? length : end)));
  };
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    const prefix = text(at + 345, 155);
    const name = prefix === "" ? text(at, 100) : `${prefix}/${text(at, 100)}`;
    // "0" is a file, and so was a zero byte once
    if (bytes[at + 156] === 0x30 || bytes[at + 156] === 0)
      files.set(name, bytes.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
