import * as z from "zod";
import { belowOne, mapping, rows, text } from "./rules.ts";

export interface InlineData {
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
}

export interface FileData {
  readonly train: CsvFile & { readonly label: string };
  readonly test?: CsvFile | { readonly fraction: number };
  readonly scale?: Scale;
}

export interface CsvFile {
  readonly csv: string;
  readonly label?: string;
  readonly features?: readonly string[];
  readonly delimiter?: string;
}

/** What is done to features before training: nothing, each to 0 … 1, each to mean 0 and deviation 1. */
export type Scale = "none" | "unit" | "standard";

const columnName = text("the name of a column");
const delimiter = z
  .string({ error: "one character that separates cells" })
  .regex(/^[^"\r\n]$/, "one character that separates cells")
  .exactOptional()
  .describe("Default: a comma, a semicolon or a tab, whichever the header has most of.");
const csvPath = text("the path of a CSV file")
  .max(4096, "the path of a CSV file")
  .refine((path) => !/\p{Cc}/u.test(path), "the path of a CSV file")
  .describe("Relative to this file.");
const csvFile = {
  csv: csvPath,
  label: columnName.describe("The column that the network is to predict."),
  features: z
    .array(columnName, { error: "a list of column names" })
    .min(1, "at least one column name")
    .exactOptional()
    .describe("Default: all columns but the label."),
  delimiter,
};

const fraction = belowOne("a number between 0 and 1").gt(0, "a number between 0 and 1");
const inlineData = mapping({ inputs: rows.min(1, "at least one sample"), targets: rows });
const fileData = mapping({
  train: mapping(csvFile),
  test: z
    .union(
      [
        mapping({ ...csvFile, label: columnName.exactOptional() }),
        mapping({ fraction: fraction.describe("The share of the samples kept for the test.") }),
      ],
      { error: "a mapping (csv, …, or fraction)" },
    )
    .exactOptional(),
  scale: z.enum(["none", "unit", "standard"]).exactOptional().describe("Fitted on the training part only."),
});

export const dataSchema: z.ZodType<InlineData | FileData> = z.union([inlineData, fileData], {
  error: "a mapping (inputs and targets, or train)",
});
