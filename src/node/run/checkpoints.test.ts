import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Checkpoint, encodeCheckpoint } from "./checkpoint.ts";
import { Checkpoints } from "./checkpoints.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstep-checkpoints-"));
});
afterEach(() => rm(folder, { recursive: true }));

const at = (steps: number): Checkpoint => ({
  state: { stepsTaken: steps, tensors: new Map([["w1", { shape: [1], values: Float64Array.of(steps) }]]) },
  position: { steps, sum: 0, history: [], best: [] },
  notes: null,
});

const names = (...steps: number[]) =>
  steps.map((step) => `step-${String(step).padStart(16, "0")}.safetensors`);

test("the last few are kept, in the order of steps and not of their digits", async () => {
  const checkpoints = new Checkpoints(join(folder, "c"), 3);
  await checkpoints.prepare();
  expect(await checkpoints.latest()).toBeUndefined();
  for (const steps of [9, 10, 100, 1000]) await checkpoints.save(at(steps));
  expect(await checkpoints.names()).toEqual(names(1000, 100, 10));
  expect(await checkpoints.latest()).toEqual({ name: names(1000)[0], checkpoint: at(1000), broken: [] });
});

test("one that was changed since is passed over, and said; where none is whole, the latest is blamed", async () => {
  const checkpoints = new Checkpoints(folder, 3);
  for (const steps of [1, 2]) await checkpoints.save(at(steps));
  const [newest, older] = (await checkpoints.names()).map((name) => join(folder, name));
  const bytes = await readFile(newest);
  bytes[bytes.length - 3] ^= 16;
  await writeFile(newest, bytes);
  const found = await checkpoints.latest();
  expect(found?.checkpoint.position.steps).toBe(1);
  expect(found?.broken).toEqual([
    expect.objectContaining({ message: expect.stringContaining("changed since"), place: { file: newest } }),
  ]);
  await writeFile(older, encodeCheckpoint(at(1)).subarray(0, 200));
  await expect(checkpoints.latest()).rejects.toMatchObject({ place: { file: newest } });
});

test("what a process that died has left half written is taken away, and nothing else", async () => {
  const checkpoints = new Checkpoints(folder, 3);
  await checkpoints.save(at(5));
  await writeFile(join(folder, `${names(6)[0]}.4711.part`), "half");
  await writeFile(join(folder, "notes.txt"), "mine");
  await writeFile(join(folder, "film.4711.part"), "mine too");
  expect((await checkpoints.latest())?.checkpoint.position.steps).toBe(5);
  await checkpoints.prepare();
  expect((await readdir(folder)).sort()).toEqual(["film.4711.part", "notes.txt", ...names(5)]);
});

test("a checkpoint of the same step takes the place of the one before", async () => {
  const checkpoints = new Checkpoints(folder, 1);
  await checkpoints.save(at(7));
  await checkpoints.save({ ...at(7), notes: "again" });
  expect((await checkpoints.latest())?.checkpoint.notes).toBe("again");
  expect(await readdir(folder)).toEqual(names(7));
});
