import { formatExpr } from "../../explain/page/notation.ts";
import { plain } from "../../explain/text/plain.ts";
import { type Expr, mapRefs } from "../../graph/expression.ts";
import type { FullCatalogue } from "../../locale/catalogue.ts";
import type { Printed } from "../claim.ts";
import { plainText } from "./plain-text.ts";
import type { Entry } from "./sheet.ts";

const LONGEST_NAME = 34;
const AFTER = / after (\d+)$/;

/** `net_h1 = 0.3775`: what was claimed, by the name that derivations give it; the calculation where it has no name. */
export function subjectText({ judged: { id, claim } }: Entry, { conventions }: FullCatalogue): string {
  const name = id ?? (claim.name === "" ? arithmeticText(claim.arithmetic) : claim.name);
  const timed = name.replace(AFTER, (_, count) => ` (${conventions.afterSteps(Number(count))})`);
  return `${plainText(timed, LONGEST_NAME)} = ${plainText(claim.claimed.text)}`;
}

function arithmeticText(arithmetic: Expr<Printed> | undefined): string {
  if (arithmetic === undefined) return "…";
  const texts: string[] = [];
  const expr = mapRefs(arithmetic, ({ text }): Expr<string> => ({ ref: `${texts.push(text) - 1}` }));
  return formatExpr(expr, { script: plain, ref: (i) => texts[Number(i)], number: String, times: " × " });
}
