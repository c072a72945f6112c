import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseSafetensors } from "../../src/formats/safetensors.ts";
import { formatInputError, InputError } from "../../src/tensor/error.ts";
import { EXTERNAL, hasExternalTests, readExternal, sharedFile } from "../support/shared.ts";

interface Case {
  readonly file: string;
  readonly why: string;
  /** What the reference library did, which reads two files that the specification forbids. */
  readonly oracle: "accept" | "reject";
  /** Name, dtype and shape of each tensor. */
  readonly oracle_detail: string | readonly (readonly [string, string, readonly number[]])[];
}

const { cases } = readExternal<{ cases: readonly Case[] }>("safetensors/manifest.json", { cases: [] });

const isStricter = ({ file }: Case): boolean =>
  file === "bad_duplicate_key.safetensors" || file === "bad_leading_space.safetensors";
const bytesOf = ({ file }: Case): Uint8Array =>
  readFileSync(sharedFile(`external-tests/safetensors/${file}`));

describe.skipIf(!hasExternalTests)(`files of the reference library and others${EXTERNAL}`, () => {
  const accepted = cases.filter((each) => each.oracle === "accept" && !isStricter(each));
  const refused = cases.filter((each) => each.oracle === "reject" || isStricter(each));

  test("are all here", () => expect([accepted.length, refused.length]).toEqual([14, 27]));

  test.each(accepted)("reads $file: $why", (each) => {
    const { tensors } = parseSafetensors(bytesOf(each), each.file);
    const found = [...tensors.values()].map(({ name, dtype, shape }) => [name, dtype, shape]);
    expect(found.sort()).toEqual([...each.oracle_detail].sort());
    for (const tensor of tensors.values()) {
      const { values, shape } = tensor.read();
      expect(values).toHaveLength(shape.reduce((size, extent) => size * extent, 1));
    }
    expect(({} as Record<string, unknown>).dtype).toBeUndefined();
  });

  test.each(refused)("refuses $file: $why", (each) => {
    let line = "read";
    try {
      parseSafetensors(bytesOf(each), each.file);
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      line = formatInputError(error as InputError);
    }
    expect(line).toMatch(new RegExp(`^${each.file} {2}.*expected .{5,200}$`));
  });

  test("the values of the numbers are those that were written", () => {
    const read = (file: string, name: string) => [
      ...(parseSafetensors(readFileSync(sharedFile(`external-tests/safetensors/${file}.safetensors`)), file)
        .tensors.get(name)
        ?.read().values ?? []),
    ];
    expect(read("ok_forced_alignment", "attn0")).toEqual([0, 1, 2, 3, 4, 5]);
    expect(read("ok_nan_inf", "test")).toEqual([Number.NaN, Infinity, -Infinity, -0]);
  });
});
