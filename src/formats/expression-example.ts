import type { ExpressionsSpec } from "../nn/expressions.ts";
import type { OptimizerSpec } from "../nn/optimizers.ts";
import { type Author, authorOf } from "./author.ts";
import { accept, type Document, refuseFirst } from "./document.ts";
import { checkCommas, readExpressions } from "./expressions.ts";
import { expressionFileSchema } from "./schema/expressions.ts";
import type { Title } from "./schema/heading.ts";

/** A small graph without layers, and how its values are updated, if they are. */
export interface ExpressionExample extends Author {
  readonly title?: Title;
  readonly expressions: ExpressionsSpec;
  readonly optimizer?: OptimizerSpec;
}

/** @throws InputError with the place of the first mistake */
export function expressionExampleOf(document: Document): ExpressionExample {
  const file = accept(document, expressionFileSchema, checkCommas);
  const { title, optimizer } = file;
  const read = readExpressions(document.tree, optimizer);
  if ("problems" in read) return refuseFirst(document, read.problems) as never;
  return {
    ...(title !== undefined && { title }),
    expressions: read.spec,
    ...(optimizer && { optimizer }),
    ...authorOf(file),
  };
}
