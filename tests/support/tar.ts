import { gunzipSync } from "fflate";

/** The files of a tar archive that gzip has packed, by their paths; nothing is written anywhere. */
export function readTarGzip(packed: Uint8Array): Map<string, Uint8Array> {
  const bytes = gunzipSync(packed);
  const files = new Map<string, Uint8Array>();
  const text = (at: number, length: number) => {
    const end = bytes.subarray(at, at + length).indexOf(0);
    return new TextDecoder().decode(bytes.subarray(at, at + (end < 0 ? length : end)));
  };
  let long: string | undefined;
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    const content = bytes.subarray(at + 512, at + 512 + size);
    const prefix = text(at + 345, 155);
    const kind = String.fromCharCode(bytes[at + 156]);
    // a name of more than 100 characters stands in an entry of its own, before the file's
    if (kind === "L") long = text(at + 512, size);
    else {
      if (kind === "0" || kind === "\0")
        files.set(long ?? (prefix === "" ? "" : `${prefix}/`) + text(at, 100), content);
      long = undefined;
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
