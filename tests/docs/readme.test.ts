import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { parseExample } from "../../src/index.ts";
import { backstep, root } from "../support/cli.ts";

async function blocks(language: string): Promise<string[]> {
  const readme = await readFile(join(root, "README.md"), "utf8");
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(([, text]) => text);
}

test("the library's ten lines run, and print a derivation", async () => {
  const [code] = await blocks("ts");
  const folder = await mkdtemp(join(root, "tests/docs/readme-"));
  const printed = vi.spyOn(console, "log").mockImplementation(() => {});
  try {
    const file = join(folder, "readme.ts");
    await writeFile(file, code.replace('"backstep"', '"../../../src/index.ts"'));
    await import(file);
    const lines = printed.mock.calls.map((call) => call.join(" "));
    const losses = lines.slice(0, -1).map((line) => Number(line.split(" ")[1]));
    expect(losses.length).toBeGreaterThan(1);
    expect(losses[losses.length - 1]).toBeLessThan(losses[0]);
    expect(lines[lines.length - 1]).toContain("∂E/∂w1");
  } finally {
    printed.mockRestore();
    await rm(folder, { recursive: true });
  }
});

test("the example file is the one that is shipped", async () => {
  const [yaml] = await blocks("yaml");
  const shipped = await readFile(join(root, "examples/by-example.yaml"), "utf8");
  const { title: _, ...readme } = parseExample(yaml, "README.md");
  const { title: __, ...example } = parseExample(shipped, "by-example.yaml");
  expect(readme).toEqual(example);
});

test("what people see is what it prints", async () => {
  const shown = (await blocks("console")).find((text) => text.startsWith("$ npx backstep explain")) ?? "";
  const [command, ...lines] = shown.split("\n");
  const { stdout } = await backstep(command.replace("$ npx backstep ", "").split(" "));
  for (const line of lines.filter((text) => text !== "" && text !== "…")) expect(stdout).toContain(line);
});

test("what a checked working looks like is what check prints", async () => {
  const shown = (await blocks("console")).find((text) => text.startsWith("$ npx backstep check")) ?? "";
  const [, ...lines] = shown.split("\n").filter((line) => line !== "" && line !== "…");
  const { stdout } = await backstep(["check", "examples/by-example.yaml", "tests/golden/check/homework.md"]);
  expect(lines.length).toBeGreaterThan(5);
  for (const line of lines) expect(stdout).toContain(`${line}\n`);
});

test("so does the page on checking", async () => {
  const page = await readFile(join(root, "docs/checking.md"), "utf8");
  const golden = await readFile(join(root, "tests/golden/check/homework.en.txt"), "utf8");
  const [shown] = /^```console\n\$ [^\n]+\n([^`]+)```/m.exec(page)?.slice(1) ?? [""];
  const lines = shown.split("\n").filter((line) => line.trim() !== "…");
  expect(lines.length).toBeGreaterThan(10);
  for (const line of lines) expect(golden).toContain(`${line}\n`);
});
