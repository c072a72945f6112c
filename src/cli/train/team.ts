import { alone, type Ranks, type Together, together } from "../../index.ts";
import type { Prepared } from "../prepare.ts";

/** The processes that run one command together, of which rank 0 leads: it alone shows, writes and decides. */
export interface Team {
  readonly ranks: Ranks;
  readonly leads: boolean;
  /**
   * How their session takes its steps; undefined for one process that takes them as a whole.
   * @param blocks of each batch, where the bits are not to depend on the number of ranks
   */
  together(blocks: number | undefined): Together | undefined;
  /** All get what rank 0 has said. */
  agree<T>(document: T): T;
  /** All get the bytes of rank 0. */
  agreeOnBytes(bytes: Uint8Array | undefined): Uint8Array;
  /**
   * All do something that may fail for what users have given. Where it fails in one it fails in all.
   * @throws InputError in the first in which it failed, FailedElsewhere in all others
   */
  all<T>(work: () => T | Promise<T>): Promise<T>;
  /**
   * Makes sure that all do the same, with the same data.
   * @param options what else must be the same
   * @throws InputError that says what of a rank differs from rank 0's
   */
  checkSame(file: string, prepared: Pick<Prepared, "example">, options: object): Promise<void>;
  /** @throws InputError where the parameters of a rank are not those of rank 0, to the bit */
  checkParameters(prepared: Prepared): Promise<void>;
}

/** What rank 0 says to all after each call of the backend. */
export interface Turn {
  /** The training ends here, before its end. */
  readonly ends: boolean;
  /** It is looked whether all have the same parameters. */
  readonly compares: boolean;
}

/** One process, which needs to agree with nobody. */
export const solo: Team = {
  ranks: alone,
  leads: true,
  together: (blocks) => (blocks === undefined ? undefined : together(alone, blocks)),
  agree: (document) => document,
  agreeOnBytes: (bytes) => bytes ?? new Uint8Array(),
  all: async (work) => work(),
  checkSame: async () => {},
  checkParameters: async () => {},
};
