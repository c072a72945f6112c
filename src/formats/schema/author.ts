import * as z from "zod";
import { mapping, text } from "./rules.ts";

/** How an author differs from the way examples are written and calculated here. */
export interface AuthorFile {
  readonly names?: Readonly<Record<string, string>>;
  readonly conventions?: ConventionsFile;
}

interface ConventionsFile {
  readonly update?: "simultaneous" | "sequential";
  readonly weights?: "to-from" | "from-to";
  readonly reduction?: "sum" | "mean";
  readonly delta?: "dE/dnet" | "-dE/dnet";
  readonly precision?: "float16" | "float32" | "float64";
}

const MAX_NAME = 200;
const MAX_FORMULA = 10_000;
const MAX_NAMES = 1000;

const formula = text("a name or formula (as w(i1→h1))").max(
  MAX_FORMULA,
  `a name or formula of at most ${MAX_FORMULA} characters`,
);

const names = z
  .record(z.string().max(MAX_NAME, `names of at most ${MAX_NAME} characters`), formula, {
    error: "a mapping of an author's names to names or formulas",
  })
  .refine((record) => Object.keys(record).length <= MAX_NAMES, `at most ${MAX_NAMES} names`)
  .exactOptional()
  .describe(
    "What an author calls a quantity, and what it is called here, or how it is calculated; behind it may stand as in `E after 1`, or `2 E summed after 0 to 9`, of which steps.",
  );

const update = z
  .enum(["simultaneous", "sequential"])
  .exactOptional()
  .describe("sequential: gradients are taken with weights already updated. Default: simultaneous.");
const delta = z
  .enum(["dE/dnet", "-dE/dnet"])
  .exactOptional()
  .describe("What the author's δ is. Default: dE/dnet.");
const precision = z
  .enum(["float16", "float32", "float64"])
  .exactOptional()
  .describe(
    "The arithmetic of the program that the numbers come from. Default: they are calculated by hand.",
  );

interface AuthorKeys<Conventions> {
  readonly names: z.ZodExactOptional<z.ZodType<Readonly<Record<string, string>>>>;
  readonly conventions: z.ZodExactOptional<z.ZodType<Conventions>>;
}

/** Of an example of expressions. */
export const author: AuthorKeys<Pick<ConventionsFile, "update" | "delta" | "precision">> = {
  names,
  conventions: mapping({ update, delta, precision }).exactOptional(),
};

/** Of an example of a network. */
export const networkAuthor: AuthorKeys<ConventionsFile> = {
  names,
  conventions: mapping({
    update,
    weights: z
      .enum(["to-from", "from-to"])
      .exactOptional()
      .describe("from-to: the weights in this file have one row per input. Default: to-from."),
    reduction: z.enum(["sum", "mean"]).exactOptional().describe("The same as the key reduction."),
    delta,
    precision,
  }).exactOptional(),
};
