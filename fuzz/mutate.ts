import type { Random } from "../src/tensor/random.ts";

/** Inputs grow no longer than this, in bytes: what takes the square of its length shows itself. */
const LONGEST = 2 ** 17;
const NUMBERS = [
  "0",
  "-1",
  "1e400",
  "1e-400",
  "9007199254740993",
  "4294967296",
  "0.1",
  "NaN",
  "-0",
  "00",
  "1e5",
  "٣",
];
const BYTES = [0, 1, 0x7f, 0x80, 0xff, 0x0a, 0x0d, 0x20, 0x22, 0x5c];
const encoder = new TextEncoder();

/** Changes an input at a place; `random` says how. */
type Mutation = (input: Uint8Array, around: Surroundings) => Uint8Array;

interface Surroundings {
  readonly random: Random;
  readonly corpus: readonly Uint8Array[];
  readonly words: readonly Uint8Array[];
}

/** An input of the corpus, changed in one to six ways. */
export function mutated(
  corpus: readonly Uint8Array[],
  words: readonly Uint8Array[],
  random: Random,
): Uint8Array {
  let input = corpus[random.integer(corpus.length)];
  const changes = 1 + random.integer(6);
  for (let i = 0; i < changes; i++) {
    const mutation = mutations[random.integer(mutations.length)];
    input = mutation(input, { random, corpus, words }).subarray(0, LONGEST);
  }
  return input;
}

const mutations: readonly Mutation[] = [
  // one bit
  (input, { random }) =>
    withByte(input, random.integer(input.length), (byte) => byte ^ (1 << random.integer(8))),
  // one byte
  (input, { random }) => withByte(input, random.integer(input.length), () => random.integer(256)),
  (input, { random }) => withByte(input, random.integer(input.length), () => pick(BYTES, random)),
  // a whole number of 2, 4 or 8 bytes
  (input, { random }) => withInteger(input, random),
  // leaves a part out, says it twice, moves it
  (input, { random }) => {
    const [from, to] = part(input, random);
    return join(input.subarray(0, from), input.subarray(to));
  },
  (input, { random }) => {
    const [from, to] = part(input, random);
    return join(input.subarray(0, to), input.subarray(from));
  },
  (input, { random }) => {
    const [from, to] = part(input, random);
    const rest = join(input.subarray(0, from), input.subarray(to));
    return insert(rest, random.integer(rest.length + 1), input.subarray(from, to));
  },
  // says a part again and again
  (input, { random }) => {
    const [from, to] = part(input, random);
    if (random.integer(8) > 0 || from === to) return input;
    const times = Math.min(2 ** random.integer(17), LONGEST) / (to - from);
    return insert(input, to, repeated(input.subarray(from, to), Math.max(1, Math.floor(times))));
  },
  // ends early
  (input, { random }) => input.subarray(0, random.integer(input.length + 1)),
  // a word of the format, put in or in the place of something
  (input, { random, words }) => insert(input, random.integer(input.length + 1), wordOf(words, random)),
  (input, { random, words }) => {
    const [from, to] = part(input, random);
    return join(input.subarray(0, from), wordOf(words, random), input.subarray(to));
  },
  // another number
  (input, { random }) => withNumber(input, random),
  // a part of another input
  (input, { random, corpus }) => {
    const other = corpus[random.integer(corpus.length)];
    const [from, to] = part(other, random);
    const [start, end] = part(input, random);
    return join(
      input.subarray(0, start),
      other.subarray(from, to),
      input.subarray(random.integer(2) ? start : end),
    );
  },
];

/** The beginning and end of a part, which is more likely short. */
function part(input: Uint8Array, random: Random): [number, number] {
  const from = random.integer(input.length + 1);
  const longest = random.integer(4) === 0 ? input.length : 16;
  return [from, Math.min(input.length, from + random.integer(longest + 1))];
}

function withByte(input: Uint8Array, at: number, change: (byte: number) => number): Uint8Array {
  const copy = input.slice();
  if (at < copy.length) copy[at] = change(copy[at]);
  return copy;
}

function withInteger(input: Uint8Array, random: Random): Uint8Array {
  const width = 2 ** (1 + random.integer(3));
  const at = random.integer(Math.max(1, input.length - width + 1));
  if (at + width > input.length) return input;
  const bits = BigInt(8 * width);
  const values = [0n, 1n, 1n << (bits - 1n), (1n << bits) - 1n, BigInt(input.length), 0x10000n];
  const value = BigInt.asUintN(Number(bits), pick(values, random) + BigInt(random.integer(3) - 1));
  const isLittle = random.integer(2) === 0;
  const copy = input.slice();
  for (let i = 0; i < width; i++) {
    copy[at + i] = Number((value >> BigInt(8 * (isLittle ? i : width - 1 - i))) & 0xffn);
  }
  return copy;
}

/** In the place of the digits next to a place. */
function withNumber(input: Uint8Array, random: Random): Uint8Array {
  const isDigit = (at: number) => input[at] >= 0x30 && input[at] <= 0x39;
  let from = random.integer(input.length + 1);
  while (from < input.length && !isDigit(from)) from++;
  let to = from;
  while (isDigit(to)) to++;
  return join(input.subarray(0, from), encoder.encode(pick(NUMBERS, random)), input.subarray(to));
}

function wordOf(words: readonly Uint8Array[], random: Random): Uint8Array {
  return words.length > 0 ? pick(words, random) : Uint8Array.of(random.integer(256));
}

function insert(input: Uint8Array, at: number, by: Uint8Array): Uint8Array {
  return join(input.subarray(0, at), by, input.subarray(at));
}

function repeated(bytes: Uint8Array, times: number): Uint8Array {
  const all = new Uint8Array(bytes.length * times);
  for (let i = 0; i < times; i++) all.set(bytes, i * bytes.length);
  return all;
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const each of parts) {
    all.set(each, at);
    at += each.length;
  }
  return all;
}

function pick<T>(list: readonly T[], random: Random): T {
  return list[random.integer(list.length)];
}
