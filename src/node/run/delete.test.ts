import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { deleteRun } from "./delete.ts";
import { findRuns } from "./find.ts";
import type { RunRecord } from "./record.ts";

let folder: string;
let run: string;

const record: RunRecord = {
  version: 1,
  backstep: "0.1.0",
  node: "v20",
  platform: "linux x64",
  example: "x.yaml",
  overrides: {},
  settings: {},
  epochs: 1,
  seed: 0,
  backend: "wasm",
  dtype: "f32",
  fma: true,
  threads: 1,
  data: [],
  status: "finished",
  started: "2026-01-01T00:00:00.000Z",
  resumed: [],
  seconds: 1,
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstep-delete-"));
  run = join(folder, "runs", "a");
  await mkdir(join(run, "checkpoints"), { recursive: true });
  await writeFile(join(run, "run.json"), JSON.stringify(record));
  for (const name of ["example.yaml", "metrics.jsonl", "model.safetensors", "run.json.12.part"]) {
    await writeFile(join(run, name), "");
  }
  await writeFile(join(run, "checkpoints", "step-0000000000000008.safetensors"), "");
});
afterEach(() => rm(folder, { recursive: true }));

test("a run goes with its folder, and its neighbours stay", async () => {
  await mkdir(join(folder, "runs", "b"));
  expect(await deleteRun(run)).toEqual([]);
  expect(await readdir(join(folder, "runs"))).toEqual(["b"]);
});

test("what is not of the run stays, and is named", async () => {
  await writeFile(join(run, "notes.txt"), "mine");
  await writeFile(join(run, "checkpoints", "film.avi"), "mine");
  expect((await deleteRun(run)).sort()).toEqual(["checkpoints", "notes.txt"]);
  expect(await readdir(join(run, "checkpoints"))).toEqual(["film.avi"]);
});

test("links are not followed, nor taken for the run's files", async () => {
  const precious = join(folder, "precious");
  await mkdir(precious);
  await writeFile(join(precious, "step-0000000000000001.safetensors"), "kept");
  await rm(join(run, "checkpoints"), { recursive: true });
  await symlink(precious, join(run, "checkpoints"));
  await rm(join(run, "model.safetensors"));
  await symlink(join(precious, "step-0000000000000001.safetensors"), join(run, "model.safetensors"));
  expect((await deleteRun(run)).sort()).toEqual(["checkpoints", "model.safetensors"]);
  expect(await readFile(join(precious, "step-0000000000000001.safetensors"), "utf8")).toBe("kept");
  await symlink(precious, join(folder, "link"));
  await expect(deleteRun(join(folder, "link"))).rejects.toThrow(
    "expected the folder of a run, found something",
  );
});

test.each([
  ["no record", () => rm(join(run, "run.json")), "found no run.json in it"],
  ["a record that is none", () => writeFile(join(run, "run.json"), "{}"), "version: expected 1, found none"],
  ["no JSON", () => writeFile(join(run, "run.json"), "rm -rf"), "expected the record of a run in JSON"],
  [
    "a status that there is not",
    () => writeFile(join(run, "run.json"), JSON.stringify({ ...record, status: "<b>" })),
    'status: expected running, finished, stopped, diverged, failed, found "<b>"',
  ],
  ["a process at it", () => writeFile(join(run, "lock-elsewhere-1-1"), ""), "expected a run that is over"],
])("a folder with %s is not deleted", async (_what, spoil, message) => {
  await spoil();
  const before = await readdir(run);
  await expect(deleteRun(run)).rejects.toThrow(message);
  expect(await readdir(run)).toEqual(before);
});

test("runs are found in folders of folders, links not followed", async () => {
  await mkdir(join(folder, "runs", "deep", "er"), { recursive: true });
  await writeFile(join(folder, "runs", "deep", "er", "run.json"), "{}");
  await symlink(folder, join(folder, "runs", "round"));
  const found = await findRuns(folder);
  expect(found).toEqual([run, join(folder, "runs", "deep", "er")]);
  expect(await findRuns(run)).toEqual([run]);
  await expect(findRuns(join(folder, "none"))).rejects.toThrow("expected a folder, found none");
});
