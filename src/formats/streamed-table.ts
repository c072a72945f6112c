import { BlockStore, type NumberStorage, storedColumn } from "../data/block-store.ts";
import type { BlockedSamples } from "../data/blocks.ts";
import { encode, type Unseen } from "../data/encode.ts";
import type { EncodingOptions, LabelOptions } from "../data/encoding.ts";
import { MAX_LEVELS } from "../data/encoding.ts";
import { checkLevels, DEFAULT_PARTS, type Fitted, fittedOn } from "../data/fit.ts";
import { byName, type Column, type Frame } from "../data/frame.ts";
import { StreamedColumn } from "../data/stream.ts";
import { everyKind } from "../nn/every-kind.ts";
import { outputsOf } from "../nn/shapes.ts";
import type { ModelSpec } from "../nn/spec.ts";
import { areNumbers, classesAmong, className, labelWords } from "./classes.ts";
import type { Table } from "./csv.ts";
import type { TableSource } from "./source.ts";
import { frameFromTable } from "./table-frame.ts";
import { columnsOf, type TrainedColumns } from "./table-source.ts";
import { classOptions, labelOf, takesNumbers } from "./targets.ts";

export interface StreamOptions {
  readonly source: TableSource;
  readonly model: ModelSpec;
  readonly encoding: Omit<EncodingOptions, "label" | "features"> & {
    readonly scaleLabel: EncodingOptions["scale"];
  };
  /** Where the rows of each part are kept; those of the training part first. */
  readonly storages: readonly NumberStorage[];
  /** How many rows a block has, where a row has so many columns. */
  readonly rowsInBlock: (columns: number) => number;
  /** Asked once for each row, in order: of which part it is. */
  readonly partOf: () => number;
  /** Of the training data, where this is data to test with. */
  readonly trained?: TrainedColumns;
}

/** Rows of a table that comes in pieces: kept in blocks as they are read, and encoded when they are needed. */
export class StreamedTable {
  readonly #options: StreamOptions;
  #features: StreamedColumn[] = [];
  #label: StreamedColumn | undefined;
  #stores: BlockStore[] = [];

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  /**
   * Takes the next rows. Of what kind columns are, where nobody says it, is found out from the first ones.
   * @throws InputError with the place of the first mistake
   */
  add(table: Table): void {
    const label = this.#label ?? this.#open(table);
    const { source, partOf } = this.#options;
    const kinds = new Map(this.#features.map(({ name, kind }) => [name, kind]));
    const frame = frameFromTable(table, {
      columns: [...kinds.keys()],
      kinds,
      guessed: new Set([...kinds.keys()].filter((name) => !source.columns.kinds.has(name))),
      ...(source.missing && { missing: source.missing }),
    });
    const parts = Uint8Array.from({ length: table.rows }, partOf);
    const isTraining = parts.map((part) => (part === 0 ? 1 : 0));
    const values = this.#features.map((column) =>
      column.add(frame.columns.get(column.name) as Column, isTraining),
    );
    for (const { name, levelCount } of this.#features) checkLevels(name, levelCount, false);
    values.push(label.add(this.#labelIn(table, label), isTraining));
    this.#checkClasses(label);
    for (let row = 0; row < table.rows; row++) this.#stores[parts[row]].push(values, row);
  }

  /** @throws InputError where the label does not fit the model, or the training part not the encoding */
  end(): Fitted {
    for (const store of this.#stores) store.end();
    const label = this.#label as StreamedColumn;
    const { encoding } = this.#options;
    const features = this.#features.map((column) => [column.name, column.summary()] as const);
    const options = { ...encoding, label: this.#labelOptions(label) };
    return fittedOn(features, label.summary(), classesAmong(label.levels), options);
  }

  /** Levels that the training part does not have. */
  get unseen(): Unseen[] {
    return this.#features.flatMap(({ name, unseen }) => unseen.map((each) => ({ column: name, ...each })));
  }

  /** What test data must have in common with these. */
  get trained(): TrainedColumns {
    const label = this.#label;
    return {
      classes: label?.kind === "category" ? classesAmong(label.levels) : [],
      kinds: new Map(this.#features.map(({ name, kind }) => [name, kind])),
    };
  }

  /** How many rows have come. */
  get rows(): number {
    return this.#stores.reduce((sum, { count }) => sum + count, 0);
  }

  /** How many rows a part has. */
  count(part: number): number {
    return this.#stores[part]?.count ?? 0;
  }

  /** The samples of a part, which must have some. */
  samples(part: number, { encoding }: Fitted): BlockedSamples {
    const store = this.#stores[part];
    const label = this.#label as StreamedColumn;
    const isNumeric = areNumbers(label.levels);
    const columns = [
      ...this.#features,
      {
        name: label.name,
        kind: label.kind,
        levels: label.levels.map((level) => className(level, isNumeric)),
      },
    ];
    return {
      count: store.count,
      blockSize: store.blockSize,
      read(block) {
        const values = store.read(block);
        const frame: Frame = {
          rows: values[0].length,
          columns: byName(columns.map((column, i) => storedColumn(column, values[i]))),
        };
        const { unseen: _, ...samples } = encode(frame, encoding);
        return samples;
      },
    };
  }

  #open(table: Table): StreamedColumn {
    const { source, model, storages, rowsInBlock, encoding, trained } = this.#options;
    const { features, label } = columnsOf(table, source);
    const first = frameFromTable(table, {
      columns: features,
      kinds: new Map([...(trained?.kinds ?? []), ...source.columns.kinds]),
      ...(source.missing && { missing: source.missing }),
    });
    this.#features = [...first.columns.values()].map(
      ({ name, kind }) => new StreamedColumn(name, kind, encoding.dateParts?.get(name) ?? DEFAULT_PARTS),
    );
    const isNumber = trained ? trained.classes.length === 0 : takesNumbers(table, label, model);
    this.#label = new StreamedColumn(source.label, isNumber ? "number" : "category");
    const columns = features.length + 1;
    this.#stores = storages.map((storage) => new BlockStore(storage, columns, rowsInBlock(columns)));
    return this.#label;
  }

  #labelIn(table: Table, { kind }: StreamedColumn): Column {
    const { source, model, trained } = this.#options;
    const { label } = columnsOf(table, source);
    if (kind === "number") return labelOf(table, label, model, []).column;
    return trained ? labelOf(table, label, model, trained.classes).column : labelWords(table, label.column);
  }

  #labelOptions(label: StreamedColumn): LabelOptions {
    const { source, model, encoding } = this.#options;
    if (label.kind === "number") return { kind: "number", name: label.name, scale: encoding.scaleLabel };
    return classOptions(label.name, classesAmong(label.levels), model, source.labelPlace);
  }

  /** Labels that are all different are no classes, and would not fit in memory. */
  #checkClasses(label: StreamedColumn): void {
    const { source, model } = this.#options;
    if (label.levelCount > outputsOf(model.network, everyKind) + MAX_LEVELS) {
      classOptions(label.name, label.levels, model, source.labelPlace);
    }
  }
}
