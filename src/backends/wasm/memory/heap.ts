import type { DType, Values } from "../../../tensor/tensor.ts";
import { createMemory, type WasmMemory } from "../webassembly.ts";
import { FreeList, type Region } from "./free-list.ts";

const PAGE = 65536;
/** 4 GiB, all that 32 bits can address. */
const MOST_PAGES = 65536;
const LINE = 64;

/** What the threads tell each other, in front of everything else. */
const CONTROL_BYTES = 1024;

/** There is no more memory to be had. */
export class OutOfMemoryError extends Error {
  override readonly name = "OutOfMemoryError";

  constructor(bytes: number) {
    const needed = Math.ceil(bytes / 2 ** 20);
    super(
      `the wasm backend: expected to find ${needed} MiB of memory, but the system grants no more; use a smaller batch or network`,
    );
  }
}

/** One WebAssembly memory, from which regions are taken and given back. */
export class Heap {
  readonly memory: WasmMemory;
  readonly isShared: boolean;
  readonly free: FreeList = new FreeList();
  #pages: number;
  #end = CONTROL_BYTES;

  constructor(isShared: boolean) {
    this.isShared = isShared;
    this.#pages = 1;
    try {
      this.memory = createMemory(this.#pages, MOST_PAGES, isShared);
    } catch {
      throw new OutOfMemoryError(PAGE);
    }
  }

  /** What a module says of the memory that it imports. */
  get type(): { initial: number; maximum: number; shared: boolean } {
    return { initial: this.#pages, maximum: MOST_PAGES, shared: this.isShared };
  }

  /** @throws OutOfMemoryError */
  allocate(bytes: number): Region {
    const size = Math.ceil(bytes / LINE) * LINE;
    const found = this.free.take(size);
    if (found) return found;
    const address = this.#end;
    this.#reserve(address + size);
    this.#end = address + size;
    return { address, bytes: size };
  }

  release(region: Region): void {
    this.free.release(region);
  }

  /** The numbers at an address, valid until the next `allocate`. */
  values(dtype: DType, address: number, count: number): Values {
    const { buffer } = this.memory;
    return dtype === "f32"
      ? new Float32Array(buffer, address, count)
      : new Float64Array(buffer, address, count);
  }

  #reserve(end: number): void {
    const missing = Math.ceil(end / PAGE) - this.#pages;
    if (missing <= 0) return;
    try {
      this.memory.grow(missing);
    } catch {
      throw new OutOfMemoryError(end);
    }
    this.#pages += missing;
  }
}
