import type { Samples } from "../../src/index.ts";

/** Data files by the name that an example calls them. */
export type DataFiles = Readonly<Record<string, string>>;

/** The samples of an example. */
export interface Parts {
  readonly train: Samples;
  readonly test?: Samples;
  readonly validation?: Samples;
}
