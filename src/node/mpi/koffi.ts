import { createRequire } from "node:module";
import { InputError } from "../../index.ts";

export type Koffi = typeof import("koffi")["default"];
export type Library = ReturnType<Koffi["load"]>;

/**
 * The package that calls functions of native libraries. It is required, not imported: what the command line is bundled to
 * cannot import.
 * @throws InputError where it is not installed
 */
export function loadKoffi(): Koffi {
  try {
    return createRequire(import.meta.url)("koffi");
  } catch {
    throw new InputError("mpi: expected the package koffi, found none; install it: npm install koffi@3");
  }
}
