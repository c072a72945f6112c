import type { Code } from "../../assembler/code.ts";
import type { Body } from "../body.ts";

type Words = readonly [Code, Code, Code, Code];
type Key = readonly [Code, Code];

const ROUNDS = 10;

/** The keys of all rounds, in locals. */
export function keysOf(body: Body, [low, high]: Key): Key[] {
  const moved = (word: Code, by: number, round: number): Code =>
    body.let("i32", [word, ["i32.const", Math.imul(by, round)], ["i32.add"]]);
  return Array.from(
    { length: ROUNDS },
    (_, round): Key => [moved(low, 0x9e3779b9, round), moved(high, 0xbb67ae85, round)],
  );
}

/** The block function of `tensor/random.ts`, in instructions: four counter words to four random words. */
export function emitPhilox(body: Body, counter: Words, keys: readonly Key[]): Words {
  let [c0, c1, c2, c3] = counter;
  for (const [k0, k1] of keys) {
    const first = times(body, c0, 0xd2511f53n);
    const second = times(body, c2, 0xcd9e8d57n);
    const next0 = body.let("i32", [highOf(second), c1, ["i32.xor"], k0, ["i32.xor"]]);
    const next2 = body.let("i32", [highOf(first), c3, ["i32.xor"], k1, ["i32.xor"]]);
    c1 = body.let("i32", lowOf(second));
    c3 = body.let("i32", lowOf(first));
    c0 = next0;
    c2 = next2;
  }
  return [c0, c1, c2, c3];
}

function times(body: Body, word: Code, by: bigint): Code {
  return body.let("i64", [word, ["i64.extend_i32_u"], ["i64.const", by], ["i64.mul"]]);
}

function lowOf(product: Code): Code {
  return [product, ["i32.wrap_i64"]];
}

function highOf(product: Code): Code {
  return [product, ["i64.const", 32n], ["i64.shr_u"], ["i32.wrap_i64"]];
}
