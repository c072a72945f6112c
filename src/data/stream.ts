import type { DatePart } from "./dates.ts";
import { widthOfPart, writeParts } from "./dates.ts";
import type { CategoryColumn, Column, ColumnKind, DateColumn, NumberColumn } from "./frame.ts";
import { RunningStatistics } from "./running.ts";
import type { Summary } from "./summary.ts";

/**
 * A column that comes a chunk of rows at a time: its codes become the same in all chunks, and what an encoding needs to
 * know of it is kept, of the training part alone.
 */
export class StreamedColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly #parts: readonly DatePart[];
  readonly #values: RunningStatistics;
  readonly #ofParts: readonly RunningStatistics[];
  readonly #codes = new Map<string, number>();
  /** For each level, in how many rows it stands: of the training part, and of all. */
  readonly #rows: { training: number; all: number }[] = [];
  readonly #scratch: number[] = [];
  #missing = 0;

  /** @param parts that are made of a date */
  constructor(name: string, kind: ColumnKind, parts: readonly DatePart[] = []) {
    this.name = name;
    this.kind = kind;
    this.#parts = parts;
    this.#values = new RunningStatistics();
    const width = parts.reduce((sum, part) => sum + widthOfPart(part), 0);
    this.#ofParts = Array.from({ length: width }, () => new RunningStatistics());
  }

  /**
   * Takes a chunk, and gives its values as they are kept: numbers, seconds, or codes, −1 where missing.
   * @param isTraining for each row
   */
  add(column: Column, isTraining: Uint8Array): ArrayLike<number> {
    if (column.kind === "category") return this.#addWords(column, isTraining);
    return this.#addValues(column, isTraining);
  }

  #addValues(column: NumberColumn | DateColumn, isTraining: Uint8Array): ArrayLike<number> {
    const { values } = column;
    for (let row = 0; row < values.length; row++) {
      if (isTraining[row] === 0) continue;
      const value = values[row];
      if (Number.isNaN(value)) {
        this.#missing++;
        continue;
      }
      this.#values.add(value);
      if (column.kind !== "date") continue;
      writeParts(value, this.#parts, this.#scratch, 0);
      for (const [i, running] of this.#ofParts.entries()) running.add(this.#scratch[i]);
    }
    return values;
  }

  #addWords({ codes, levels }: CategoryColumn, isTraining: Uint8Array): ArrayLike<number> {
    const known = Int32Array.from(levels, (level) => {
      const code = this.#codes.get(level) ?? this.#codes.size;
      this.#codes.set(level, code);
      if (code === this.#rows.length) this.#rows.push({ training: 0, all: 0 });
      return code;
    });
    return Int32Array.from(codes, (code, row) => {
      if (code < 0) {
        this.#missing += isTraining[row];
        return -1;
      }
      const rows = this.#rows[known[code]];
      rows.all++;
      rows.training += isTraining[row];
      return known[code];
    });
  }

  get levelCount(): number {
    return this.#codes.size;
  }

  /** All levels, by their codes. */
  get levels(): string[] {
    return [...this.#codes.keys()];
  }

  /** In how many rows each level stands that the training part does not have. */
  get unseen(): { readonly level: string; readonly rows: number }[] {
    return this.levels.flatMap((level, code) => {
      const { training, all } = this.#rows[code];
      return training === 0 ? [{ level, rows: all }] : [];
    });
  }

  /** Of the training part. */
  summary(): Summary {
    const missing = this.#missing;
    if (this.kind === "category") {
      const levels = this.levels.filter((_, code) => this.#rows[code].training > 0);
      return { kind: "category", missing, levels };
    }
    const statistics = RunningStatistics.of([this.#values]);
    if (this.kind === "number") return { kind: "number", missing, width: 1, statistics };
    return { kind: "date", missing, seconds: statistics, parts: RunningStatistics.of(this.#ofParts) };
  }
}
