import { zipSync } from "fflate";
import { InputError } from "../tensor/error.ts";
import type { WritableTensor } from "./number-kinds.ts";
import { quote } from "./wording.ts";
import { writeNpy } from "./write-npy.ts";
import { isPlainName } from "./zip.ts";

/** Every file of an archive is from the beginning of zip's time, so that the same arrays give the same bytes. */
const DAY_ONE = "1980-01-01T00:00:00";

/**
 * The bytes of an npz file, its arrays stored one behind the other by name.
 * @throws InputError where a name cannot be that of a file, or values do not fit their shape
 */
export function writeNpz(tensors: ReadonlyMap<string, WritableTensor>): Uint8Array {
  const inOrder = [...tensors].sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  const files = inOrder.map(([name, tensor]) => {
    if (!isPlainName(`${name}.npy`)) {
      throw new InputError(`expected a name for an array that can be that of a file, found ${quote(name)}`);
    }
    return [`${name}.npy`, writeNpy(tensor)] as const;
  });
  return zipSync(Object.fromEntries(files), { level: 0, mtime: DAY_ONE });
}
