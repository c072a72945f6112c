import type { Executed } from "../autodiff/executed.ts";

/** The arithmetic of a program: what it keeps of every number. */
export type Precision = "float16" | "float32" | "float64";

/** How an author differs from the way this program calculates and writes. */
export interface Conventions {
  /** sequential: the gradients of a layer are calculated with weights behind it that are already updated. */
  readonly update?: "simultaneous" | "sequential";
  /** What `delta_x` and δ stand for. */
  readonly delta?: "dE/dnet" | "-dE/dnet";
  /** The numbers are those of a program that calculates so; else they are taken for calculated by hand. */
  readonly precision?: Precision;
}

/** The calculation that a working is held against. */
export interface CheckSubject {
  /** The step that follows after this many updates, executed. */
  at(steps: number): Executed;
  /** An author's names: each stands for a formula over the names that this program knows (`-delta_o1`, `w(i1→h1)`). */
  readonly names?: ReadonlyMap<string, string>;
  readonly conventions?: Conventions;
}
