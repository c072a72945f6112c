import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorLine } from "../../tests/support/error-line.ts";
import { sizeOf } from "../tensor/shape.ts";
import type { WritableTensor } from "./number-kinds.ts";
import { parseSafetensors } from "./safetensors.ts";
import { writeSafetensors } from "./write-safetensors.ts";

/** A file of a header as it is written, and data. */
function fileOf(header: string, data: ArrayLike<number> = []): Uint8Array {
  const json = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

function one(dtype: string, shape: readonly number[], data: ArrayLike<number>, name = "a"): Uint8Array {
  const entry = { dtype, shape, data_offsets: [0, data.length] };
  return fileOf(JSON.stringify({ [name]: entry }), data);
}

const refusalOf = (bytes: Uint8Array): string => errorLine(() => parseSafetensors(bytes, "m"));
const valuesOf = (bytes: Uint8Array): number[] => [
  ...(parseSafetensors(bytes, "m").tensors.get("a")?.read().values ?? []),
];

describe("numbers of every dtype", () => {
  test.each<[string, number[], number[]]>([
    ["F64", [0, 0, 0, 0, 0, 0, 4, 0xc0], [-2.5]],
    ["F32", [0, 0, 0x20, 0xc0, 0, 0, 0xc0, 0x7f], [-2.5, Number.NaN]],
    ["F16", [0, 0xc1, 0, 0x7c, 1, 0, 0, 0x80, 0xff, 0x7b], [-2.5, Infinity, 2 ** -24, -0, 65504]],
    ["BF16", [0x20, 0xc0, 0x80, 0x7f, 0xc0, 0x7f], [-2.5, Infinity, Number.NaN]],
    ["I64", [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [-2]],
    ["I32", [0xfe, 0xff, 0xff, 0xff, 255, 255, 255, 127], [-2, 2147483647]],
    ["I16", [0xfe, 0xff], [-2]],
    ["I8", [0xfe, 127], [-2, 127]],
    ["U64", [0, 0, 0, 0, 0, 0, 0, 0x80], [2 ** 63]],
    ["U32", [0xfe, 0xff, 0xff, 0xff], [4294967294]],
    ["U16", [0xfe, 0xff], [65534]],
    ["U8", [0xfe, 1], [254, 1]],
    ["BOOL", [0, 1], [0, 1]],
  ])("%s", (dtype, data, expected) => {
    expect(valuesOf(one(dtype, [expected.length], data))).toEqual(expected);
  });

  test("what a float64 does not hold exactly is not rounded", () => {
    const large = Uint8Array.of(1, 0, 0, 0, 0, 0, 0x20, 0);
    expect(errorLine(() => valuesOf(one("I64", [1], large)))).toBe(
      'm  "a": expected whole numbers that a float64 holds exactly, found 9007199254740993',
    );
  });

  test("a truth value is 0 or 1", () => {
    expect(errorLine(() => valuesOf(one("BOOL", [1], [7])))).toBe(
      'm  "a": expected 0 or 1 for each truth value, found 7',
    );
  });

  test("some dtypes have bytes, but no numbers", () => {
    const bytes = one("F4", [4], [0x21, 0x43]);
    expect(parseSafetensors(bytes, "m").tensors.get("a")?.bytes).toEqual(Uint8Array.of(0x21, 0x43));
    expect(errorLine(() => valuesOf(bytes))).toBe(
      'm  "a": expected numbers of F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8, BOOL, found F4   convert it to F32',
    );
  });

  test("numbers are read wherever they begin", () => {
    const written = writeSafetensors(new Map([["a", { shape: [2], values: Float64Array.of(1, 2) }]]));
    for (let shift = 0; shift < 8; shift++) {
      const shifted = new Uint8Array(shift + written.length).subarray(shift);
      shifted.set(written);
      expect(valuesOf(shifted)).toEqual([1, 2]);
    }
  });

  test("aligned numbers are not copied", () => {
    const { tensors } = parseSafetensors(
      writeSafetensors(new Map([["a", { shape: [2], values: Float64Array.of(1, 2) }]])),
      "m",
    );
    const tensor = tensors.get("a");
    expect(tensor?.read().values.buffer).toBe(tensor?.bytes.buffer);
  });
});

describe("refuses", () => {
  const entry = '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}';
  const data = [0, 0, 0, 0];

  test.each<[string, string, readonly number[], string]>([
    [
      "a key twice, however it is spelled",
      `{"a":${entry},"\\u0061":${entry}}`,
      data,
      'header, byte 54: expected each key once, found "a" again',
    ],
    [
      "a key twice within a tensor",
      '{"a":{"dtype":"F32","dtype":"F32"}}',
      [],
      'header, byte 20: expected each key once, found "dtype" again',
    ],
    [
      "a key twice within the metadata",
      '{"__metadata__":{"n":"1","n":"1"}}',
      [],
      'header, byte 25: expected each key once, found "n" again',
    ],
    ["a blank before the header", " {}", [], "expected the safetensors header to begin with {"],
    ["a byte order mark", "\uFEFF{}", [], "expected the safetensors header to begin with {"],
    ["more after the header", "{}{}", [], "header, byte 2: expected nothing more, found 2 bytes"],
    ["zeros after the header", "{}\0\0", [], "header, byte 2: expected nothing more, found 2 bytes"],
    [
      "an unknown key",
      '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}',
      data,
      'header, byte 1: "a": expected dtype, shape and data_offsets, found "x"',
    ],
    [
      "a number in exponents",
      '{"a":{"dtype":"F32","shape":[1e0],"data_offsets":[0,4]}}',
      data,
      "header, byte 29: expected a whole number, found 1e0",
    ],
    [
      "a padded number",
      '{"a":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}',
      data,
      "header, byte 29: expected a whole number, found 01",
    ],
    [
      "minus zero",
      '{"a":{"dtype":"F32","shape":[-0],"data_offsets":[0,0]}}',
      [],
      "header, byte 29: expected a whole number, found -0",
    ],
    [
      "half a character",
      `{"\\ud800":${entry}}`,
      data,
      'header, byte 1: expected a text with whole escapes, found "\\\\ud800"',
    ],
    [
      "a line end in a name",
      `{"a\nb":${entry}}`,
      data,
      "header, byte 3: expected no control character within a text",
    ],
    ["a comma before the end", '{"a":{"dtype":"F32",}}', [], 'header, byte 20: expected a key, found "}"'],
    [
      "a third offset",
      '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}',
      data,
      'header, byte 1: "a": expected at most 2 offsets, found more',
    ],
    ["metadata that is none", '{"__metadata__":null}', [], "header, byte 16: expected an object, found null"],
    ["a header that does not end", '{"a":', [], "header, byte 5: expected an object, found the end"],
    [
      "bits that fill no byte",
      '{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,1]}}',
      [0],
      'header, byte 1: "a": expected 1.5 bytes for F4 numbers of the shape [3], found 1',
    ],
    [
      "a similar dtype",
      '{"a":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}',
      data,
      'header, byte 1: "a": unknown dtype "f32": expected F64, F32, F16, …   did you mean "F32"?',
    ],
    [
      "an empty tensor within another",
      `{"a":${entry},"b":{"dtype":"F32","shape":[0],"data_offsets":[2,2]}}`,
      data,
      '"b": expected its bytes to begin at 4, where those before it end, found 2',
    ],
  ])("%s", (_, header, bytes, expected) => {
    expect(refusalOf(fileOf(header, bytes))).toBe(`m  ${expected}`);
  });

  test("the overflow of a shape, however small the product would be at last", () => {
    const header = '{"a":{"dtype":"F32","shape":[4294967296,4294967296,0],"data_offsets":[0,0]}}';
    expect(refusalOf(fileOf(header))).toBe(
      'm  header, byte 1: "a": expected fewer numbers than those of [4294967296, 4294967296, 0]',
    );
  });

  test.each<[string, (count: number) => string, RegExp]>([
    ["texts", () => `{"__metadata__":{"a":"${"x".repeat(17 * 2 ** 20)}"}}`, /fewer or shorter texts/],
    [
      "tensors",
      () => {
        const entries = Array.from(
          { length: 50_001 },
          (_, i) => `"${i}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}`,
        );
        return `{${entries.join(",")}}`;
      },
      /at most 50000 tensors/,
    ],
    [
      "axes",
      () => `{"a":{"dtype":"F32","shape":[${new Array(33).fill(1)}],"data_offsets":[0,4]}}`,
      /at most 32 axes/,
    ],
  ])("too many %s", (_, header, message) => {
    expect(refusalOf(fileOf(header(0)))).toMatch(message);
  });
});

describe("names are names, whatever they spell", () => {
  test.each(["__proto__", "constructor", "toString", "../../etc/passwd", "<img src=x>", "", "漢 😀", '"\\'])(
    "%j",
    (name) => {
      const written = writeSafetensors(
        new Map([[name, { shape: [], values: Float32Array.of(7) }]]),
        new Map([[name, name]]),
      );
      const { tensors, metadata } = parseSafetensors(written, "m");
      expect([...tensors.keys()]).toEqual([name]);
      expect([...metadata]).toEqual([[name, name]]);
      expect(({} as Record<string, unknown>).dtype).toBeUndefined();
    },
  );
});

describe("writing", () => {
  const value = fc.double();
  const values = (length: number): fc.Arbitrary<WritableTensor["values"]> => {
    const many = <T>(each: fc.Arbitrary<T>) => fc.array(each, { minLength: length, maxLength: length });
    return fc.oneof(
      many(value).map((list) => Float64Array.from(list)),
      many(value).map((list) => Float32Array.from(list)),
      many(fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n })).map((list) => BigInt64Array.from(list)),
    );
  };
  const anyTensor = fc
    .array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 })
    .chain((shape) => values(sizeOf(shape)).map((values): WritableTensor => ({ shape, values })));
  const names = fc.string({ unit: "binary" }).filter((name) => name !== "__metadata__");
  const tensors = fc.uniqueArray(fc.tuple(names, anyTensor), { selector: ([name]) => name, maxLength: 8 });
  const metadata = fc.uniqueArray(fc.tuple(names, names), { selector: ([key]) => key, maxLength: 4 });

  test("what is written is read, bit by bit, whatever the order", () => {
    fc.assert(
      fc.property(tensors, metadata, (list, notes) => {
        const bytes = writeSafetensors(new Map(list), new Map(notes));
        const read = parseSafetensors(bytes, "m");
        expect(new Map(read.metadata)).toEqual(new Map(notes));
        expect(read.tensors.size).toBe(list.length);
        for (const [name, { shape, values }] of list) {
          const tensor = read.tensors.get(name)?.read();
          expect(tensor?.shape).toEqual(shape);
          expect([...(tensor?.values ?? [])]).toEqual([...values].map(Number));
        }
        expect(writeSafetensors(new Map([...list].reverse()), new Map([...notes].reverse()))).toEqual(bytes);
        expect((8 + new DataView(bytes.buffer).getUint32(0, true)) % 8).toBe(0);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test("refuses what could not be read again", () => {
    const a: WritableTensor = { shape: [2], values: Float32Array.of(1) };
    const refusal = (name: string, tensor = a) =>
      errorLine(() => writeSafetensors(new Map([[name, tensor]])));
    expect(refusal("a")).toBe('"a": expected 2 values for [2], found 1');
    expect(refusal("__metadata__")).toBe('expected another name for a tensor than "__metadata__"');
    expect(refusal("\ud800", { ...a, shape: [1] })).toBe('expected whole characters in "\\ud800"');
  });
});

test("any changed file is read or refused with one line", () => {
  const good = writeSafetensors(
    new Map<string, WritableTensor>([
      ["a", { shape: [2], values: Float32Array.of(1, 2) }],
      ["b", { shape: [], values: BigInt64Array.of(3n) }],
    ]),
    new Map([["k", "v"]]),
  );
  const change = fc.tuple(fc.nat(good.length), fc.nat(3), fc.uint8Array({ maxLength: 3 }));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      const bytes = changes.reduce(
        (bytes, [at, cut, by]) =>
          Uint8Array.from([...bytes.subarray(0, at), ...by, ...bytes.subarray(at + cut)]),
        good,
      );
      const line = refusalOf(bytes);
      expect(line).toMatch(/^no error$|^m {2}\S.*$/);
      expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]|undefined|NaN|\[object/u);
      expect(line.length).toBeLessThan(500);
    }),
    { numRuns: 2000, seed: 1 },
  );
});
