import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { errorLine } from "../../tests/support/error-line.ts";
import { foreignAdvice, refuseForeign } from "./foreign.ts";
import { parseIdx } from "./idx.ts";
import { parseNpy } from "./npy.ts";
import { parseNpz } from "./npz.ts";
import { readModel } from "./onnx/file/read.ts";
import { parseSafetensors } from "./safetensors.ts";
import { writeNpy } from "./write-npy.ts";
import { writeSafetensors } from "./write-safetensors.ts";

/** The bytes of a text of Latin-1 characters. */
const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const archive = (...names: string[]): Uint8Array =>
  zipSync(Object.fromEntries(names.map((name) => [name, bytes("…")])));

const contents: readonly (readonly [string, Uint8Array, RegExp])[] = [
  // of pickle.dumps({"a": [1.5]}) in the protocols 2 to 5
  [
    "a pickle (2)",
    bytes("\x80\x02}q\0X\x01\0\0\0aq\x01]q\x02G?\xf8\0\0\0\0\0\0as."),
    /a pickle, which can run code/,
  ],
  [
    "a pickle (3)",
    bytes("\x80\x03}q\0X\x01\0\0\0aq\x01]q\x02G?\xf8\0\0\0\0\0\0as."),
    /safetensors\.torch\.save_file/,
  ],
  [
    "a pickle (4)",
    bytes("\x80\x04\x95\x17\0\0\0\0\0\0\0}\x94\x8c\x01a\x94]\x94G?\xf8\0\0\0\0\0\0as."),
    /a pickle/,
  ],
  [
    "a pickle (5)",
    bytes("\x80\x05\x95\x17\0\0\0\0\0\0\0}\x94\x8c\x01a\x94]\x94G?\xf8\0\0\0\0\0\0as."),
    /a pickle/,
  ],
  // before version 1.6: a magic number, pickled
  [
    "an old PyTorch file",
    bytes("\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03."),
    /save_file\(model\.state_dict\(\)/,
  ],
  [
    "a PyTorch file",
    archive("archive/data.pkl", "archive/byteorder"),
    /a PyTorch file.*save_file\(model\.state_dict\(\)/,
  ],
  [
    "a Keras model",
    archive("metadata.json", "config.json", "model.weights.h5"),
    /a Keras model.*model\.weights/,
  ],
  ["HDF5", bytes("\x89HDF\r\n\x1a\n\0\0\0\0"), /an HDF5 file.*h5py/],
  ["a SavedModel", bytes("\x08\x01\x12\xa4\x05\x0a\x10\x12\x0e"), /a TensorFlow SavedModel.*tf2onnx/],
  ["TensorFlow Lite", bytes("\x1c\0\0\0TFL3\x14\0"), /a TensorFlow Lite model.*tf2onnx/],
  ["Excel", archive("[Content_Types].xml", "xl/workbook.xml"), /an Excel workbook.*CSV/],
  ["old Excel", bytes("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"), /an Excel workbook.*CSV/],
  ["Parquet", bytes("PAR1\x15\x04"), /a Parquet file.*to_csv/],
  ["MATLAB", bytes("MATLAB 5.0 MAT-file, Platform: GLNXA64"), /a MATLAB file.*loadmat/],
];

describe("is known by its content, whatever its name", () => {
  test.each(contents)("%s", (_, content, expected) => {
    const line = errorLine(() => refuseForeign(content, "data.bin"));
    expect(line).toMatch(/^data\.bin {2}expected a format that is read here, found .* {3}\S.*$/);
    expect(line).toMatch(expected);
    for (const parse of [parseNpy, parseNpz, parseIdx, parseSafetensors, readModel]) {
      expect(errorLine(() => parse(content, "data.bin"))).toBe(line);
    }
  });
});

test.each([
  ["model.pt", /PyTorch/],
  ["MODEL.PTH", /PyTorch/],
  ["a/b.pkl", /pickle/],
  ["x.joblib", /joblib.*numpy\.save/],
  ["x.keras", /Keras/],
  ["x.h5", /HDF5/],
  ["x.parquet", /Parquet/],
  ["x.xlsx", /Excel/],
])("what cannot be told by its content is by its name: %s", (name, expected) => {
  expect(foreignAdvice(new Uint8Array(), name)).toMatch(expected);
  expect(errorLine(() => parseNpy(bytes("x"), name))).toMatch(expected);
});

test("what is read is not foreign", () => {
  const tensor = { shape: [1], values: Float64Array.of(1) };
  // ONNX: version 8 of the format, by PyTorch
  for (const content of [
    writeNpy(tensor),
    bytes("a,b\n1,2\n"),
    bytes("\x08\x08\x12\x07pytorch"),
    bytes("\x80"),
    bytes("PK\x03\x04"),
  ]) {
    expect(foreignAdvice(content, "data.bin")).toBeUndefined();
  }
  expect(parseNpy(writeNpy(tensor), "named.pkl").shape).toEqual([1]);
});

test("a safetensors file whose length looks like a pickle is read", () => {
  const name = "a".repeat(640 - '{"":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}'.length);
  const file = writeSafetensors(new Map([[name, { shape: [1], values: Float64Array.of(1) }]]));
  expect([...file.subarray(0, 2)]).toEqual([0x80, 2]);
  expect(parseSafetensors(file, "m").tensors.size).toBe(1);
});
