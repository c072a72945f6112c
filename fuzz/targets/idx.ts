import { parseIdx } from "../../src/formats/idx.ts";
import type { Target } from "../target.ts";

export const target: Target = {
  seeds: () => [
    Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255),
    Uint8Array.of(0, 0, 13, 1, 0, 0, 0, 1, 0xc0, 0x20, 0, 0),
    Uint8Array.of(0, 0, 14, 1, 0, 0, 0, 1, 0xc0, 4, 0, 0, 0, 0, 0, 0),
    Uint8Array.of(0, 0, 11, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 255, 254),
  ],
  read: (input) => parseIdx(input, "a"),
};
