import type { DatePart } from "../data/dates.ts";
import type { UnseenRule } from "../data/encoding.ts";
import type { ColumnKind } from "../data/frame.ts";
import type { FillName, ScaleName } from "../data/scale.ts";
import { InputError, type Place } from "../tensor/error.ts";
import type { ArrayFile, ColumnSpec, FileData, TableFile } from "./schema/data.ts";
import type { Path } from "./tree.ts";

export type DataSource = TableSource | ArraySource;

/** Two arrays, and where the example file names them. */
export interface ArraySource {
  readonly format: "idx" | "npy" | "npz" | "safetensors";
  /** Paths, relative to the example file: of two files, or twice the same. */
  readonly files: ArrayPair<string>;
  /** Of two arrays in one file, what they are called there. */
  readonly names?: ArrayPair<string>;
  /** What messages call them. */
  readonly words: ArrayPair<string>;
  /** Of the inputs. */
  readonly place: Place;
  /** Of the targets. */
  readonly labelPlace: Place;
}

/** Something for the array of inputs, and for that of targets. */
export interface ArrayPair<T> {
  readonly inputs: T;
  readonly targets: T;
}

/** Columns of a file of rows, and where the example file names them. */
export interface TableSource {
  readonly format: "csv" | "jsonl";
  /** Relative to the example file. */
  readonly path: string;
  /** The column to predict. */
  readonly label: string;
  /** Default: all columns but the label. */
  readonly features?: readonly string[];
  /** Of CSV. Default: what the header has most of. */
  readonly delimiter?: string;
  /** Of CSV: does the first row name the columns? Default: true. */
  readonly header?: boolean;
  /** What a cell says that has no value. Default: the usual words. */
  readonly missing?: readonly string[];
  /** Of what kind columns are, and what else is said of them. */
  readonly columns: ColumnSpecs;
  /** Of the path. */
  readonly place: Place;
  readonly labelPlace: Place;
  /** One for each of `features`. */
  readonly featurePlaces?: readonly Place[];
}

/** What is said of columns, by their names. */
interface ColumnSpecs {
  readonly kinds: ReadonlyMap<string, ColumnKind>;
  readonly levels: ReadonlyMap<string, readonly string[]>;
  readonly dateParts: ReadonlyMap<string, readonly DatePart[]>;
}

/** How columns become inputs and targets; all defaults filled in. */
export interface EncodingSettings {
  readonly scale: ScaleName;
  readonly scaleLabel: ScaleName;
  readonly fill: FillName;
  readonly unseen: UnseenRule;
}

/** The sources of an example's data, with their places. */
export function filesOf(
  { train, test, scale = "none", scaleLabel = "none", fill = "mean", unseen = "zeros" }: FileData,
  placeOf: (path: Path) => Place,
): {
  train: DataSource;
  test?: DataSource | { readonly fraction: number };
  encoding: EncodingSettings;
} {
  const encoding = { scale, scaleLabel, fill, unseen };
  const from = ["data", "test"];
  if (!isTable(train)) {
    const source = arraysOf(train, ["data", "train"], placeOf);
    if (!test) return { train: source, encoding };
    if ("fraction" in test) return { train: source, test, encoding };
    if (isTable(test)) throw otherFormat(source.format, "csv" in test ? "csv" : "jsonl", placeOf(from));
    return { train: source, test: arraysOf(test, from, placeOf), encoding };
  }
  const label = String(train.label);
  const labelPlace = placeOf(["data", "train", "label"]);
  const source: TableSource = {
    columns: specsOf(undefined),
    ...written(train, ["data", "train"], placeOf),
    label,
    labelPlace,
  };
  if (!test) return { train: source, encoding };
  if ("fraction" in test) return { train: source, test, encoding };
  if (!isTable(test)) throw otherFormat(source.format, arraysOf(test, from, placeOf).format, placeOf(from));
  // what a test file does not say is as in the training file
  return { train: source, test: { ...source, ...written(test, from, placeOf) }, encoding };
}

/** All files that a source names, as they are written. */
export function filesIn(source: DataSource): string[] {
  if (isTableSource(source)) return [source.path];
  return [...new Set([source.files.inputs, source.files.targets])];
}

export function isTableSource(source: DataSource): source is TableSource {
  return source.format === "csv" || source.format === "jsonl";
}

function isTable(file: TableFile | ArrayFile): file is TableFile {
  return "csv" in file || "jsonl" in file;
}

/** Columns that have names are compared with others that have: rows with rows, arrays with arrays. */
function otherFormat(expected: string, found: string, place: Place): InputError {
  return new InputError(`test: expected ${expected}, as train, found ${found}`, place);
}

function arraysOf(file: ArrayFile, path: Path, placeOf: (path: Path) => Place): ArraySource {
  const from = (...keys: string[]) => placeOf([...path, ...keys]);
  if ("idx" in file) {
    const { images: inputs, labels: targets } = file.idx;
    const places = { place: from("idx", "images"), labelPlace: from("idx", "labels") };
    return {
      format: "idx",
      files: { inputs, targets },
      words: { inputs: "images", targets: "labels" },
      ...places,
    };
  }
  const words = { inputs: "inputs", targets: "targets" };
  if ("npy" in file) {
    const places = { place: from("npy", "inputs"), labelPlace: from("npy", "targets") };
    return { format: "npy", files: file.npy, words, ...places };
  }
  const format = "npz" in file ? "npz" : "safetensors";
  const archive = "npz" in file ? file.npz : file.safetensors;
  const { inputs, targets } = file;
  return {
    format,
    files: { inputs: archive, targets: archive },
    names: { inputs, targets },
    words,
    place: from("inputs"),
    labelPlace: from("targets"),
  };
}

type Written = Pick<TableSource, "format" | "path" | "place"> & Partial<TableSource>;

/** A source as far as it is written, with its places. */
function written(file: TableFile, path: Path, placeOf: (path: Path) => Place): Written {
  const { label, features, missing, columns } = file;
  const format = "csv" in file ? "csv" : "jsonl";
  return {
    format,
    path: "csv" in file ? file.csv : file.jsonl,
    place: placeOf([...path, format]),
    ...("delimiter" in file && { delimiter: file.delimiter }),
    ...("header" in file && { header: file.header }),
    ...(missing && { missing: missing.map(String) }),
    ...(columns && { columns: specsOf(columns) }),
    ...(label !== undefined && { label: String(label), labelPlace: placeOf([...path, "label"]) }),
    ...(features && {
      features: features.map(String),
      featurePlaces: features.map((_, i) => placeOf([...path, "features", i])),
    }),
  };
}

function specsOf(columns: Readonly<Record<string, ColumnSpec>> = {}): ColumnSpecs {
  const kinds = new Map<string, ColumnKind>();
  const levels = new Map<string, readonly string[]>();
  const dateParts = new Map<string, readonly DatePart[]>();
  for (const [name, spec] of Object.entries(columns)) {
    if (typeof spec === "string") kinds.set(name, spec);
    else if ("date" in spec) {
      kinds.set(name, "date");
      dateParts.set(name, spec.date);
    } else {
      kinds.set(name, "category");
      levels.set(name, spec.map(String));
    }
  }
  return { kinds, levels, dateParts };
}
