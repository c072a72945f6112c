import type { Backend, Executable, Program } from "../backend.ts";
import type { Target } from "./compile.ts";
import { narrowTile, smallTile, wideTile } from "./emit/product/tile.ts";
import { WasmExecutable } from "./executable.ts";
import { Family } from "./family.ts";
import { hasFusedMultiplyAdd, loadsWhenNeeded } from "./probe.ts";
import type { Spawn } from "./threads/spawn.ts";
import { UnsupportedError } from "./unsupported.ts";

export interface WasmOptions {
  /** Multiply and add in one rounding. Default: where the engine does. */
  readonly fma?: boolean;
  /**
   * For engines that make 256-bit instructions of pairs of vectors; a function is asked when a product is first compiled.
   * Changes no result. Default: false.
   */
  readonly wide?: boolean | (() => boolean);
  /** How many threads take steps, this one included. Changes no result. Default: 1. */
  readonly threads?: number;
  /** Starts threads; needed for more than one. `backstep/node` has one, `backstep/browser` another. */
  readonly spawn?: Spawn;
}

/**
 * The backend that compiles a whole program to WebAssembly.
 * @throws UnsupportedError where a fused multiply-add is asked for, and the engine has none; where threads are asked for,
 *   and nothing that starts them is given
 */
export function wasmBackend({ fma, wide = false, threads = 1, spawn }: WasmOptions = {}): Backend {
  const canFuse = hasFusedMultiplyAdd();
  if (fma && !canFuse) {
    throw new UnsupportedError("expected an engine with a fused multiply-add (relaxed SIMD), found none");
  }
  if (threads > 1 && !spawn) {
    throw new UnsupportedError(`expected a way to start ${threads} threads, found none`);
  }
  const target: Target = {
    fused: fma ?? canFuse,
    get tile() {
      if (typeof wide === "function" ? wide() : wide) return wideTile;
      return loadsWhenNeeded() ? narrowTile : smallTile;
    },
    threads,
    ...(spawn && { share: spawn.share }),
  };
  return {
    name: "wasm",
    fma: target.fused,
    threads,
    compile: (program: Program, sharing?: Executable) => {
      const relative = sharing as WasmExecutable | undefined;
      return new WasmExecutable(program, relative?.family ?? new Family(threads, spawn), target, relative);
    },
  };
}
