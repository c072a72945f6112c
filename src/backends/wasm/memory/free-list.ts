export interface Region {
  readonly address: number;
  readonly bytes: number;
}

/** Regions that were given back. It does not know the memory that they are in, so that it keeps none alive. */
export class FreeList {
  #regions: Region[] = [];

  /** Part of the first region that is large enough; undefined where none is. */
  take(bytes: number): Region | undefined {
    const fit = this.#regions.findIndex((region) => region.bytes >= bytes);
    if (fit < 0) return undefined;
    const [{ address, bytes: room }] = this.#regions.splice(fit, 1);
    if (room > bytes) this.#regions.push({ address: address + bytes, bytes: room - bytes });
    return { address, bytes };
  }

  release(region: Region): void {
    const sorted = [...this.#regions, region].sort((a, b) => a.address - b.address);
    this.#regions = sorted.reduce<Region[]>((merged, next) => {
      const last = merged.at(-1);
      if (last && last.address + last.bytes === next.address) {
        merged[merged.length - 1] = { address: last.address, bytes: last.bytes + next.bytes };
      } else merged.push(next);
      return merged;
    }, []);
  }
}
