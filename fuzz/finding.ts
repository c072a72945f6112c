import { InputError } from "../src/tensor/error.ts";
import type { Target } from "./target.ts";

/** A parser may take this long for an input, in milliseconds, */
export const LONGEST_MS = 1000;
/** and so much memory beside, in MiB. */
export const LARGEST_MIB = 64;

type FindingKind = "throws" | "slow" | "memory" | "hangs" | "crashes";

export interface Finding {
  readonly kind: FindingKind;
  readonly input: Uint8Array;
  /** What happened, in a line; two findings that say the same are one. */
  readonly what: string;
}

/** What a parser throws that is not a refusal, and where; undefined where it reads or refuses the input. */
export function thrownBy(target: Target, input: Uint8Array): string | undefined {
  try {
    target.read(input);
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    if (!(error instanceof Error)) return `threw ${String(error)}`;
    const where = /\/((?:src|node_modules)\/[^:)]+:\d+)/.exec(error.stack ?? "")?.[1] ?? "";
    return `${error.name}: ${error.message.slice(0, 100)} (${where})`;
  }
}
