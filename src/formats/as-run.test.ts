import { expect, test } from "vitest";
import { dataFilesOf, exampleAsRun } from "./as-run.ts";
import { parseExample } from "./example.ts";

const csv = `backstep: 1   # the version
network: { inputs: 2, layers: [{ dense: 1 }] }
loss: half-squared-error
optimizer: { name: sgd, learningRate: 0.10 }
data: { train: { csv: data/a.csv, label: y }, test: { csv: data/b.csv } } # two files
training: { epochs: 7 }
`;

const below = (path: string) => `../${path}`;

test("what the command line said, and paths from elsewhere, are put in; all else stays", () => {
  expect(exampleAsRun(csv, { epochs: 9, seed: 3 }, below)).toBe(
    csv
      .replace("   # the", " # the")
      .replace("data/a", "../data/a")
      .replace("data/b", "../data/b")
      .replace("{ epochs: 7 }", "{ epochs: 9, seed: 3 }")
      .replace("[{ dense: 1 }]", "[ { dense: 1 } ]"),
  );
});

test("it is read as the example was, with that in it", () => {
  const before = parseExample(csv, "x.yaml");
  const after = parseExample(exampleAsRun(csv, { seed: 4 }, below), "x.yaml");
  expect(after.training).toEqual({ ...before.training, seed: 4 });
  expect(after.model).toEqual(before.model);
  expect(dataFilesOf(before)).toEqual(["data/a.csv", "data/b.csv"]);
  expect(dataFilesOf(after)).toEqual(["../data/a.csv", "../data/b.csv"]);
});

test("images and labels are two files each", () => {
  const idx = csv.replace(
    /data: .*/,
    "data: { train: { idx: { images: i, labels: l } }, test: { fraction: 0.5 } }",
  );
  expect(dataFilesOf(parseExample(idx, "x.yaml"))).toEqual(["i", "l"]);
  const after = parseExample(exampleAsRun(idx, {}, below), "x.yaml");
  expect(dataFilesOf(after)).toEqual(["../i", "../l"]);
});

test("where there is no training yet, there is one then", () => {
  const short = csv.replace(/training.*\n/, "");
  expect(parseExample(exampleAsRun(short, { epochs: 2 }, below), "x.yaml").training.epochs).toBe(2);
});

test("aliases are written out, so that each place changes alone; JSON stays JSON", () => {
  const aliased = csv.replace(/data: .*/, "data: { train: &source { csv: a.csv, label: y }, test: *source }");
  const after = exampleAsRun(aliased, {}, below);
  expect(after).not.toMatch(/[&*]/);
  expect(dataFilesOf(parseExample(after, "x.yaml"))).toEqual(["../a.csv", "../a.csv"]);
  const json = JSON.stringify({ data: { train: { csv: "a.csv" } }, training: { epochs: 1 } });
  expect(JSON.parse(exampleAsRun(json, { epochs: 2 }, below))).toEqual({
    data: { train: { csv: "../a.csv" } },
    training: { epochs: 2 },
  });
});

test("data in the example has no files", () => {
  const inline = csv.replace(/data: .*/, "data: { inputs: [[1, 2]], targets: [[3]] }");
  expect(dataFilesOf(parseExample(inline, "x.yaml"))).toEqual([]);
});
