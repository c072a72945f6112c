import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { dataFilesOf, type Example } from "../../index.ts";
import { pathFrom } from "../data-path.ts";

/** A part of the data, told from any other by its bytes. */
export interface Fingerprint {
  /** As the example names it; of data that stands in the example, `in the example`. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

const INLINE = "in the example";

/**
 * The fingerprints of all data that an example names, in the order in which it does.
 * @param folder of the example file
 */
export async function fingerprintsOf(example: Example, folder: string): Promise<Fingerprint[]> {
  const { data } = example;
  if ("inline" in data) {
    const { inputs, targets } = data.inline;
    const hash = createHash("sha256").update(inputs.values).update(targets.values);
    const bytes = inputs.values.byteLength + targets.values.byteLength;
    return [{ path: INLINE, bytes, sha256: hash.digest("hex") }];
  }
  const found: Fingerprint[] = [];
  for (const path of dataFilesOf(example)) {
    found.push({ path, ...(await ofFile(pathFrom(folder, path))) });
  }
  return found;
}

async function ofFile(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  const handle = await open(path);
  for await (const chunk of handle.createReadStream() as AsyncIterable<Uint8Array>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}
