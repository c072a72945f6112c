import type { AuthorFile } from "./schema/author.ts";

/** How an author writes and calculates, where it is not as here. */
export interface Author {
  /** What the author's names stand for: a name that is known here, or a formula over such names. */
  readonly names?: ReadonlyMap<string, string>;
  readonly conventions?: AuthorConventions;
}

interface AuthorConventions {
  /** sequential: gradients are taken with weights that are already updated. */
  readonly update?: "simultaneous" | "sequential";
  /** What `delta_x` and δ stand for. */
  readonly delta?: "dE/dnet" | "-dE/dnet";
  /** The arithmetic of the program that the numbers come from; absent of numbers calculated by hand. */
  readonly precision?: "float16" | "float32" | "float64";
}

export function authorOf({ names, conventions }: AuthorFile): Author {
  const { update, delta, precision } = conventions ?? {};
  const habits = {
    ...(update && { update }),
    ...(delta && { delta }),
    ...(precision && { precision }),
  };
  return {
    ...(names && { names: new Map(Object.entries(names)) }),
    ...(Object.keys(habits).length > 0 && { conventions: habits }),
  };
}
