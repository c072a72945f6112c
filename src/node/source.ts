import {
  type DataSource,
  type Example,
  frameFromArrays,
  frameFromSource,
  isTableSource,
  MAX_CSV_MIB,
  parseCsv,
  parseJsonLines,
  type SourceFrame,
  type Table,
  type TableSource,
  type TrainedColumns,
} from "../index.ts";
import { readArrays } from "./arrays.ts";
import { dataPath } from "./data-path.ts";
import { readUnpacked } from "./unpacked.ts";
import { decodeUtf8 } from "./utf8.ts";

/**
 * Reads the data that an example names.
 * @param trained the columns of the training part, where this is another
 * @throws InputError with the place of the first mistake
 */
export async function readSource(
  source: DataSource,
  examplePath: string,
  { model, data }: Example,
  trained?: TrainedColumns,
): Promise<SourceFrame> {
  const options = {
    scaleLabel: "encoding" in data ? data.encoding.scaleLabel : "none",
    ...(trained && { trained }),
  } as const;
  if (isTableSource(source)) {
    return frameFromSource(await readTable(source, examplePath), source, model, options);
  }
  return frameFromArrays(await readArrays(source, examplePath), source, model, options);
}

async function readTable(source: TableSource, examplePath: string): Promise<Table> {
  const path = dataPath(source.path, source.place, examplePath, source.format);
  const bytes = await readUnpacked(path, { limit: MAX_CSV_MIB, askedAt: source.place });
  const { format, delimiter, header } = source;
  const text = decodeUtf8(bytes, path);
  if (format === "jsonl") return parseJsonLines(text, path);
  return parseCsv(text, path, {
    ...(delimiter !== undefined && { delimiter }),
    ...(header !== undefined && { header }),
  });
}
