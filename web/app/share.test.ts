import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromHash, type Shared, toHash } from "./share.ts";

const state: Shared = {
  file: "by-example.yaml",
  text: "backstep: 1\ntitle: 實例\n".repeat(40),
  step: 10_000,
  files: { "a.csv": "x,y\n1,2\n" },
  selected: "w5",
  tab: "steps",
  language: "zh-Hant",
};

const packed = (value: string | Buffer) => `#1${deflateRawSync(value).toString("base64url")}`;

test("a state comes back from its link", async () => {
  const hash = (await toHash(state)) as string;
  expect(hash).toMatch(/^#1[\w-]+$/);
  expect(hash.length).toBeLessThan(400);
  expect(await fromHash(hash)).toEqual(state);
});

test("what is too long makes no link", async () => {
  const noise = Array.from({ length: 40_000 }, (_, i) => Math.sin(i).toString(36)).join();
  expect(await toHash({ ...state, files: { noise } })).toBeUndefined();
});

describe("a link is anybody's", () => {
  test("one that unpacks to far more than it holds is not read", async () => {
    const bomb = packed(Buffer.alloc(64 * 2 ** 20, 32));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await fromHash(bomb)).toBeUndefined();
  });

  test("what is not a state is not taken for one", async () => {
    const wrong: unknown[] = [
      null,
      1,
      [],
      {},
      { ...state, step: -1 },
      { ...state, step: 1e12 },
      { ...state, step: "1" },
      { ...state, text: 1 },
      { ...state, files: { a: 1 } },
      { ...state, files: null },
      { ...state, language: "__proto__" },
    ];
    for (const value of wrong) {
      expect(await fromHash(packed(JSON.stringify(value))), JSON.stringify(value)).toBeUndefined();
    }
    expect(await fromHash(packed("not json"))).toBeUndefined();
    expect(await fromHash("#1")).toBeUndefined();
    expect(await fromHash("#1%%%")).toBeUndefined();
    expect(await fromHash("#elsewhere")).toBeUndefined();
  });

  test("any text at all is answered", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
        expect(await fromHash(`#1${text}`)).toBeUndefined();
      }),
      { numRuns: 40 },
    );
  });
});
