import type { Backend, Executable, Program } from "../backend.ts";
import type { Target } from "./compile.ts";
import { alone } from "./emit/threads.ts";
import { WasmExecutable } from "./executable.ts";
import { Heap } from "./memory/heap.ts";
import { hasFusedMultiplyAdd } from "./probe.ts";
import { UnsupportedError } from "./unsupported.ts";

export interface WasmOptions {
  /** Multiply and add in one rounding. Default: where the engine does. */
  readonly fma?: boolean;
  /** For engines that make 256-bit instructions of pairs of vectors. Changes no result. Default: false. */
  readonly wide?: boolean;
}

/**
 * The backend that compiles a whole program to WebAssembly.
 * @throws UnsupportedError where a fused multiply-add is asked for, and the engine has none
 */
export function wasmBackend(options: WasmOptions = {}): Backend {
  const canFuse = hasFusedMultiplyAdd();
  if (options.fma && !canFuse) {
    throw new UnsupportedError("expected an engine with a fused multiply-add (relaxed SIMD), found none");
  }
  const target: Target = {
    fused: options.fma ?? canFuse,
    wide: options.wide ?? false,
    sharing: alone,
  };
  return {
    name: "wasm",
    fma: target.fused,
    threads: 1,
    compile: (program: Program, sharing?: Executable) => {
      const family = sharing as WasmExecutable | undefined;
      return new WasmExecutable(program, family?.heap ?? new Heap(false), target, family);
    },
  };
}
