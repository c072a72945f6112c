import { encodeModule } from "./assembler/module.ts";
import type { Compiled } from "./compile.ts";
import type { Region } from "./memory/free-list.ts";
import type { Heap } from "./memory/heap.ts";
import { UnsupportedError } from "./unsupported.ts";
import { type CompiledModule, compileModule, type Exports, instantiate } from "./webassembly.ts";

/** A compiled program in the engine. */
export interface Made {
  readonly compiled: Compiled;
  readonly module: CompiledModule;
  readonly exports: Exports;
}

/**
 * The last stage: bytes, and what the engine makes of them. The memory that it uses is added to `regions`.
 * @throws UnsupportedError where the engine refuses the module
 */
export function load(compiled: Compiled, heap: Heap, regions: Region[]): Made {
  regions.push(compiled.region);
  try {
    const module = compileModule(encodeModule(compiled.module));
    return { compiled, module, exports: instantiate(module, heap.memory) };
  } catch (error) {
    throw new UnsupportedError(`expected an engine that takes the compiled program, found: ${error}`);
  }
}
