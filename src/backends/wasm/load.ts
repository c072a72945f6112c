import { encodeModule } from "./assembler/module.ts";
import type { Compiled } from "./compile.ts";
import type { Heap, Region } from "./memory/heap.ts";
import { type CompiledModule, compileModule, type Exports, instantiate } from "./webassembly.ts";

/** A compiled program in the engine. */
export interface Made {
  readonly compiled: Compiled;
  readonly module: CompiledModule;
  readonly exports: Exports;
}

/** The last stage: bytes, and what the engine makes of them. The memory that it uses is added to `regions`. */
export function load(compiled: Compiled, heap: Heap, regions: Region[]): Made {
  regions.push(compiled.region);
  const module = compileModule(encodeModule(compiled.module));
  return { compiled, module, exports: instantiate(module, heap.memory) };
}
