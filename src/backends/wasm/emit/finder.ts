import type { Code } from "../assembler/code.ts";
import type { Body } from "./body.ts";
import type { Lanes } from "./lanes.ts";

/** Where, counted from 0, the first of several numbers is that is a given one; −1 where none is. */
export class Finder {
  readonly #body: Body;
  readonly #lanes: Lanes;
  readonly #wanted: Code;
  readonly #place: number;
  readonly #found: number;

  constructor(body: Body, lanes: Lanes, wanted: Code) {
    this.#body = body;
    this.#lanes = lanes;
    this.#wanted = body.let(lanes.type, wanted);
    this.#place = body.local(lanes.type);
    this.#found = body.local(lanes.type);
    body.emit(lanes.constant(0), ["local.set", this.#place]);
    body.emit(lanes.constant(-1), ["local.set", this.#found]);
  }

  /** Looks at a number before all that it has looked at; of numbers that are written out. */
  lookBefore(value: Code, place: number): void {
    const { compare, select, constant } = this.#lanes;
    const found: Code = ["local.get", this.#found];
    this.#body.emit(select(compare("eq", value, this.#wanted), constant(place), found), [
      "local.set",
      this.#found,
    ]);
  }

  /** Looks at the next number. */
  look(value: Code): void {
    const { compare, select, constant, binary } = this.#lanes;
    const [place, found]: Code[] = [
      ["local.get", this.#place],
      ["local.get", this.#found],
    ];
    const isIt = select(compare("eq", value, this.#wanted), place, constant(-1));
    // of those that it is, the first that was seen stays
    const isNew = compare("lt", found, constant(0));
    this.#body.emit(select(isNew, this.#body.let(this.#lanes.type, isIt), found), ["local.set", this.#found]);
    this.#body.emit(binary("add", place, constant(1)), ["local.set", this.#place]);
  }

  result(): Code {
    return ["local.get", this.#found];
  }
}
