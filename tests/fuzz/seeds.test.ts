import { describe, expect, test } from "vitest";
import { corpusOf, keptSeeds } from "../../fuzz/corpus.ts";
import { thrownBy } from "../../fuzz/finding.ts";
import { mutated } from "../../fuzz/mutate.ts";
import { loadTarget, targetNames } from "../../fuzz/target.ts";
import { randomStream } from "../../src/tensor/random.ts";

/** Of each parser; `npm run fuzz` tries millions. */
const CHANGED = 200;

describe.each(targetNames)("%s", (name) => {
  test("reads its own seeds", async () => {
    const target = await loadTarget(name);
    const own = corpusOf(name, { ...target, seeds: () => [] }).length;
    const seeds = corpusOf(name, target).slice(0, -own || undefined);
    expect(seeds.length).toBeGreaterThan(0);
    expect(seeds.filter((seed) => isRead(() => target.read(seed))).length).toBeGreaterThan(0);
  });

  test("reads or refuses what once was not", async () => {
    const target = await loadTarget(name);
    for (const [file, input] of keptSeeds(name))
      expect([file, thrownBy(target, input)]).toEqual([file, undefined]);
  });

  test("reads or refuses changed inputs", async () => {
    const target = await loadTarget(name);
    const corpus = corpusOf(name, target);
    const words = (target.words ?? []).map((word) => new TextEncoder().encode(word));
    for (let i = 0; i < CHANGED; i++) {
      const random = randomStream(7, i);
      const changed = mutated(corpus, words, random);
      const input = target.mend && i % 2 === 0 ? target.mend(changed) : changed;
      expect([i, thrownBy(target, input)]).toEqual([i, undefined]);
    }
  });
});

function isRead(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}

test("a parser that fails is found", () => {
  const broken = {
    seeds: () => ["a"],
    read: (input: Uint8Array) => {
      if (input.length > 3) throw new RangeError("too long");
    },
  };
  const random = randomStream(1);
  const thrown = new Set(
    Array.from({ length: 200 }, () => thrownBy(broken, mutated(corpusOf("none", broken), [], random))),
  );
  expect([...thrown].map((what) => what?.replace(/ \(.*/, ""))).toEqual([undefined, "RangeError: too long"]);
});

test("the same seed gives the same inputs", () => {
  const corpus = [Uint8Array.of(1, 2, 3), Uint8Array.of(49, 50, 51)];
  const inputs = () => Array.from({ length: 100 }, (_, i) => mutated(corpus, [], randomStream(3, i)));
  expect(inputs()).toEqual(inputs());
});
