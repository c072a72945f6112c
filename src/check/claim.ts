import type { Expr } from "../graph/expression.ts";

/** A number as somebody wrote it. */
export interface Printed {
  /** `0.50`, `−0.0226`, `4.4e-7`, `1,105.9` */
  readonly text: string;
  readonly value: number;
  /** Digits claimed behind the point: 2 of `0.50`, 8 of `4.4e-7`, 0 of `1200`. */
  readonly decimals: number;
}

/** Something in somebody's working that can be right or wrong. */
export interface Claim {
  /** As spelled: `net_{h1}`, `\frac{\partial E_{total}}{\partial w_5}`, `w5+`. */
  readonly name: string;
  /** value: that the quantity has this value. arithmetic: that the numbers written in front of it give it. */
  readonly kind: "value" | "arithmetic";
  readonly claimed: Printed;
  /** Of an arithmetic claim: what is said to give the number. */
  readonly arithmetic?: Expr<Printed>;
  /** After how many updates, where the working says so. */
  readonly step?: number;
  /** Of which sample, from 1, where a heading says so; a name may say otherwise. */
  readonly sample?: number;
  /** From 1, in the file that was read. */
  readonly line: number;
  readonly column: number;
}

/** What was read of a working. */
export interface Working {
  readonly claims: readonly Claim[];
  readonly lines: readonly string[];
  /** Equations that could not be read, and why; nothing is passed over in silence. */
  readonly unread: readonly { readonly line: number; readonly column: number; readonly text: string }[];
  /** The example that the working itself holds, in its front matter or in a block fenced as `backstep`. */
  readonly example?: { readonly text: string; readonly line: number };
}
