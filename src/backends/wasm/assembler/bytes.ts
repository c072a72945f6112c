/** Bytes that are written one after the other. */
export class Bytes {
  #bytes = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  toArray(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  all(values: Uint8Array): void {
    this.#reserve(values.length);
    this.#bytes.set(values, this.#length);
    this.#length += values.length;
  }

  /** LEB128, up to 32 bits. */
  unsigned(value: number): void {
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** Signed LEB128. */
  signed(value: number | bigint): void {
    let rest = BigInt(value);
    for (;;) {
      const low = Number(rest & 0x7fn);
      rest >>= 7n;
      const isDone = low & 0x40 ? rest === -1n : rest === 0n;
      this.byte(isDone ? low : low | 0x80);
      if (isDone) return;
    }
  }

  float32(value: number): void {
    this.all(new Uint8Array(Float32Array.of(value).buffer));
  }

  float64(value: number): void {
    this.all(new Uint8Array(Float64Array.of(value).buffer));
  }

  text(value: string): void {
    const encoded = Uint8Array.from(value, (character) => character.charCodeAt(0));
    this.unsigned(encoded.length);
    this.all(encoded);
  }

  /** What `write` writes, with its length before it. */
  sized(write: (bytes: Bytes) => void): void {
    const inner = new Bytes();
    write(inner);
    this.unsigned(inner.length);
    this.all(inner.toArray());
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * (this.#length + count));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
