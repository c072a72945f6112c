import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { backstep, backstepProcess, root } from "../support/cli.ts";

const isBuilt = existsSync(join(root, "dist/studio/index.html"));
const name = isBuilt
  ? "the studio is served with an example and its data until Ctrl-C"
  : "the studio is served (skipped: it is not built; run npm run build)";

test.skipIf(!isBuilt)(name, async () => {
  let running: ChildProcess | undefined;
  const address = new Promise<string>((resolve) => {
    backstepProcess(["studio", "examples/iris.yaml", "--no-open", "--json"], {
      started: (child) => {
        running = child;
        child.stdout?.on("data", (chunk: Buffer) =>
          resolve((JSON.parse(String(chunk)) as { url: string }).url),
        );
      },
    }).then((finished) => {
      ended = finished.code;
    });
  });
  let ended: number | null | undefined;
  const url = new URL(await address);
  expect(url.hash).toBe("#example");
  expect(await (await fetch(url)).text()).toContain('<div id="studio"');
  const example = (await (await fetch(new URL("example.json", url))).json()) as {
    file: string;
    text: string;
    files: Record<string, string>;
  };
  expect(example.file).toBe("iris.yaml");
  expect(example.text).toContain("softmax-cross-entropy");
  expect(example.files["data/iris.csv"]).toMatch(/^sepal_length,/);
  running?.kill("SIGINT");
  await expect.poll(() => ended, { timeout: 5000 }).toBe(0);
});

test("what is wrong with the example is said where the command was given", async () => {
  const { code, stderr } = await backstep(["studio", "examples/none.yaml", "--no-open"]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/none\.yaml {2}expected a file, found none|the studio is not built yet/);
});
