import type { Executed } from "../autodiff/executed.ts";

/** How an author differs from the way this program calculates and writes. */
export interface Conventions {
  /** sequential: the gradients of a layer are calculated with weights behind it that are already updated. */
  readonly update?: "simultaneous" | "sequential";
  /** What `delta_x` and δ stand for. */
  readonly delta?: "dE/dnet" | "-dE/dnet";
}

/** The calculation that a working is held against. */
export interface CheckSubject {
  /** The step that follows after this many updates, executed. */
  at(steps: number): Executed;
  /** An author's names: each stands for a formula over the names that this program knows (`-delta_o1`, `w(i1→h1)`). */
  readonly names?: ReadonlyMap<string, string>;
  readonly conventions?: Conventions;
}
