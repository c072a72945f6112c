import { InputError } from "../tensor/error.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { refuseForeign } from "./foreign.ts";
import { MAX_NPY_MIB, readNpy } from "./npy.ts";
import { quote } from "./wording.ts";
import { isZip, openZip } from "./zip.ts";

/** An array of an npz file; it is unpacked when it is asked for. */
export interface NamedArray {
  readonly name: string;
  /** @throws InputError where it is broken, or holds no numbers */
  read(): Tensor;
}

const SUFFIX = ".npy";

/**
 * Opens an npz file, NumPy's archive of several arrays: a zip archive of npy files, stored or deflated.
 * @param file what messages call it
 * @returns the arrays by name, without `.npy`
 * @throws InputError where the bytes are not such a file, or unpack to more than `MAX_NPY_MIB`
 */
export function parseNpz(bytes: Uint8Array, file: string): ReadonlyMap<string, NamedArray> {
  const refuse = (message: string): never => {
    throw new InputError(message, { file });
  };
  if (!isZip(bytes)) {
    refuseForeign(bytes, file);
    refuse("expected an npz file, which is a zip archive of npy files");
  }
  const arrays = new Map<string, NamedArray>();
  const entries = openZip(bytes, MAX_NPY_MIB * 2 ** 20, (message) => {
    refuseForeign(bytes, file);
    return refuse(message);
  });
  for (const entry of entries) {
    if (!entry.name.endsWith(SUFFIX)) {
      refuseForeign(bytes, file);
      return refuse(`expected npy files alone in the archive, found ${quote(entry.name)}`);
    }
    const name = entry.name.slice(0, -SUFFIX.length);
    arrays.set(name, {
      name,
      read: () => readNpy(entry.read(), (message) => refuse(`${quote(name)}: ${message}`)),
    });
  }
  return arrays;
}
