import {
  CsvChunks,
  foreignAdvice,
  InputError,
  JsonLinesChunks,
  MAX_NPY_MIB,
  parseIdx,
  parseNpy,
  type Table,
  type Tensor,
} from "../index.ts";
import { streamBytes } from "./files.ts";
import { decoded, joined, unpacked } from "./text-pieces.ts";

export const rowFormats = ["csv", "jsonl", "npy", "idx"] as const;
export type RowFormat = (typeof rowFormats)[number];

export interface RowsOptions {
  /** Default: as the first bytes look. */
  readonly format?: RowFormat;
  /** The columns, where the file may hold numbers alone; undefined where they have no names. */
  readonly names?: readonly string[];
}

/**
 * The rows of a file, or of what comes in, some at a time: CSV, JSON lines, npy or IDX, unpacked where gzip has packed them. Memory
 * is bounded by a few rows; of npy and IDX, by the file.
 * @param input the file's path, or what comes in
 * @throws InputError with the place of the first mistake
 */
export async function* readRows(
  input: string | AsyncIterable<Uint8Array>,
  options: RowsOptions = {},
): AsyncGenerator<Table, void> {
  const file = typeof input === "string" ? input : "standard input";
  const chunks = unpacked(typeof input === "string" ? streamBytes(input) : input, file);
  try {
    const first = await chunks.next();
    if (first.done) throw new InputError("expected rows, found nothing", { file });
    const advice = foreignAdvice(first.value, file);
    if (advice !== undefined) throw new InputError(advice, { file });
    const format = options.format ?? formatOf(first.value);
    const all = joined(first.value, chunks);
    if (format === "npy") yield* rowsOf(parseNpy(await whole(all, file), file), file, options.names);
    else if (format === "idx") yield* rowsOf(parseIdx(await whole(all, file), file), file, options.names);
    else yield* tablesOf(decoded(all, file), readerOf(format, file, options));
  } finally {
    await chunks.return();
  }
}

function readerOf(
  format: "csv" | "jsonl",
  file: string,
  { names }: RowsOptions,
): CsvChunks | JsonLinesChunks {
  if (format === "jsonl") return new JsonLinesChunks(file);
  return new CsvChunks(file, { header: names ? true : "unless numbers" });
}

async function* tablesOf(
  texts: AsyncIterable<string>,
  reader: CsvChunks | JsonLinesChunks,
): AsyncGenerator<Table, void> {
  for await (const text of texts) {
    const table = reader.push(text);
    if (table) yield table;
  }
  const rest = reader.end();
  if (rest) yield rest;
}

function formatOf(bytes: Uint8Array): RowFormat {
  if (bytes[0] === 0x93 && Buffer.from(bytes.subarray(1, 6)).toString("latin1") === "NUMPY") return "npy";
  // no text begins with two zeros
  if (bytes[0] === 0 && bytes[1] === 0) return "idx";
  const start = Buffer.from(bytes.subarray(0, 4096)).toString("utf8");
  return /^\uFEFF?\s*[{[]/.test(start) ? "jsonl" : "csv";
}

async function whole(chunks: AsyncIterable<Uint8Array>, file: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    size += chunk.length;
    if (size > MAX_NPY_MIB * 2 ** 20)
      throw new InputError(`expected at most ${MAX_NPY_MIB} MiB, found more`, { file });
  }
  return Buffer.concat(parts, size);
}

/** Rows of an array in one table. */
const BLOCK = 1024;

/** The rows of an array, whose first axis they are. */
function* rowsOf(
  { shape, values }: Tensor,
  file: string,
  names: readonly string[] | undefined,
): Generator<Table> {
  const [rows = 1] = shape;
  if (rows === 0) throw new InputError("expected rows, found none", { file });
  const width = values.length / rows;
  const columns = names?.length === width ? names : Array.from({ length: width }, (_, i) => String(i + 1));
  for (let from = 0; from < rows; from += BLOCK) {
    yield {
      file,
      columns,
      rows: Math.min(BLOCK, rows - from),
      cell: (row, column) => String(values[(from + row) * width + column]),
      place: (row) => ({ file, line: from + row + 1 }),
    };
  }
}
