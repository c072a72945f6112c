import {
  type ArrayPair,
  type ArraySource,
  InputError,
  MAX_IDX_MIB,
  MAX_NPY_MIB,
  nearestWord,
  type Place,
  parseIdx,
  parseNpy,
  parseNpz,
  parseSafetensors,
  type Tensor,
} from "../index.ts";
import { dataPath } from "./data-path.ts";
import { readUnpacked } from "./unpacked.ts";

/** Something in a file that can be read as an array. */
interface Stored {
  read(): Tensor;
}

/**
 * Reads the two arrays of a source.
 * @param examplePath relative to the current directory, and so are the paths in messages
 * @throws InputError where there are no such files or arrays
 */
export async function readArrays(source: ArraySource, examplePath: string): Promise<ArrayPair<Tensor>> {
  const { format, files, names, words, place, labelPlace } = source;
  if (format === "idx" || format === "npy") {
    const limit = format === "idx" ? MAX_IDX_MIB : MAX_NPY_MIB;
    const parse = format === "idx" ? parseIdx : parseNpy;
    const read = async (which: "inputs" | "targets", askedAt: Place): Promise<Tensor> => {
      const path = dataPath(files[which], askedAt, examplePath, words[which]);
      return parse(await readUnpacked(path, { limit, askedAt }), path);
    };
    const [inputs, targets] = await Promise.all([read("inputs", place), read("targets", labelPlace)]);
    return { inputs, targets };
  }
  const path = dataPath(files.inputs, place, examplePath, format);
  const bytes = await readUnpacked(path, { limit: MAX_NPY_MIB, askedAt: place });
  const arrays: ReadonlyMap<string, Stored> =
    format === "npz" ? parseNpz(bytes, path) : parseSafetensors(bytes, path).tensors;
  return {
    inputs: arrayIn(arrays, names?.inputs ?? words.inputs, path, place),
    targets: arrayIn(arrays, names?.targets ?? words.targets, path, labelPlace),
  };
}

function arrayIn(arrays: ReadonlyMap<string, Stored>, name: string, path: string, place: Place): Tensor {
  const found = arrays.get(name);
  if (found) return found.read();
  const names = [...arrays.keys()];
  const near = nearestWord(name, names);
  const hint = near === undefined ? "" : `   did you mean ${JSON.stringify(near)}?`;
  const listed = names.slice(0, 6).join(", ");
  const message = `expected one of its arrays (${listed}${names.length > 6 ? ", …" : ""}), found ${JSON.stringify(name)}`;
  throw new InputError(`${path}: ${message}${hint}`, place);
}
