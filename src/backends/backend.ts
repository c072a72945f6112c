import { coneOf, type Graph } from "../graph/graph.ts";
import type { Node } from "../graph/node.ts";
import type { Values } from "../tensor/tensor.ts";

/** What an executable replaces in its memory when it commits: the state `of` becomes the value of `next`. */
export interface Update {
  readonly of: Node;
  readonly next: Node;
}

/** The part of a graph that is to be executed. */
export interface Program {
  readonly graph: Graph;
  /** Nodes that will be read; they and what they need are calculated. */
  readonly outputs: readonly Node[];
  readonly updates: readonly Update[];
  /**
   * Nodes whose numbers are written, as an input's are, and not calculated: what they need is left out, unless something
   * else needs it. Default: none.
   */
  readonly given?: readonly Node[];
}

/** The part of the graph that a program is about, in the order of calculation. */
export function coneOfProgram({ outputs, updates, given }: Program): Node[] {
  return coneOf([...outputs, ...updates.flatMap(({ of, next }) => [of, next])], given);
}

/** A program made ready to run. State keeps its numbers between runs; it starts as zeros. */
export interface Executable {
  /**
   * Sets an input, a state or a given node.
   * @throws Error where the number of values is not the node's size
   */
  write(node: Node, values: ArrayLike<number>): void;
  /** A copy of a node's numbers, as of the last evaluation. */
  read(node: Node): Values;
  /** The numbers of a node where they are: no copy, and valid until anything is compiled or loaded. */
  memoryOf(node: Node): Values;
  /** Calculates every output and every update's next value; changes no state. */
  evaluate(): void;
  /** Replaces each state by its next value, as of the last evaluation. */
  commit(): void;
  /** Evaluates and commits without a look at what becomes of it; the outputs are not to be read afterwards. */
  advance(): void;
  /**
   * Gives an input the rows of a data set, from which `run` takes its batches.
   * @param rows as many numbers as the input has for a sample, for each row
   */
  load(input: Node, rows: ArrayLike<number>): void;
  /**
   * Takes steps: for each, every loaded input gets the rows that `order` names next, as many as a batch has; then
   * all is evaluated and committed. It ends before a step after which `watched` or a state would no longer be finite.
   * @param order numbers of rows, those of the first step first
   * @param watched a scalar among the outputs
   * @returns what `watched` was in each step that was taken
   */
  run(order: Uint32Array, watched: Node): Values;
}

/** Something that executes graphs. */
export interface Backend {
  readonly name: string;
  /** Are products and sums rounded in one? Part of what a run's bits depend on. */
  readonly fma: boolean;
  readonly threads: number;
  /**
   * @param sharing an executable of this backend for another program; the states that both programs know
   *   by the same name are one memory
   */
  compile(program: Program, sharing?: Executable): Executable;
}
