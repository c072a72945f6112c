import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseNpy } from "../../src/formats/npy.ts";
import { parseNpz } from "../../src/formats/npz.ts";
import type { WritableTensor } from "../../src/formats/number-kinds.ts";
import { writeNpy } from "../../src/formats/write-npy.ts";
import { writeNpz } from "../../src/formats/write-npz.ts";
import { python, skippedWithout } from "../support/python.ts";

/** Writes arrays of every kind, order and version, and what is in them as JSON: names, shapes and numbers. */
const WRITE = `
import json, sys, zipfile, numpy as np
folder = sys.argv[1]
expected = {}
def note(name, array):
    expected[name] = { "shape": list(array.shape), "values": [float(v) for v in array.ravel()] }
for kind in ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]:
    for order in "<>":
        for fortran in [False, True]:
            array = (np.arange(24).reshape(2, 3, 4) * 5 % 7 - (2 if kind[0] in "if" else 0)).astype(order + kind)
            if fortran: array = np.asfortranarray(array)
            name = kind + ("big" if order == ">" else "little") + str(fortran)
            np.save(f"{folder}/{name}.npy", array)
            note(name, array)
odd = np.array([np.nan, np.inf, -np.inf, -0.0, 1e-310, 65504.0])
np.save(f"{folder}/odd.npy", odd)
halves = np.arange(65536, dtype=np.uint16).view(np.float16)
np.save(f"{folder}/halves.npy", halves)
np.save(f"{folder}/halves32.npy", halves.astype("f4"))
for version in [(1, 0), (2, 0), (3, 0)]:
    with open(f"{folder}/version{version[0]}.npy", "wb") as file:
        np.lib.format.write_array(file, np.arange(3.0), version=version)
    note(f"version{version[0]}", np.arange(3.0))
for name, array in { "scalar": np.float64(7), "empty": np.zeros((0, 3)), "none": np.zeros((2, 0, 2)) }.items():
    np.save(f"{folder}/{name}.npy", array)
    note(name, np.asarray(array))
np.save(f"{folder}/objects.npy", np.array([{}, 1], dtype=object), allow_pickle=True)
np.save(f"{folder}/texts.npy", np.array(["a", "b"]))
np.save(f"{folder}/records.npy", np.zeros(2, dtype=[("x", "f8"), ("y", "i4")]))
arrays = { "x": np.arange(6.0).reshape(2, 3), "layers/漢": np.arange(1000, dtype="i4"), "__proto__": np.float32(1) }
np.savez(f"{folder}/stored.npz", **arrays)
np.savez_compressed(f"{folder}/deflated.npz", **arrays)
class Stream:
    def __init__(self, path): self.file = open(path, "wb")
    def write(self, data): return self.file.write(data)
    def flush(self): self.file.flush()
    def read(self): raise OSError("a stream that is written")
with zipfile.ZipFile(Stream(f"{folder}/streamed.npz"), "w", zipfile.ZIP_DEFLATED) as archive:
    for name, array in arrays.items():
        with archive.open(name + ".npy", "w", force_zip64=True) as file: np.lib.format.write_array(file, np.asarray(array))
for name, array in arrays.items(): note(name, np.asarray(array))
json.dump(expected, open(f"{folder}/expected.json", "w"))
`;

/** Reads what we wrote, and says what is in it. */
const READ = `
import json, sys, numpy as np
folder = sys.argv[1]
def said(array):
    return { "dtype": array.dtype.str, "shape": list(array.shape), "values": [repr(v.item()) for v in array.ravel()] }
found = { name: said(np.load(f"{folder}/{name}.npy")) for name in ["f32", "f64", "i64", "scalar"] }
with np.load(f"{folder}/ours.npz") as archive:
    found["npz"] = { name: said(archive[name]) for name in archive.files }
print(json.dumps(found))
`;

interface Noted {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

const ours: Readonly<Record<string, WritableTensor>> = {
  f32: { shape: [2, 2], values: Float32Array.of(0.1, -0, Infinity, 1e-45) },
  f64: { shape: [3, 1], values: Float64Array.of(0.1, 5e-324, -Infinity) },
  i64: { shape: [2], values: BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n) },
  scalar: { shape: [], values: Float64Array.of(7) },
};

describe.skipIf(!python.hasNumpy)(`beside NumPy${skippedWithout("numpy", python.hasNumpy)}`, () => {
  let folder = "";
  let expected: Readonly<Record<string, Noted>> = {};
  const bytesOf = (name: string) => readFileSync(join(folder, name));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "backstep-numpy-"));
    await python.run(WRITE, [folder]);
    expected = JSON.parse(bytesOf("expected.json").toString());
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("arrays of every kind, order and version are read as NumPy reads them", () => {
    const kinds = Object.keys(expected).filter((name) =>
      /^(b1|[iuf]\d|version|scalar|empty|none)/.test(name),
    );
    expect(kinds).toHaveLength(12 * 4 + 6);
    for (const name of kinds) {
      const { shape, values } = parseNpy(bytesOf(`${name}.npy`), name);
      expect([name, { shape, values: [...values] }]).toEqual([name, expected[name]]);
    }
    expect([...parseNpy(bytesOf("odd.npy"), "odd").values]).toEqual([
      NaN,
      Infinity,
      -Infinity,
      -0,
      1e-310,
      65504,
    ]);
  });

  test("every float16 is read as NumPy reads it", () => {
    const read = (name: string) => [...parseNpy(bytesOf(name), name).values];
    const halves = read("halves.npy");
    expect(halves).toHaveLength(65536);
    expect(halves).toEqual(read("halves32.npy"));
  });

  test.each(["objects", "texts", "records"])("%s are refused", (name) => {
    expect(() => parseNpy(bytesOf(`${name}.npy`), name)).toThrow(/expected an array of numbers/);
  });

  test.each(["stored", "deflated", "streamed"])("an archive, %s", (name) => {
    const arrays = parseNpz(bytesOf(`${name}.npz`), name);
    expect([...arrays.keys()]).toEqual(["x", "layers/漢", "__proto__"]);
    for (const array of arrays.values()) {
      const { shape, values } = array.read();
      expect({ shape, values: [...values] }).toEqual(expected[array.name]);
    }
  });

  test("NumPy reads what is written here", async () => {
    for (const [name, tensor] of Object.entries(ours))
      writeFileSync(join(folder, `${name}.npy`), writeNpy(tensor));
    writeFileSync(
      join(folder, "ours.npz"),
      writeNpz(new Map([...Object.entries(ours), ["漢/😀", ours.f32]])),
    );
    const found = JSON.parse(await python.run(READ, [folder]));
    const f32 = {
      dtype: "<f4",
      shape: [2, 2],
      values: ["0.10000000149011612", "-0.0", "inf", "1.401298464324817e-45"],
    };
    const f64 = { dtype: "<f8", shape: [3, 1], values: ["0.1", "5e-324", "-inf"] };
    const i64 = { dtype: "<i8", shape: [2], values: ["-9223372036854775808", "9223372036854775807"] };
    const scalar = { dtype: "<f8", shape: [], values: ["7.0"] };
    expect(found).toEqual({ f32, f64, i64, scalar, npz: { f32, f64, i64, scalar, "漢/😀": f32 } });
  });
});
