import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorLine } from "../../tests/support/error-line.ts";
import { sizeOf } from "../tensor/shape.ts";
import { parseNpy } from "./npy.ts";
import type { WritableTensor } from "./number-kinds.ts";
import { writeNpy } from "./write-npy.ts";

/** A file of a header as it is written, and data. */
function fileOf(header: string, data: ArrayLike<number> = [], version = 1): Uint8Array {
  const text = new TextEncoder().encode(header);
  const length =
    version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  return Uint8Array.from([
    0x93,
    ...new TextEncoder().encode("NUMPY"),
    version,
    0,
    ...length,
    ...text,
    ...Array.from(data),
  ]);
}

const header = (descr: string, shape: string, fortran = "False"): string =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }    \n`;

const refusalOf = (bytes: Uint8Array): string => errorLine(() => parseNpy(bytes, "a.npy"));
const valuesOf = (...file: Parameters<typeof fileOf>): number[] => [
  ...parseNpy(fileOf(...file), "a.npy").values,
];

describe("reads numbers", () => {
  test.each<[string, number[], number[]]>([
    ["<f8", [0, 0, 0, 0, 0, 0, 4, 0xc0], [-2.5]],
    [">f8", [0xc0, 4, 0, 0, 0, 0, 0, 0], [-2.5]],
    ["<f4", [0, 0, 0x20, 0xc0], [-2.5]],
    [">f4", [0xc0, 0x20, 0, 0], [-2.5]],
    ["<f2", [0, 0xc1], [-2.5]],
    [">f2", [0xc1, 0], [-2.5]],
    ["<i8", [0xfe, 255, 255, 255, 255, 255, 255, 255], [-2]],
    [">u8", [0, 0, 0, 0, 0, 0, 1, 0], [256]],
    ["<i4", [0xfe, 255, 255, 255], [-2]],
    [">u4", [255, 255, 255, 254], [4294967294]],
    [">i2", [255, 0xfe], [-2]],
    ["<u2", [0xfe, 255], [65534]],
    ["|i1", [0xfe], [-2]],
    ["|u1", [0xfe], [254]],
    ["|b1", [1], [1]],
  ])("%s", (descr, data, expected) => {
    expect(valuesOf(header(descr, "(1,)"), data)).toEqual(expected);
  });

  test.each([1, 2, 3])("of version %i", (version) => {
    expect(valuesOf(header("|u1", "(2,)"), [3, 4], version)).toEqual([3, 4]);
  });

  test.each([
    ["double quotes", '{"descr": "|u1", "fortran_order": False, "shape": (2,)}'],
    ["another order, no blanks", "{'shape':(2,),'fortran_order':False,'descr':'|u1'}"],
    ["the long numbers of Python 2", "{'descr': '|u1', 'fortran_order': False, 'shape': (2L,), }"],
  ])("with %s in the header", (_, text) => {
    expect(valuesOf(text, [3, 4])).toEqual([3, 4]);
  });

  test("in Fortran's order row by row", () => {
    const { shape, values } = parseNpy(fileOf(header("|u1", "(2, 3)", "True"), [1, 4, 2, 5, 3, 6]), "a.npy");
    expect([shape, [...values]]).toEqual([
      [2, 3],
      [1, 2, 3, 4, 5, 6],
    ]);
    const cube = parseNpy(fileOf(header("|u1", "(2, 2, 2)", "True"), [0, 4, 2, 6, 1, 5, 3, 7]), "a.npy");
    expect([...cube.values]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test("of a scalar and of an empty array", () => {
    expect(parseNpy(fileOf(header("|u1", "()"), [7]), "a.npy")).toEqual({
      shape: [],
      values: Float32Array.of(7),
    });
    expect(parseNpy(fileOf(header("<f8", "(0, 3)")), "a.npy").shape).toEqual([0, 3]);
  });
});

describe("refuses", () => {
  const numbers = "expected an array of numbers (b1, i1 to i8, u1 to u8, f2 to f8), found";
  test.each<[string, Uint8Array, string]>([
    ["nothing", Uint8Array.of(), "expected an npy file, which begins with \\x93NUMPY"],
    [
      "another file",
      new TextEncoder().encode("1,2,3\n"),
      "expected an npy file, which begins with \\x93NUMPY",
    ],
    [
      "another version",
      fileOf(header("|u1", "()"), [7], 4),
      "expected version 1.0, 2.0 or 3.0 of the npy format, found 4.0",
    ],
    [
      "a long header",
      fileOf(" ".repeat(65535), [], 2).fill(255, 8, 12),
      "expected an npy header of at most 65536 bytes, found 4294967295",
    ],
    [
      "a cut header",
      fileOf(header("|u1", "()")).subarray(0, 40),
      "expected an npy header of 60 bytes, found the end of the file",
    ],
    [
      "objects",
      fileOf(header("|O", "(1,)"), [0x80, 4]),
      `${numbers} Python objects (a pickle, which can run code)   save it as numbers: numpy.save(file, array.astype(float))`,
    ],
    [
      "texts",
      fileOf(header("<U5", "(1,)")),
      `${numbers} texts   save numbers: numpy.unique(array, return_inverse=True)[1]`,
    ],
    [
      "complex numbers",
      fileOf(header("<c16", "(1,)")),
      `${numbers} complex numbers   save array.real and array.imag`,
    ],
    ["dates", fileOf(header("<M8[ns]", "(1,)")), `${numbers} dates   save numbers: array.astype("int64")`],
    ["long doubles", fileOf(header("<f16", "(1,)")), `${numbers} "<f16"`],
    ["no order where there must be one", fileOf(header("|f8", "(1,)")), `${numbers} "|f8"`],
    ["a name of every object", fileOf(header("<toString", "(1,)")), `${numbers} "<toString"`],
    [
      "structures",
      fileOf("{'descr': [('x', '<f8')], 'fortran_order': False, 'shape': (1,), }"),
      "npy header: expected an array of numbers, found one of structures   save each field by itself",
    ],
    [
      "code",
      fileOf("__import__('os').system('true')"),
      `npy header: expected {, found "__import__('os').system('true')"`,
    ],
    ["a calculation", fileOf(header("|u1", "(1+1,)"), [1, 2]), 'npy header: expected ,, found "+1,), }"'],
    [
      "a negative extent",
      fileOf(header("|u1", "(-1,)")),
      'npy header: expected a whole number, found "-1,), }"',
    ],
    [
      "a huge extent",
      fileOf(header("|u1", "(9007199254740993,)")),
      "npy header: expected an extent up to 2^53 − 1, found a larger one",
    ],
    [
      "a huge product",
      fileOf(header("|u1", "(4294967296, 4294967296, 0)")),
      "expected fewer numbers than those of [4294967296, 4294967296, 0]",
    ],
    [
      "more than the header says",
      fileOf(header("|u1", "(1,)"), [1, 2]),
      "expected 1 byte for |u1 numbers of the shape [1], found 2   one array for each file, or all in one npz",
    ],
    [
      "less than the header says",
      fileOf(header("|u1", "(3,)"), [1, 2]),
      "expected 3 bytes for |u1 numbers of the shape [3], found 2   the file is cut short",
    ],
    [
      "a key twice",
      fileOf("{'descr': '|u1', 'descr': '|u1'}"),
      'npy header: expected each key once, found "descr" again',
    ],
    ["an unknown key", fileOf("{'x': 1}"), 'npy header: expected descr, fortran_order, shape, found "x"'],
    [
      "a missing key",
      fileOf("{'descr': '|u1', 'shape': (1,)}", [1]),
      "npy header: expected the key fortran_order, found none",
    ],
    [
      "more behind the header",
      fileOf(`${header("|u1", "()")} 1`, [7]),
      'npy header: expected nothing more, found "1"',
    ],
    [
      "many axes",
      fileOf(header("|u1", `(${"1,".repeat(33)})`), [7]),
      "npy header: expected at most 32 axes, found more",
    ],
    ["another truth", fileOf(header("|u1", "()", "1"), [7]), 'npy header: expected True or False, found "1"'],
    [
      "text that is not UTF-8",
      fileOf("{'descr': '|u1'}", [], 3).fill(255, 20, 21),
      "npy header: expected text in UTF-8",
    ],
  ])("%s", (_, bytes, expected) => {
    expect(refusalOf(bytes)).toBe(`a.npy  ${expected}`);
  });
});

test("what is written is read, bit by bit", () => {
  const values = (length: number): fc.Arbitrary<WritableTensor["values"]> => {
    const many = <T>(each: fc.Arbitrary<T>) => fc.array(each, { minLength: length, maxLength: length });
    return fc.oneof(
      many(fc.double()).map((list) => Float64Array.from(list)),
      many(fc.double()).map((list) => Float32Array.from(list)),
      many(fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n })).map((list) => BigInt64Array.from(list)),
    );
  };
  const tensor = fc
    .array(fc.integer({ min: 0, max: 4 }), { maxLength: 5 })
    .chain((shape) => values(sizeOf(shape)).map((values): WritableTensor => ({ shape, values })));
  fc.assert(
    fc.property(tensor, (written) => {
      const bytes = writeNpy(written);
      const read = parseNpy(bytes, "a.npy");
      expect(read.shape).toEqual(written.shape);
      expect([...read.values]).toEqual([...written.values].map(Number));
      expect((bytes.length - written.values.byteLength) % 64).toBe(0);
    }),
    { numRuns: 300, seed: 1 },
  );
  expect(errorLine(() => writeNpy({ shape: [2], values: Float64Array.of(1) }))).toBe(
    "npy: expected 2 values for the shape [2], found 1",
  );
});
