import { appendFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { number, record } from "./kinds.ts";
import { type Line, Lines } from "./lines.ts";

interface Loss extends Line {
  readonly loss: number;
}

let path: string;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstep-lines-"));
  path = join(folder, "metrics.jsonl");
});
afterEach(() => rm(folder, { recursive: true }));

const lines = () => new Lines<Loss>(path, record({ loss: number }));
const at = (...steps: number[]): Loss[] => steps.map((step) => ({ step, loss: step / 10 }));

test("lines are added and read", async () => {
  expect(await lines().read()).toEqual([]);
  await lines().add(at(1, 2));
  const open = lines();
  await open.add(at(3));
  await open.sync();
  expect(await lines().read()).toEqual(at(1, 2, 3));
});

test("a last line that was torn is left out, and does not spoil the next", async () => {
  await lines().add(at(1, 2));
  await appendFile(path, Buffer.from('{"step":3,"lo ü').subarray(0, -1));
  expect(await lines().read()).toEqual(at(1, 2));
  expect(await lines().cutAfter(2)).toEqual(at(1, 2));
  await lines().add(at(3));
  expect(await readFile(path, "utf8")).toBe(
    '{"step":1,"loss":0.1}\n{"step":2,"loss":0.2}\n{"step":3,"loss":0.3}\n',
  );
});

test("a training that goes on leaves the lines of up to where it does", async () => {
  await lines().add(at(1, 2, 3, 4));
  expect(await lines().cutAfter(2)).toEqual(at(1, 2));
  expect(await lines().read()).toEqual(at(1, 2));
  expect(await lines().cutAfter(-1)).toEqual([]);
});

test("numbers that JSON has no words for are read as they were", async () => {
  const losses = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  await lines().add(losses.map((loss, step) => ({ step, loss })));
  expect((await lines().read()).map(({ loss }) => loss)).toEqual(losses);
});

test("what is no file is not read, not even a link to one", async () => {
  await mkdir(path);
  await expect(lines().read()).rejects.toThrow("expected a file, found something else of this name");
  await rm(path, { recursive: true });
  await symlink("/dev/zero", path);
  await expect(lines().read()).rejects.toThrow("expected a file, found something else of this name");
});

test.each([
  ["no JSON", "loss 0.1"],
  ["another thing", "[1]"],
  ["no step", '{"loss":1}'],
  ["a step that is none", '{"step":-1,"loss":1}'],
  ["another kind of line", '{"step":1,"loss":"<script>"}'],
  ["an inherited member", '{"step":1,"__proto__":{"loss":1}}'],
])("%s is refused, with its place", async (_what, line) => {
  await writeFile(path, `{"step":1,"loss":0.1}\n${line}\n`);
  await expect(lines().read()).rejects.toMatchObject({
    message: "expected a line of this run as it was written, found another",
    place: { file: path, line: 2 },
  });
});
