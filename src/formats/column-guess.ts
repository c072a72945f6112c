import { parseIsoDate } from "../data/dates.ts";
import type { ColumnKind } from "../data/frame.ts";
import { decimal } from "./cells.ts";

/** Meant as numbers, but none here: hexadecimal, infinite, with a decimal comma or with separated thousands. */
const NEARLY =
  /^[+-]?(0x[\da-f]+|inf(inity)?|\d+,\d+|\d+(\.\d*)?e[+-]?\d+|\d{1,3}([ ,'_]\d{3})+([.,]\d+)?)$/i;

/** Finds out of what kind the cells of a column are, as they come. */
export class ColumnGuess {
  #numbers = 0;
  #dates = 0;
  #words = 0;

  add(cell: string): void {
    if (decimal(cell) !== undefined || NEARLY.test(cell)) this.#numbers++;
    else if (parseIsoDate(cell) !== undefined) this.#dates++;
    else this.#words++;
  }

  /**
   * Numbers or dates where at least half of the cells are, so that a slip of the pen in one of many numbers is found
   * and does not turn them all into words.
   */
  get kind(): ColumnKind {
    const cells = this.#numbers + this.#dates + this.#words;
    if (2 * this.#numbers >= cells) return "number";
    return 2 * this.#dates >= cells ? "date" : "category";
  }
}
