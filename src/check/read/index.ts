import type { Expr } from "../../graph/expression.ts";
import type { Printed } from "../claim.ts";
export interface NameRef {
  readonly name: string;
}
export function parseFormula(_text: string): Expr<Printed | NameRef> {
  throw new Error("soon");
}
