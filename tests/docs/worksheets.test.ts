import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { backstep, root } from "../support/cli.ts";

test("the sheet and the key in docs/worksheets.md are what the command prints", async () => {
  const page = await readFile(join(root, "docs/worksheets.md"), "utf8");
  const blocks = [...page.matchAll(/^```text\n(.*?)^```/gms)].map(([, text]) => text.split("\n"));
  const [, command] = /^\$ backstep (worksheet .*) > sheet\.md$/m.exec(page) ?? [];
  const args = command.split(" ");
  const sheet = await backstep(args);
  const key = await backstep([...args, "--key"]);
  expect(blocks).toHaveLength(2);
  for (const line of blocks[0]) expect(sheet.stdout.split("\n")).toContain(line);
  for (const line of blocks[1]) expect(key.stdout.split("\n")).toContain(line);
});
