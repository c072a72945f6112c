import { open } from "node:fs/promises";
import {
  type BlockedSamples,
  CsvChunks,
  checkInputs,
  drawnPart,
  type Example,
  type ExampleFiles,
  encodingOptionsOf,
  expectedInputs,
  InputError,
  type PreparedData,
  StreamedTable,
  type Table,
  type TableSource,
  TRAINING,
  type TrainedColumns,
} from "../index.ts";
import { dataPath } from "./data-path.ts";
import { streamBytes } from "./files.ts";
import { TemporaryNumbers } from "./temporary-numbers.ts";
import { decoded, unpacked } from "./text-pieces.ts";

/** Characters that are read at once; from the first of them it is found out of what kind columns are. */
const PIECE = 2 ** 21;
/** The bytes of a block in memory, about. */
const BLOCK = 2 ** 22;

/** How far a data file has been read. */
export interface Reading {
  readonly path: string;
  readonly bytes: number;
  /** Of the whole file. */
  readonly size: number;
  readonly rows: number;
}

export interface StreamingOptions {
  /** Divides the rows. */
  readonly seed: number;
  readonly batchSize: number;
  readonly onProgress?: (reading: Reading) => void;
}

/** What it takes to read the files of one example. */
export class Streaming {
  readonly #example: Example;
  readonly #data: ExampleFiles;
  readonly #path: string;
  readonly #options: StreamingOptions;
  readonly #opened: TemporaryNumbers[] = [];

  /** @param path of the example file */
  constructor(example: Example, data: ExampleFiles, path: string, options: StreamingOptions) {
    this.#example = example;
    this.#data = data;
    this.#path = path;
    this.#options = options;
  }

  /** @throws InputError with the place of the first mistake */
  async read(source: TableSource): Promise<PreparedData> {
    const { test } = this.#data;
    if (this.#data.encoding.fill === "median") {
      const message = "fill: expected mean for a file that does not fit in memory, found median";
      throw new InputError(message, source.place);
    }
    const { validation } = this.#example.training;
    const partOf = drawnPart(this.#options.seed, {
      ...(test && "fraction" in test && { test: test.fraction }),
      ...(validation && { validation: validation.fraction }),
    });
    const table = await this.#readTable(source, { partOf, parts: 3 });
    if (table.count(TRAINING) === 0) {
      const file = dataPath(source.path, source.place, this.#path, "csv");
      const rows = table.rows === 0 ? "rows below the header" : "rows for training, beside those set aside";
      throw new InputError(`expected ${rows}, found none`, { file });
    }
    const fitted = table.end();
    const { encoding, columns } = fitted;
    checkInputs(encoding, expectedInputs(this.#example, this.#data));
    const [train, held, drawn] = [0, 1, 2].map((part) =>
      table.count(part) > 0 ? table.samples(part, fitted) : undefined,
    ) as [BlockedSamples, BlockedSamples | undefined, BlockedSamples | undefined];
    const own =
      test && "format" in test && test.format === "csv"
        ? await this.#readTest(test, table, fitted)
        : undefined;
    const tested = own ?? drawn;
    return {
      train: train.read(0),
      ...(held && { validation: held.read(0) }),
      ...(tested && { test: tested.read(0) }),
      blocks: { train, ...(held && { validation: held }), ...(tested && { test: tested }) },
      encoding,
      columns,
      unseen: table.unseen,
    };
  }

  /** Deletes the temporary files. */
  close(): void {
    for (const numbers of this.#opened.splice(0)) numbers.close();
  }

  async #readTest(
    source: TableSource,
    training: StreamedTable,
    fitted: ReturnType<StreamedTable["end"]>,
  ): Promise<BlockedSamples> {
    const table = await this.#readTable(source, { partOf: () => 0, parts: 1, trained: training.trained });
    table.end();
    return table.samples(0, fitted);
  }

  async #readTable(
    source: TableSource,
    {
      partOf,
      parts,
      trained,
    }: { readonly partOf: () => number; readonly parts: number; readonly trained?: TrainedColumns },
  ): Promise<StreamedTable> {
    const storages = Array.from({ length: parts }, () => {
      const numbers = new TemporaryNumbers();
      this.#opened.push(numbers);
      return numbers;
    });
    const { batchSize, onProgress } = this.#options;
    const table = new StreamedTable({
      source,
      model: this.#example.model,
      encoding: { ...encodingOptionsOf(this.#data), scaleLabel: this.#data.encoding.scaleLabel },
      storages,
      rowsInBlock: (columns) => batchSize * Math.max(1, Math.floor(BLOCK / (8 * columns * batchSize))),
      partOf,
      ...(trained && { trained }),
    });
    const path = dataPath(source.path, source.place, this.#path, "csv");
    const chunks = new CsvChunks(path, {
      ...(source.delimiter !== undefined && { delimiter: source.delimiter }),
      ...(source.header !== undefined && { header: source.header }),
    });
    const size = await sizeOf(path);
    let bytes = 0;
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const chunk of streamBytes(path)) {
        bytes += chunk.length;
        yield chunk;
      }
    }
    const add = (rows: Table | undefined): void => {
      if (rows) table.add(rows);
      onProgress?.({ path, bytes, size, rows: table.rows });
    };
    let held = "";
    for await (const text of decoded(unpacked(counted(), path), path)) {
      held += text;
      if (held.length < PIECE) continue;
      add(chunks.push(held));
      held = "";
    }
    add(chunks.push(held));
    add(chunks.end());
    return table;
  }
}

async function sizeOf(path: string): Promise<number> {
  const handle = await open(path);
  try {
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}
