/** As much of the engine's interface as is used; neither Node's types nor the language's libraries declare it. */
interface WebAssemblyInterface {
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => CompiledModule;
  readonly Instance: new (module: CompiledModule, imports: object) => { readonly exports: Exports };
  readonly Memory: new (type: { initial: number; maximum: number; shared: boolean }) => WasmMemory;
}

/** Opaque: made by the engine, and passed to workers. */
export type CompiledModule = object;

export type Exports = Readonly<Record<string, (...args: number[]) => number>>;

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  /** @returns how many pages there were before */
  grow(pages: number): number;
}

declare const WebAssembly: WebAssemblyInterface;

export function compileModule(bytes: Uint8Array<ArrayBuffer>): CompiledModule {
  return new WebAssembly.Module(bytes);
}

export function instantiate(module: CompiledModule, memory: WasmMemory): Exports {
  return new WebAssembly.Instance(module, { env: { memory } }).exports;
}

export function createMemory(initial: number, maximum: number, shared: boolean): WasmMemory {
  return new WebAssembly.Memory({ initial, maximum, shared });
}

export function isValid(bytes: Uint8Array<ArrayBuffer>): boolean {
  return WebAssembly.validate(bytes);
}
