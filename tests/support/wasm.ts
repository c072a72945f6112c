import { encodeModule, type WasmFunction } from "../../src/backends/wasm/assembler/module.ts";
import {
  compileModule,
  createMemory,
  type Exports,
  instantiate,
  type WasmMemory,
} from "../../src/backends/wasm/webassembly.ts";

/** The functions, ready to be called, and the one page of memory that they use. */
export function runFunctions(functions: readonly WasmFunction[]): { exports: Exports; memory: WasmMemory } {
  const type = { initial: 1, maximum: 1, shared: false };
  const memory = createMemory(1, 1, false);
  return { exports: instantiate(compileModule(encodeModule({ memory: type, functions })), memory), memory };
}
