import { zipSync } from "fflate";
import { parseNpz } from "../../src/formats/npz.ts";
import type { WritableTensor } from "../../src/formats/number-kinds.ts";
import { writeNpy } from "../../src/formats/write-npy.ts";
import { writeNpz } from "../../src/formats/write-npz.ts";
import type { Target } from "../target.ts";

const a: WritableTensor = { shape: [2, 2], values: Float64Array.of(1, 2, 3, 4) };

export const target: Target = {
  seeds: () => [
    writeNpz(
      new Map([
        ["a", a],
        ["b/漢", { shape: [], values: Float32Array.of(1) }],
      ]),
    ),
    zipSync({
      "a.npy": writeNpy(a),
      "zeros.npy": writeNpy({ shape: [50, 4], values: new Float32Array(200) }),
    }),
    zipSync({ "archive/data.pkl": Uint8Array.of(0x80, 2, 0x2e) }),
  ],
  read: (input) => {
    for (const array of parseNpz(input, "a.npz").values()) array.read();
  },
  words: ["PK\x01\x02", "PK\x03\x04", "PK\x05\x06", "PK\x06\x06", "../a.npy", ".npy", "\0"],
  /** What is no archive becomes the content of one. */
  mend: (input) => (input[0] === 0x50 ? input : zipSync({ "a.npy": input })),
};
