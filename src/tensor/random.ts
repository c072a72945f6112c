/**
 * Counter-based random numbers: Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as
 * 1, 2, 3", 2011). A number is a function of (seed, key, position), so nothing depends on the order of drawing.
 */
export interface Random {
  /** Uniform on [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Uniform among 0 … bound − 1. */
  integer(bound: number): number;
}

/**
 * The stream of the given seed and key. Streams with different keys are independent.
 * @param seed an integer, 0 ≤ seed ≤ 2^53 − 1
 * @param key up to three integers below 2^32 that say what the numbers are for
 */
export function randomStream(seed: number, ...key: readonly number[]): Random {
  const seedWords: readonly [number, number] = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0];
  const [a = 0, b = 0, c = 0] = key;
  let block = 0;
  let words: readonly number[] = [];
  let used = 4;

  function word(): number {
    if (used === 4) {
      words = philox4x32([block++ >>> 0, a >>> 0, b >>> 0, c >>> 0], seedWords);
      used = 0;
    }
    return words[used++];
  }

  const uniform = (): number => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) * 2 ** -53;

  return {
    uniform,
    normal: () => polar(uniform),
    integer: (bound) => Math.floor(uniform() * bound),
  };
}

/** 0 … count − 1 in random order (Fisher–Yates). */
export function permutation(count: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** One standard normal number by Marsaglia's polar method (1964). */
function polar(uniform: () => number): number {
  for (;;) {
    const u = 2 * uniform() - 1;
    const v = 2 * uniform() - 1;
    const s = u * u + v * v;
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
  }
}

/** The block function: four counter words and two key words to four random words. */
export function philox4x32(counter: readonly number[], key: readonly [number, number]): number[] {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const [high0, low0] = multiplyWords(0xd2511f53, c0);
    const [high1, low1] = multiplyWords(0xcd9e8d57, c2);
    [c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1, (high0 ^ c3 ^ k1) >>> 0, low0];
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** The 64-bit product of two 32-bit words, as [high, low]. */
function multiplyWords(a: number, b: number): [number, number] {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const middle2 = aLow * bHigh + (middle & 0xffff);
  const high = aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(middle2 / 65536);
  return [high >>> 0, Math.imul(a, b) >>> 0];
}
