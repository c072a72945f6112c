import type { WritableTensor } from "../../src/formats/number-kinds.ts";
import { parseSafetensors } from "../../src/formats/safetensors.ts";
import { writeSafetensors } from "../../src/formats/write-safetensors.ts";
import type { Target } from "../target.ts";

const tensors = new Map<string, WritableTensor>([
  ["layers.1.weight", { shape: [2, 1], values: Float32Array.of(1, 2) }],
  ["b", { shape: [], values: BigInt64Array.of(3n) }],
  ["c", { shape: [1, 0], values: new Float64Array() }],
]);

export const target: Target = {
  seeds: () => [
    writeSafetensors(tensors, new Map([["format", "pt"]])),
    writeSafetensors(new Map([["a", { shape: [1], values: Float64Array.of(1) }]])),
    writeSafetensors(new Map()),
  ],
  read: (input) => {
    for (const tensor of parseSafetensors(input, "m").tensors.values()) tensor.read();
  },
  words: [
    '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}',
    '"__metadata__":{"a":"b"},',
    '"__proto__":',
    '"\\u0061"',
    '"\\ud800"',
    ...["F64", "F16", "BF16", "I8", "U64", "BOOL", "F8_E4M3", "F4", "C64"].map((dtype) => `"${dtype}"`),
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    '"',
  ],
  /** The header ends with the last brace. */
  mend: (input) => {
    const length = input.lastIndexOf(0x7d) - 7;
    if (length < 2) return input;
    const mended = input.slice();
    new DataView(mended.buffer).setBigUint64(0, BigInt(length), true);
    return mended;
  },
};
