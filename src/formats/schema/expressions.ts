import * as z from "zod";
import type { OptimizerSpec } from "../../nn/optimizers.ts";
import { type AuthorFile, author } from "./author.ts";
import { type Title, title, version } from "./heading.ts";
import { optimizerSchema } from "./optimizer.ts";
import { mapping, number, text } from "./rules.ts";

/** An example of a small graph without layers, as it is written. */
export interface ExpressionFile extends AuthorFile {
  readonly backstep: 1;
  readonly title?: Title;
  readonly expressions: Readonly<Record<string, string | number>>;
  readonly values: Readonly<Record<string, number>>;
  readonly of?: string;
  readonly optimizer?: OptimizerSpec;
}

const anExpression = "an expression (as x + y)";
const expression = z.union([text(anExpression), number(anExpression)], { error: anExpression });

/** The shape of such an example; what its expressions say is read in ../expressions.ts. */
export const expressionFileSchema: z.ZodType<ExpressionFile> = mapping({
  backstep: version,
  title: title.exactOptional(),
  expressions: z
    .record(z.string(), expression, { error: "a mapping of names to expressions" })
    .describe(
      "What is calculated, in any order: numbers, names, + - * / ^, brackets, exp, ln, tanh, sigmoid, relu, softplus, sqrt, square, erf, cos, step, pow, abs, max, min.",
    ),
  values: z
    .record(z.string(), number(), { error: "a mapping of names to numbers" })
    .describe("The numbers that the expressions start from."),
  of: text("the name of an expression")
    .exactOptional()
    .describe("The expression that is differentiated. Default: the one that no other uses."),
  optimizer: optimizerSchema.exactOptional().describe("Updates the values. Default: they stay as they are."),
  ...author,
});
