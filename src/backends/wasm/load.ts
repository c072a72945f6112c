import { encodeModule } from "./assembler/module.ts";
import type { Compiled } from "./compile.ts";
import type { Heap, Region } from "./memory/heap.ts";
import { compileModule, type Exports, instantiate } from "./webassembly.ts";

/** A compiled program in the engine. */
export interface Made {
  readonly compiled: Compiled;
  readonly exports: Exports;
}

/** The last stage: bytes, and what the engine makes of them. The memory that it uses is added to `regions`. */
export function load(compiled: Compiled, heap: Heap, regions: Region[]): Made {
  regions.push(compiled.region);
  return { compiled, exports: instantiate(compileModule(encodeModule(compiled.module)), heap.memory) };
}
