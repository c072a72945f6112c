import {
  CsvChunks,
  foreignAdvice,
  InputError,
  JsonLinesChunks,
  MAX_NPY_MIB,
  parseNpy,
  type Table,
  type Tensor,
} from "../index.ts";
import { streamBytes } from "./files.ts";
import { decoded, joined, unpacked } from "./text-pieces.ts";

export const rowFormats = ["csv", "jsonl", "npy"] as const;
export type RowFormat = (typeof rowFormats)[number];

export interface RowsOptions {
  /** Default: as the first bytes look. */
  readonly format?: RowFormat;
  /** The columns, where the file may hold numbers alone; undefined where they have no names. */
  readonly names?: readonly string[];
}

/**
 * The rows of a file, or of what comes in, some at a time: CSV, JSON lines or npy, unpacked where gzip has packed them. Memory is
 * bounded by a few rows; of npy, by the file.
 * @param input the file's path, or what comes in
 * @throws InputError with the place of the first mistake
 */
export async function* readRows(
  input: string | AsyncIterable<Uint8Array>,
  options: RowsOptions = {},
): AsyncGenerator<Table, void> {
  const file = typeof input === "string" ? input : "standard input";
  const chunks = unpacked(typeof input === "string" ? streamBytes(input) : input, file);
  const first = await chunks.next();
  if (first.done) throw new InputError("expected rows, found nothing", { file });
  const all = joined(first.value, chunks);
  const format = options.format ?? formatOf(first.value);
  if (format === "npy") {
    yield tableOfNpy(await whole(all, file), file, options.names);
    return;
  }
  const advice = foreignAdvice(first.value, file);
  if (advice !== undefined) throw new InputError(advice, { file });
  const reader =
    format === "csv"
      ? new CsvChunks(file, { header: options.names ? true : "unless numbers" })
      : new JsonLinesChunks(file);
  for await (const text of decoded(all, file)) {
    const table = reader.push(text);
    if (table) yield table;
  }
  const rest = reader.end();
  if (rest) yield rest;
}

function formatOf(bytes: Uint8Array): RowFormat {
  if (bytes[0] === 0x93 && Buffer.from(bytes.subarray(1, 6)).toString("latin1") === "NUMPY") return "npy";
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

function tableOfNpy(bytes: Uint8Array, file: string, names: readonly string[] | undefined): Table {
  const { shape, values }: Tensor = parseNpy(bytes, file);
  const [rows = 1] = shape;
  if (rows === 0) throw new InputError("expected rows, found none", { file });
  const width = values.length / rows;
  const columns = names?.length === width ? names : Array.from({ length: width }, (_, i) => String(i + 1));
  return {
    file,
    columns,
    rows,
    cell: (row, column) => String(values[row * width + column]),
    place: (row) => ({ file, line: row + 1 }),
  };
}
