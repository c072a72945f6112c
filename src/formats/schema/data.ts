import * as z from "zod";
import { belowOne, mapping, rows, text } from "./rules.ts";

export interface InlineData {
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
}

export interface FileData {
  readonly train: (CsvFile & { readonly label: string }) | IdxFile;
  readonly test?: CsvFile | IdxFile | { readonly fraction: number };
  readonly scale?: Scale;
}

export interface CsvFile {
  readonly csv: string;
  readonly label?: string;
  readonly features?: readonly string[];
  readonly delimiter?: string;
}

/** Images and their labels, in the format of MNIST; unpacked, or packed by gzip. */
export interface IdxFile {
  readonly idx: { readonly images: string; readonly labels: string };
}

/** What is done to features before training: nothing, each to 0 … 1, each to mean 0 and deviation 1. */
export type Scale = "none" | "unit" | "standard";

const columnName = text("the name of a column");
const delimiter = z
  .string({ error: "one character that separates cells" })
  .regex(/^[^"\r\n]$/, "one character that separates cells")
  .exactOptional()
  .describe("Default: a comma, a semicolon or a tab, whichever the header has most of.");
const pathOf = (what: string): z.ZodString =>
  text(`the path of ${what}`)
    .max(4096, `the path of ${what}`)
    .refine((path) => !/\p{Cc}/u.test(path), `the path of ${what}`)
    .describe("Relative to this file.");
const csvPath = pathOf("a CSV file");
const idxFile = mapping({
  idx: mapping({ images: pathOf("an IDX file"), labels: pathOf("an IDX file") }),
});
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
  train: z.union([mapping(csvFile), idxFile], { error: "a mapping (csv, label, …, or idx)" }),
  test: z
    .union(
      [
        mapping({ ...csvFile, label: columnName.exactOptional() }),
        idxFile,
        mapping({ fraction: fraction.describe("The share of the samples kept for the test.") }),
      ],
      { error: "a mapping (csv, …, idx, or fraction)" },
    )
    .exactOptional(),
  scale: z.enum(["none", "unit", "standard"]).exactOptional().describe("Fitted on the training part only."),
});

export const dataSchema: z.ZodType<InlineData | FileData> = z.union([inlineData, fileData], {
  error: "a mapping (inputs and targets, or train)",
});
