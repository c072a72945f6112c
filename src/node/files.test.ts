import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { InputError, type Place } from "../index.ts";
import { readTextFile, writeTextFile } from "./files.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstep-files-"));
  await mkdir(join(folder, "sub"));
  await writeFile(join(folder, "net.yaml"), "héllo\n");
});

afterAll(() => rm(folder, { recursive: true }));

/** What is said about the file of this name, where `FILE` stands for its path and `FOLDER` for its folder's. */
async function refusal(
  name: string,
  askedAt?: Place,
): Promise<{ message: string; place: Place | undefined }> {
  const path = join(folder, name);
  try {
    await readTextFile(path, { limit: 1, ...(askedAt && { askedAt }) });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { file, ...rest } = error.place ?? {};
    const shown = (text: string) => text.replaceAll(path, "FILE").replaceAll(folder, "FOLDER");
    return { message: shown(error.message), place: { ...(file && { file: shown(file) }), ...rest } };
  }
  throw new Error("expected an error");
}

test("of a file in a format that is not read, it says how to convert it", async () => {
  await writeFile(join(folder, "data.csv"), Uint8Array.of(0x80, 4, 0x95, 0x17, 0, 0, 0, 0, 0, 0, 0, 0x7d));
  await writeFile(join(folder, "model.pt"), Uint8Array.of(0xff));
  const place = { file: "net.yaml", line: 2, column: 3 };
  expect((await refusal("data.csv", place)).message).toMatch(
    /^FILE: expected .*, found a pickle, which can run code {3}in Python: /,
  );
  expect((await refusal("model.pt")).message).toMatch(
    /found a PyTorch file .*save_file\(model\.state_dict\(\)/,
  );
});

test("reads a text", async () => {
  expect(await readTextFile(join(folder, "net.yaml"), { limit: 1 })).toBe("héllo\n");
});

test.each<[string, string]>([
  ["net.yml", 'expected a file, found none with this name   did you mean "net.yaml"?'],
  ["quite-another", "expected a file, found none with this name"],
  ["no/net.yaml", "expected a file, found no folder FOLDER/no"],
  ["net.yaml/net.yaml", "expected a file, found that FOLDER/net.yaml is not a folder"],
  ["sub", "expected a file, found a folder"],
  ["x".repeat(300), "expected a file that can be read, found ENAMETOOLONG"],
  ["a\0b", "expected a file that can be read, found ERR_INVALID_ARG_VALUE"],
])("refuses %s", async (name, message) => {
  expect(await refusal(name)).toEqual({ message, place: { file: "FILE" } });
});

test("blames the place that asked for the file", async () => {
  const askedAt = { file: "net.yaml", line: 3, column: 9 };
  expect(await refusal("sub", askedAt)).toEqual({
    message: "FILE: expected a file, found a folder",
    place: askedAt,
  });
});

test("refuses a file that is too large before it is read", async () => {
  const path = join(folder, "large.csv");
  await writeFile(path, "");
  await truncate(path, 2 ** 33);
  const message = "expected at most 1 MiB, found 8192 MiB";
  expect(await refusal("large.csv")).toEqual({ message, place: { file: "FILE" } });
});

test("refuses a file without permission", async () => {
  const path = join(folder, "secret.yaml");
  await writeFile(path, "");
  await chmod(path, 0);
  // root may read everything
  const said = process.getuid?.() === 0 ? readTextFile(path, { limit: 1 }) : refusal("secret.yaml");
  const expected = {
    message: "expected a file that may be read, found no permission",
    place: { file: "FILE" },
  };
  expect(await said).toEqual(process.getuid?.() === 0 ? "" : expected);
});

test.skipIf(process.platform === "win32")("reads no more than the limit of what has no size", async () => {
  await expect(readTextFile("/dev/zero", { limit: 1 })).rejects.toThrow("expected at most 1 MiB, found more");
});

test.each<[string, number[], number, number, string]>([
  ["at the beginning", [0x80], 1, 1, "the byte 0x80"],
  ["in a line", [0x61, 0x0a, 0xc3, 0xa9, 0xe9, 0x62], 2, 2, "the byte 0xE9"],
  ["cut at the end", [0x61, 0xe6, 0xbc], 1, 2, "the byte 0xE6"],
  ["after a byte order mark", [0xef, 0xbb, 0xbf, 0x61, 0xff], 1, 2, "the byte 0xFF"],
  ["after a character of two units", [0xf0, 0x9f, 0x98, 0x80, 0xff], 1, 3, "the byte 0xFF"],
  ["a surrogate", [0x61, 0xed, 0xa0, 0x80], 1, 2, "the byte 0xED"],
  ["UTF-16", [0xff, 0xfe, 0x61, 0x00], 1, 1, "UTF-16"],
])("says where a text is not UTF-8: %s", async (_, bytes, line, column, found) => {
  await writeFile(join(folder, "bytes.csv"), Uint8Array.from(bytes));
  const message = `expected text in UTF-8, found ${found}   save it as UTF-8`;
  expect(await refusal("bytes.csv")).toEqual({ message, place: { file: "FILE", line, column } });
});

test("puts a text in the place of a file, with its permissions", async () => {
  const path = join(folder, "written", "a.txt");
  await mkdir(join(folder, "written"));
  await writeFile(path, "before", { mode: 0o640 });
  await writeTextFile(path, "after");
  expect([await readFile(path, "utf8"), (await stat(path)).mode & 0o777]).toEqual(["after", 0o640]);
  expect(await readdir(join(folder, "written"))).toEqual(["a.txt"]);
});

test("puts a text in the place of what a link leads to", async () => {
  const inside = join(folder, "linked");
  await mkdir(inside);
  await writeFile(join(inside, "a.txt"), "before");
  await symlink("a.txt", join(inside, "link"));
  await writeTextFile(join(inside, "link"), "after");
  expect(await readFile(join(inside, "a.txt"), "utf8")).toBe("after");
  expect((await lstat(join(inside, "link"))).isSymbolicLink()).toBe(true);
});

test("says where a file cannot be written, and leaves nothing behind", async () => {
  const path = join(folder, "sub", "folder");
  await mkdir(path);
  await writeFile(join(path, "full"), "");
  await expect(writeTextFile(path, "text")).rejects.toThrow(
    "expected a file that can be written, found EISDIR",
  );
  await expect(writeTextFile(join(folder, "missing", "a"), "text")).rejects.toThrow(
    /can be written, found ENOENT/,
  );
  expect(await readdir(join(folder, "sub"))).toEqual(["folder"]);
});
