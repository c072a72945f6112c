import * as z from "zod";
import { type DatePart, dateParts } from "../../data/dates.ts";
import type { UnseenRule } from "../../data/encoding.ts";
import type { ColumnKind } from "../../data/frame.ts";
import type { FillName, ScaleName } from "../../data/scale.ts";
import { belowOne, flag, mapping, rows, text } from "./rules.ts";

export interface InlineData {
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
}

export interface FileData {
  readonly train: (TableFile & { readonly label: ColumnName }) | ArrayFile;
  readonly test?: TableFile | ArrayFile | { readonly fraction: number };
  readonly scale?: ScaleName;
  readonly scaleLabel?: ScaleName;
  readonly fill?: FillName;
  readonly unseen?: UnseenRule;
}

export type TableFile = CsvFile | JsonlFile;

/** A number where it was written without quotes. */
type ColumnName = string | number;

interface CsvFile extends TableKeys {
  readonly csv: string;
  readonly delimiter?: string;
  readonly header?: boolean;
}

/** One JSON object a line. */
interface JsonlFile extends TableKeys {
  readonly jsonl: string;
}

interface TableKeys {
  readonly label?: ColumnName;
  readonly features?: readonly ColumnName[];
  readonly missing?: readonly ColumnName[];
  readonly columns?: Readonly<Record<string, ColumnSpec>>;
}

/** Of what kind a column is: a word; the levels of a category; what is made of a date. */
export type ColumnSpec = ColumnKind | readonly ColumnName[] | { readonly date: readonly DatePart[] };

export type ArrayFile = IdxFile | NpyFile | NpzFile | SafetensorsFile;

/** Images and their labels, in the format of MNIST; unpacked, or packed by gzip. */
interface IdxFile {
  readonly idx: { readonly images: string; readonly labels: string };
}

/** Two files of an array each. */
interface NpyFile {
  readonly npy: { readonly inputs: string; readonly targets: string };
}

/** Two arrays of one file, by their names. */
interface NpzFile extends ArrayNames {
  readonly npz: string;
}

interface SafetensorsFile extends ArrayNames {
  readonly safetensors: string;
}

interface ArrayNames {
  readonly inputs: string;
  readonly targets: string;
}

/** The most columns whose kind somebody may want to say. */
const MAX_SPECS = 10_000;
/** The most words that may mean that there is no value. */
const MAX_MISSING = 100;

const name = (expected: string) => z.union([text(expected), z.int()], { error: expected });
const columnName = () => name("the name of a column");
const delimiter = () =>
  z
    .string({ error: "one character that separates cells" })
    .regex(/^[^"\r\n]$/, "one character that separates cells")
    .exactOptional()
    .describe("Default: a comma, a semicolon or a tab, whichever the header has most of.");
const pathOf = (what: string): z.ZodString =>
  text(`the path of ${what}`)
    .max(4096, `the path of ${what}`)
    .refine((path) => !/\p{Cc}/u.test(path), `the path of ${what}`)
    .describe("Relative to this file.");
const arrayNames = () => ({
  inputs: text("the name of an array").describe("The array of inputs: samples × …."),
  targets: text("the name of an array").describe("The array of labels, or of targets: samples × …."),
});
const arrayFiles = () =>
  [
    mapping({ idx: mapping({ images: pathOf("an IDX file"), labels: pathOf("an IDX file") }) }),
    mapping({ npy: mapping({ inputs: pathOf("an npy file"), targets: pathOf("an npy file") }) }),
    mapping({ npz: pathOf("an npz file"), ...arrayNames() }),
    mapping({ safetensors: pathOf("a safetensors file"), ...arrayNames() }),
  ] as const;
const column = () =>
  z.union(
    [
      z.enum(["number", "category", "date"]),
      z.array(name("a level"), { error: "a list of levels" }).min(1, "at least one level"),
      mapping({
        date: z
          .array(z.enum(dateParts), { error: `a list of ${dateParts.join(", ")}` })
          .min(1, `at least one of ${dateParts.join(", ")}`),
      }),
    ],
    { error: "number, category, date, a list of levels, or date: [month, …]" },
  );
const tableKeys = () => ({
  label: columnName().describe("The column that the network is to predict."),
  features: z
    .array(columnName(), { error: "a list of column names" })
    .min(1, "at least one column name")
    .exactOptional()
    .describe("Default: all columns but the label."),
  columns: z
    .record(z.string(), column(), { error: "a mapping of column names to kinds" })
    .refine((record) => Object.keys(record).length <= MAX_SPECS, `at most ${MAX_SPECS} columns`)
    .exactOptional()
    .describe(
      "Of what kind columns are, where that is not to be found out: number, category, date, or the levels of a category, or what is made of a date.",
    ),
  missing: z
    .array(name("a word"), { error: "a list of words" })
    .max(MAX_MISSING, `at most ${MAX_MISSING} words`)
    .exactOptional()
    .describe(
      "What a cell says that has no value. Default: NA, N/A, NaN, null, ?; an empty one never has any.",
    ),
});
const csvFile = () => ({
  csv: pathOf("a CSV file"),
  ...tableKeys(),
  delimiter: delimiter(),
  header: flag
    .exactOptional()
    .describe("Does the first row name the columns? Default: true. Otherwise they are called 1, 2, …."),
});
const jsonlFile = () => ({ jsonl: pathOf("a file of JSON lines"), ...tableKeys() });
const optionalLabel = () => ({ label: columnName().exactOptional() });

const fraction = () => belowOne("a number between 0 and 1").gt(0, "a number between 0 and 1");
const inlineData = mapping({ inputs: rows.min(1, "at least one sample"), targets: rows });
const scale = z.enum(["none", "unit", "standard"]).exactOptional();
const training = () =>
  z.union([mapping(csvFile()), mapping(jsonlFile()), ...arrayFiles()], {
    error: "a mapping (csv, label, …, or jsonl, idx, npy, npz, safetensors)",
  });
const test = () =>
  z.union(
    [
      mapping({ ...csvFile(), ...optionalLabel() }),
      mapping({ ...jsonlFile(), ...optionalLabel() }),
      ...arrayFiles(),
      mapping({ fraction: fraction().describe("The share of the samples kept for the test.") }),
    ],
    { error: "a mapping (csv, …, jsonl, idx, npy, npz, safetensors, or fraction)" },
  );
/** The rules of files are made where data are in files. */
const fileData = mapping({
  train: z.lazy(training),
  test: z.lazy(test).exactOptional(),
  scale: scale.describe("Of numbers and dates; fitted on the training part only."),
  scaleLabel: scale.describe("Of a label of numbers; fitted on the training part only. Default: none."),
  fill: z
    .enum(["mean", "median"])
    .exactOptional()
    .describe("Of the training part, what stands for a missing number or date. Default: mean."),
  unseen: z
    .enum(["zeros", "error"])
    .exactOptional()
    .describe(
      "What becomes of a level that the training part does not have. Default: zeros, with a warning.",
    ),
});

export const dataSchema: z.ZodType<InlineData | FileData> = z.union([inlineData, fileData], {
  error: "a mapping (inputs and targets, or train)",
});
