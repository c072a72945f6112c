import { InputError, type Place } from "../tensor/error.ts";
import { decimal } from "./cells.ts";
import { type CsvOptions, guessDelimiter, parseCsv, type Table } from "./csv.ts";

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
/** In characters: a row that is longer does not end. */
const MAX_ROW = 16 * 2 ** 20;

interface ChunkOptions extends Pick<CsvOptions, "delimiter"> {
  /** unless numbers: the first row names the columns where it holds anything but numbers. Default: true. */
  readonly header?: boolean | "unless numbers";
}

/**
 * Reads a CSV file as it comes, some rows at a time: what is held in memory are these rows, and the beginning of the next.
 * The tables are those that `parseCsv` makes of the whole, one after the other.
 */
export class CsvChunks {
  readonly #file: string;
  readonly #options: ChunkOptions;
  #hasHeader = true;
  /** The first row, where it names the columns. */
  #header: string | undefined;
  #delimiter = "";
  /** What has come and is not part of a table yet. */
  #rest = "";
  /** How far it has been looked at, and in which state. */
  #looked = 0;
  #isQuoted = false;
  #isStart = true;
  #rowEnd = 0;
  #linesBefore = 0;
  #tables = 0;

  /** @param file what messages call it */
  constructor(file: string, options: ChunkOptions = {}) {
    this.#file = file;
    this.#options = options;
  }

  /**
   * The rows that end in what has come so far; undefined where none does.
   * @throws InputError with the place of the first mistake
   */
  push(text: string): Table | undefined {
    this.#rest += text;
    if (this.#delimiter === "" && !this.#open()) return undefined;
    this.#look();
    if (this.#rowEnd === 0) {
      this.#refuseEndless();
      return undefined;
    }
    return this.#take(this.#rowEnd);
  }

  /** @throws InputError where the row that has begun is longer than any */
  #refuseEndless(): void {
    if (this.#rest.length <= MAX_ROW) return;
    const line = this.#linesBefore + 1;
    throw new InputError("expected a row that ends, found none", { file: this.#file, line });
  }

  /** The rows that are left. */
  end(): Table | undefined {
    if (this.#delimiter === "") {
      this.#rest += "\n";
      // nothing but a header, or nothing at all: whatever is wrong with it is said
      if (!this.#open()) return parseCsv(this.#rest, this.#file);
    }
    if (!isBlank(this.#rest)) return this.#take(this.#rest.length);
    return this.#tables > 0 ? undefined : parseCsv(this.#header ?? this.#rest, this.#file);
  }

  /** Finds the first row; it tells the delimiter, and may name the columns. */
  #open(): boolean {
    const start = /^\uFEFF?[\r\n]*/.exec(this.#rest)?.[0].length ?? 0;
    if (this.#rest.indexOf("\n", start) < 0 && this.#rest.length <= MAX_ROW) return false;
    this.#delimiter = this.#options.delimiter ?? guessDelimiter(this.#rest, start);
    this.#looked = start;
    this.#look(true);
    const end = this.#rowEnd;
    [this.#looked, this.#rowEnd, this.#isQuoted, this.#isStart] = [0, 0, false, true];
    if (end === 0) {
      this.#refuseEndless();
      this.#delimiter = "";
      return false;
    }
    const first = this.#rest.slice(0, end);
    this.#hasHeader = this.#isHeader(first);
    if (!this.#hasHeader) return true;
    this.#header = first;
    this.#linesBefore = linesIn(this.#header);
    this.#rest = this.#rest.slice(end);
    return true;
  }

  #isHeader(row: string): boolean {
    const { header = true } = this.#options;
    if (header !== "unless numbers") return header;
    const cells = row
      .replace(/^\uFEFF/, "")
      .trim()
      .split(this.#delimiter);
    return !cells.every((cell) => decimal(cell.trim()) !== undefined);
  }

  /** Looks for ends of rows: line ends that are not within quotes. A quote opens a cell only where the cell begins. */
  #look(isFirstOnly = false): void {
    const delimiter = this.#delimiter.charCodeAt(0);
    const text = this.#rest;
    let at = this.#looked;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (this.#isQuoted) {
        if (code !== QUOTE) continue;
        // two of them stand for one; the second may not have come yet
        if (at + 1 === text.length) break;
        if (text.charCodeAt(at + 1) === QUOTE) at++;
        else this.#isQuoted = false;
      } else if (code === QUOTE && this.#isStart) {
        this.#isQuoted = true;
        this.#isStart = false;
      } else {
        this.#isStart = code === delimiter || code === LINE_FEED;
        if (code === LINE_FEED) {
          this.#rowEnd = at + 1;
          if (isFirstOnly) break;
        }
      }
    }
    this.#looked = at;
  }

  #take(end: number): Table | undefined {
    const rows = this.#rest.slice(0, end);
    this.#rest = this.#rest.slice(end);
    this.#looked -= end;
    this.#rowEnd = 0;
    const shift = this.#linesBefore - linesIn(this.#header ?? "");
    this.#linesBefore += linesIn(rows);
    if (isBlank(rows)) return undefined;
    return this.#parse(`${this.#header ?? ""}${rows}`, shift);
  }

  #parse(text: string, shift: number): Table {
    const moved = (place: Place): Place =>
      place.line === undefined ? place : { ...place, line: place.line + shift };
    try {
      const table = parseCsv(text, this.#file, { header: this.#hasHeader, delimiter: this.#delimiter });
      this.#tables++;
      return { ...table, place: (row, column) => moved(table.place(row, column)) };
    } catch (error) {
      if (!(error instanceof InputError) || !error.place) throw error;
      throw new InputError(error.message, moved(error.place));
    }
  }
}

/** Empty lines are no rows. */
function isBlank(text: string): boolean {
  return /^[\r\n]*$/.test(text);
}

function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
