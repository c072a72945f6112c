import type { CheckSubject, Executed, Explanation } from "../../src/index.ts";
import type { WeightName } from "./layout.ts";
import type { Frame, Layout, Results, Settings } from "./protocol.ts";

/** Text of a document to which something is to be written. */
export type Learned = readonly { readonly path: readonly (string | number)[]; readonly value: unknown }[];

/** Where in a document a number stands, and what must be there for that. */
export interface Written {
  readonly path: readonly (string | number)[];
  /** What has to be written first where the path leads nowhere: drawn weights, say. */
  readonly missing?: { readonly path: readonly (string | number)[]; value(): unknown };
}

/** What a document is about: a network in training, or a small graph of expressions. */
export interface Subject {
  readonly kind: "network" | "expressions";
  readonly title: Readonly<Record<string, string>> | string | undefined;
  readonly parameters: number;
  readonly samples: number;
  readonly batch: number;
  readonly batches: number;
  /** Steps that the file asks for. */
  readonly asked: number;
  readonly steps: number;
  readonly weightName: WeightName;
  /** The next step on one sample, for what does not depend on how many there are. */
  structure(): Explanation;
  /** The next step, executed. */
  look(): Executed;
  frame(layout: Layout): Frame;
  /**
   * Takes some updates, at most so many.
   * @throws DivergedError where a number is no longer finite
   */
  advance(most: number): void;
  /** What has been learnt, as a document says it; undefined where it cannot, or should not. */
  learned(): Learned | undefined;
  readonly settings: Settings | undefined;
  results(): Promise<Results>;
  /** Where the document says the number of this name, if it does. */
  written(name: string): Written | undefined;
  /** What somebody's working is held against. */
  readonly check: CheckSubject;
}
