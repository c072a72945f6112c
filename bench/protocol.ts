import type { DType } from "../src/index.ts";
import type { ProblemId } from "./problem.ts";

/**
 * What the coordinator asks of the process of a competitor, and what that answers, each as one line of JSON on its
 * standard input and output. serve.ts answers for Node, serve.py for Python. A fault is answered by `{ error }`.
 */
export interface Protocol {
  describe: { asked: object; answered: { runtime: string; competitors: Described[] } };
  /** `problem` is a folder. */
  prepare: { asked: { competitor: string; problem: string; threads: number }; answered: { threads: number } };
  /** Takes `lead` steps that are not timed, then `count` that are. */
  step: { asked: { lead: number; count: number }; answered: { seconds: number } };
  /** Writes the trained parameters into the folder `to`. */
  read: { asked: { to: string }; answered: { loss: number } };
}

export type Request = { [Do in keyof Protocol]: { do: Do } & Protocol[Do]["asked"] }[keyof Protocol];

/** A competitor as its process describes it. */
export interface Described {
  readonly id: string;
  readonly name: string;
  readonly widths: Readonly<Partial<Record<ProblemId, DType>>>;
  readonly threads: readonly number[];
  readonly alwaysTrainsBiases: boolean;
  readonly inJavaScript: boolean;
  /** Absent where it does not run here. */
  readonly version?: string;
  /** Why it does not run here. */
  readonly missing?: string;
}
