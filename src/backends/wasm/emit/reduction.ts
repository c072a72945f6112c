import type { Code } from "../assembler/code.ts";
import type { Body } from "./body.ts";
import { joinHalves, upperHalf } from "./halves.ts";
import { type Lanes, scalarLanes, vectorLanes } from "./lanes.ts";

/**
 * A sum, or a largest number, in one or more lanes. Sums of float32 are kept in float64 and rounded once, so that they are
 * as good in any order of magnitude.
 */
export class Accumulator {
  readonly #body: Body;
  readonly #lanes: Lanes;
  readonly #kind: "sum" | "max";
  /** Of a vector of float32, a pair for each half. */
  readonly #parts: readonly number[];
  readonly #wide: Lanes;

  constructor(body: Body, lanes: Lanes, kind: "sum" | "max") {
    this.#body = body;
    this.#lanes = lanes;
    this.#kind = kind;
    const isWide = kind === "sum" && lanes.dtype === "f32";
    if (isWide) this.#wide = lanes.count === 1 ? scalarLanes("f64") : vectorLanes("f64");
    else this.#wide = lanes;
    const parts = isWide && lanes.count > 1 ? 2 : 1;
    this.#parts = Array.from({ length: parts }, () => body.local(this.#wide.type));
  }

  /** Where the number of terms is not known when the instructions are written: −0 + x is x, of every x. */
  clear(): void {
    const first = this.#wide.constant(this.#kind === "sum" ? -0 : Number.NEGATIVE_INFINITY);
    for (const part of this.#parts) this.#body.emit(first, ["local.set", part]);
  }

  /** The first term, instead of clearing. */
  start(value: Code): void {
    for (const [i, term] of this.#widened(value).entries()) {
      this.#body.emit(term, ["local.set", this.#parts[i]]);
    }
  }

  add(value: Code): void {
    const terms = this.#widened(value);
    for (const [i, part] of this.#parts.entries()) {
      const op = this.#kind === "sum" ? "add" : "max";
      this.#body.emit(this.#wide.binary(op, ["local.get", part], terms[i]), ["local.set", part]);
    }
  }

  /** Adds what another one has added up. */
  join(other: Accumulator): void {
    for (const [i, part] of this.#parts.entries()) {
      const theirs: Code = ["local.get", other.#parts[i]];
      this.#body.emit(this.#wide.binary("add", ["local.get", part], theirs), ["local.set", part]);
    }
  }

  result(): Code {
    const [low, high] = this.#parts.map((part): Code => ["local.get", part]);
    if (this.#wide === this.#lanes) return low;
    if (this.#lanes.count === 1) return [low, ["f32.demote_f64"]];
    const narrow = (pair: Code): Code => [pair, ["f32x4.demote_f64x2_zero"]];
    return joinHalves(narrow(low), narrow(high));
  }

  #widened(value: Code): Code[] {
    if (this.#wide === this.#lanes) return [value];
    if (this.#lanes.count === 1) return [[value, ["f64.promote_f32"]]];
    const four = this.#body.let("v128", value);
    return [
      [four, ["f64x2.promote_low_f32x4"]],
      [upperHalf(four), ["f64x2.promote_low_f32x4"]],
    ];
  }
}
