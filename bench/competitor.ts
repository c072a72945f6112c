import type { DType } from "../src/index.ts";
import type { Problem, ProblemId } from "./problem.ts";

/** Somebody who trains. What a file in `competitors/` exports, as `competitors`; serve.py asks the same of Python. */
export interface Competitor {
  /** `tfjs-wasm`, as in `--peers`. */
  readonly id: string;
  readonly name: string;
  /** The problems that it takes on, and the width in which it calculates each. */
  readonly widths: Readonly<Partial<Record<ProblemId, DType>>>;
  /** Numbers of threads that it can be told to use. */
  readonly threads: readonly number[];
  /** It cannot leave biases alone, and so trains them where the problem has them frozen. */
  readonly alwaysTrainsBiases?: boolean;
  /** Its work is done by V8, so that the version of Node matters. */
  readonly inJavaScript: boolean;
  /**
   * The version that would be measured; empty where there are none.
   * @throws where it is not installed or does not run here
   */
  available(): Promise<string>;
  prepare(problem: Problem, threads: number): Promise<Training>;
}

/** A network about to be trained; data and parameters are on hand. */
export interface Training {
  readonly threads: number;
  /** Takes so many training steps, and is done with them when it returns or its promise resolves. */
  step(count: number): void | Promise<void>;
  /** The trained parameters as they are now, in the order of `trainedOf`. */
  parameters(): readonly ArrayLike<number>[] | Promise<readonly ArrayLike<number>[]>;
  /** The loss from which the last step started. */
  loss(): number;
}
