/** Something that this backend, or this engine, cannot do. It says so, and never calculates in another way instead. */
export class UnsupportedError extends Error {
  override readonly name = "UnsupportedError";

  constructor(message: string) {
    super(`the wasm backend: ${message}`);
  }
}
