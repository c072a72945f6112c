import fc from "fast-check";
import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { errorLine } from "../../tests/support/error-line.ts";
import { parseNpz } from "./npz.ts";
import type { WritableTensor } from "./number-kinds.ts";
import { writeNpy } from "./write-npy.ts";
import { writeNpz } from "./write-npz.ts";

const read = (bytes: Uint8Array) =>
  [...parseNpz(bytes, "a.npz").values()].map((array) => [array.name, array.read()]);
const refusalOf = (bytes: Uint8Array): string => errorLine(() => read(bytes));

const small = writeNpy({ shape: [2], values: Float64Array.of(1, 2) });
const stored = (files: Readonly<Record<string, Uint8Array>>) => zipSync(files, { level: 0 });
const one = stored({ "a.npy": small });
/** Where the directory of `one` begins. */
const DIRECTORY = 30 + 5 + small.length;

/** The archive with some bytes changed, at a place that counts from the end where it is negative. */
function changed(bytes: Uint8Array, at: number, by: readonly number[]): Uint8Array {
  const copy = bytes.slice();
  copy.set(by, at < 0 ? bytes.length + at : at);
  return copy;
}

/** In the header of the first file, and in the directory. */
function changedTwice(at: number, inDirectory: number, by: readonly number[]): Uint8Array {
  return changed(changed(one, at, by), DIRECTORY + inDirectory, by);
}

test("arrays are stored or deflated, and named without .npy", () => {
  const values = new Float64Array(1000).fill(0.25);
  const large = writeNpy({ shape: [10, 100], values });
  expect(read(zipSync({ "a.npy": small, "layers/漢.npy": large }, { level: 9 }))).toEqual([
    ["a", { shape: [2], values: Float64Array.of(1, 2) }],
    ["layers/漢", { shape: [10, 100], values }],
  ]);
  expect(read(one)).toEqual([["a", { shape: [2], values: Float64Array.of(1, 2) }]]);
  expect(read(stored({}))).toEqual([]);
});

test("what is not asked for is not unpacked", () => {
  const arrays = parseNpz(changed(one, 30 + 5 + 130, [7]), "a.npz");
  expect([...arrays.keys()]).toEqual(["a"]);
  expect(errorLine(() => arrays.get("a")?.read())).toBe(
    'a.npz  "a.npy": expected other bytes: the checksum (CRC-32) does not fit   the file is broken',
  );
});

describe("refuses", () => {
  const cover = stored({ "a.npy": small, "b.npy": small });
  const SECOND = DIRECTORY;
  const directory = 2 * DIRECTORY;

  test.each<[string, Uint8Array, string]>([
    ["an npy file", small, "expected an npz file, which is a zip archive of npy files"],
    ["other files", stored({ "a.txt": small }), 'expected npy files alone in the archive, found "a.txt"'],
    ["a folder", stored({ "a/": small }), 'expected npy files alone in the archive, found "a/"'],
    [
      "names that lead out",
      stored({ "../a.npy": small }),
      'expected plain names in the zip archive, found "../a.npy"',
    ],
    [
      "names that lead out late",
      stored({ "a/../../b.npy": small }),
      'expected plain names in the zip archive, found "a/../../b.npy"',
    ],
    [
      "names from the root",
      stored({ "/a.npy": small }),
      'expected plain names in the zip archive, found "/a.npy"',
    ],
    [
      "names of another system",
      stored({ "..\\a.npy": small }),
      'expected plain names in the zip archive, found "..\\\\a.npy"',
    ],
    [
      "names of a drive",
      stored({ "C:a.npy": small }),
      'expected plain names in the zip archive, found "C:a.npy"',
    ],
    [
      "names with zeros",
      stored({ "a\0.npy": small }),
      'expected plain names in the zip archive, found "a\\u0000.npy"',
    ],
    [
      "a name twice",
      changed(changed(cover, SECOND + 30, [0x61]), directory + 46 + 5 + 46, [0x61]),
      'expected each name once in the zip archive, found "a.npy" again',
    ],
    ["encryption", changedTwice(6, 8, [1]), '"a.npy": expected a file that is not encrypted'],
    [
      "another method",
      changedTwice(8, 10, [12]),
      '"a.npy": expected a file that is stored or deflated, found the method 12',
    ],
    [
      "an array that is none",
      stored({ "a.npy": small.subarray(1) }),
      '"a": expected an npy file, which begins with \\x93NUMPY',
    ],
    [
      "a header that differs",
      changed(one, 30, [0x62]),
      '"a.npy": expected its zip header to say what the directory says',
    ],
    ["a header elsewhere", changed(one, DIRECTORY + 42, [4]), '"a.npy": expected its zip header at 4'],
    [
      "a cut archive",
      one.subarray(0, -1),
      "expected a whole zip archive without a comment, found no directory at its end",
    ],
    [
      "something behind",
      Uint8Array.from([...one, 0]),
      "expected a whole zip archive without a comment, found no directory at its end",
    ],
    [
      "something before",
      Uint8Array.from([0x50, 0x4b, 3, 4, ...one]),
      "expected the zip directory to end where its record begins",
    ],
    [
      "a comment",
      changed(Uint8Array.from([...one, 0x68]), -3, [1]),
      "expected a whole zip archive without a comment, found no directory at its end",
    ],
    [
      "a part of several",
      changed(one, -18, [1]),
      "expected a zip archive in one part, found a part of several",
    ],
    [
      "zip64",
      changed(one, -6, [255, 255, 255, 255]),
      "expected a zip archive of less than 4 GiB and 65535 files, found a larger one (zip64)",
    ],
    [
      "more files than there are",
      changed(one, -14, [2, 0, 2, 0]),
      "expected 2 files in the zip directory, found 1",
    ],
    [
      "fewer files than there are",
      changed(one, -14, [0, 0, 0, 0]),
      "expected 0 files in the zip directory, found more",
    ],
    [
      "two files in one place",
      changed(cover, directory + 46 + 5 + 42, [0, 0, 0, 0]),
      '"b.npy": expected its zip header to say what the directory says',
    ],
    [
      "two sizes of a stored file",
      changedTwice(22, 24, [1]),
      '"a.npy": expected a stored file to have one size, found 144 and 1',
    ],
  ])("%s", (_, bytes, expected) => {
    expect(refusalOf(bytes)).toBe(`a.npz  ${expected}`);
  });

  test("bytes that belong to no file", () => {
    // the directory is two bytes later than where the only file ends
    const gap = Uint8Array.from([...one.subarray(0, DIRECTORY), 0, 0, ...one.subarray(DIRECTORY)]);
    expect(refusalOf(changed(gap, -6, [(DIRECTORY + 2) & 255]))).toBe(
      `a.npz  expected the zip directory at ${DIRECTORY}, behind the last file, found it at ${DIRECTORY + 2}`,
    );
  });

  test("bombs, before they go off", () => {
    const zeros = zipSync({ "a.npy": new Uint8Array(17 * 2 ** 20) }, { level: 9 });
    expect(refusalOf(zeros)).toMatch(
      /^a\.npz {2}"a\.npy": expected at most 200 bytes for each packed one, found 17825792 bytes of \d+$/,
    );
    // says that it is small
    const directory = new DataView(zeros.buffer).getUint32(zeros.length - 6, true);
    const liar = changed(changed(zeros, 22, [0, 1, 0, 0]), directory + 24, [0, 1, 0, 0]);
    expect(refusalOf(liar)).toBe('a.npz  "a.npy": expected 256 bytes unpacked, found more');
    const huge = changed(changed(zeros, 22, [0, 0, 0, 0x7f]), directory + 24, [0, 0, 0, 0x7f]);
    expect(refusalOf(huge)).toBe("a.npz  expected at most 1024 MiB unpacked, found more");
  });

  test("a stream that is cut or wrong", () => {
    const packed = zipSync({ "a.npy": small }, { level: 9 });
    for (let at = 35; at < packed.length - 22 - 51; at++) {
      expect(refusalOf(changed(packed, at, [packed[at] ^ 0x55]))).toMatch(
        /^a\.npz {2}"a(\.npy)?": expected /,
      );
    }
  });
});

describe("writing", () => {
  const tensor = fc
    .array(fc.double(), { maxLength: 9 })
    .map((list): WritableTensor => ({ shape: [list.length], values: Float64Array.from(list) }));
  const name = fc
    .string({ unit: fc.constantFrom(..."abc/漢😀 _-.") })
    .filter((name) => !/^\/|(^|\/)\.\.($|\/)/.test(name) && name !== "..");

  test("what is written is read, whatever the order", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, tensor), { selector: ([name]) => name, maxLength: 5 }),
        (list) => {
          const bytes = writeNpz(new Map(list));
          expect(new Map(read(bytes) as [string, WritableTensor][])).toEqual(new Map(list));
          expect(writeNpz(new Map([...list].reverse()))).toEqual(bytes);
        },
      ),
      { numRuns: 200, seed: 1 },
    );
  });

  test.each(["../a", "/a", "a\\b", "C:a", "\ud800"])("no name %j", (name) => {
    const tensors = new Map([[name, { shape: [], values: Float64Array.of(1) }]]);
    expect(errorLine(() => writeNpz(tensors))).toMatch(
      /^expected a name for an array that can be that of a file, found/,
    );
  });
});
