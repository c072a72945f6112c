import { createHash } from "node:crypto";
import { decodeCheckpoint, encodeCheckpoint } from "../../src/node/run/checkpoint.ts";
import type { Target } from "../target.ts";
import { target as safetensors } from "./safetensors.ts";

const START = 8 + '{"__metadata__":{"sha256":"'.length;
const SUM = 64;

export const target: Target = {
  seeds: () => [
    encodeCheckpoint({
      state: {
        stepsTaken: 3,
        tensors: new Map([["w1", { shape: [2], values: Float32Array.of(1, 2) }]]),
      },
      position: { steps: 3, sum: 0.5, history: [{ epoch: 1, loss: 2 }], best: [Float32Array.of(1, 2)] },
      notes: { seconds: 1 },
    }),
  ],
  read: (input) => decodeCheckpoint(input, "c"),
  words: [
    ...(safetensors.words ?? []),
    '\\"steps\\":',
    '\\"best\\":1',
    '\\"version\\":1',
    '"best/1"',
    '"history/loss"',
  ],
  /** A sum that is right, as somebody who means harm would write it. */
  mend: (input) => {
    const mended = safetensors.mend?.(input) ?? input;
    if (mended.length < START + SUM) return mended;
    const summed = mended.slice();
    const hash = createHash("sha256").update(mended.subarray(0, START)).update("0".repeat(SUM));
    summed.set(new TextEncoder().encode(hash.update(mended.subarray(START + SUM)).digest("hex")), START);
    return summed;
  },
};
