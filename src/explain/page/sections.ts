import type { Expr } from "../../graph/expression.ts";
import type { Step } from "../derive.ts";

/** What stands before the first equals sign of a row: a quantity, or words. */
export type Label = { readonly id: string } | { readonly words: string };

/**
 * A line of a worked calculation: label = formula = the formula in numbers = value. Formulas are over ids of
 * steps; a renderer writes them once with names and once with values.
 */
export interface PageRow {
  readonly indent: number;
  readonly label: Label;
  readonly formula?: Expr<string>;
  /** In place of a formula. */
  readonly words?: string;
  /** Absent in the first line of a calculation over several lines. */
  readonly numbers?: Expr<string>;
  readonly value?: number;
  /** Of the forward pass, where numbers are multiplied with a dot. */
  readonly forward: boolean;
}

export type PageLine = PageRow | { readonly note: string };

export interface Section {
  readonly title: { readonly words: string } | DerivedTitle;
  /** The layers of the forward pass have a heading each. */
  readonly groups: readonly { readonly heading?: string; readonly lines: readonly PageLine[] }[];
}

/** `w1  (i1 → h1)`: what is derived, where it belongs, and why there are several paths. */
export interface DerivedTitle {
  readonly id: string;
  /** `i1 → h1` */
  readonly place?: string;
  /** `Weight update, input layer → hidden layer` */
  readonly heading?: string;
  readonly remark?: string;
}

/** What is shown and in what order; how it is written is for the renderers to say. */
export interface Page {
  readonly sections: readonly Section[];
  /** What holds for the whole page. */
  readonly notes: readonly string[];
  /** Those of the explanation, and what folded sums leave out. */
  readonly steps: { get(id: string): Step | undefined };
}
