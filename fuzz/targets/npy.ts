import { parseNpy } from "../../src/formats/npy.ts";
import { writeNpy } from "../../src/formats/write-npy.ts";
import type { Target } from "../target.ts";

export const target: Target = {
  seeds: () => [
    writeNpy({ shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) }),
    writeNpy({ shape: [1], values: BigInt64Array.of(7n) }),
    writeNpy({ shape: [], values: Float64Array.of(7) }),
  ],
  read: (input) => parseNpy(input, "a.npy"),
  words: [
    "'descr'",
    "'fortran_order'",
    "'shape'",
    "True",
    "False",
    "(",
    ")",
    ",",
    "3L",
    "[('x', '<f8')]",
    "'|O'",
    ...["<f2", ">f8", "|b1", "|u1", ">i2", "<u8", "<U5"].map((kind) => `'${kind}'`),
  ],
  /** The header ends with the first line. */
  mend: (input) => {
    const length = input.indexOf(0x0a) + 1 - 10;
    if (length < 2) return input;
    const mended = input.slice();
    mended.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 255, (length >> 8) & 255]);
    return mended;
  },
};
