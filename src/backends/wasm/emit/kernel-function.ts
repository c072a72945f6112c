import type { WasmFunction } from "../assembler/module.ts";

/**
 * A kernel, or a part of one that must be finished before the next begins, as a function of the first of its units and the
 * one behind the last. Units may be done in any order, and by anybody.
 */
export interface KernelFunction {
  readonly function: WasmFunction;
  readonly units: number;
}
