// Bundles the command line, a file for each command and what they share: Node would take longer to open the hundreds of
// modules of the library and its dependencies than most commands take. See docs/decisions/start-up.md.
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

// commander starts programs for commands that are files of their own, which none of ours are
const withoutPrograms = {
  name: "without-programs",
  resolveId: (id, importer) =>
    id === "node:child_process" && importer?.includes("/commander/") ? "\0no-programs" : null,
  load: (id) => (id === "\0no-programs" ? "export {};" : null),
};

const root = fileURLToPath(new URL("..", import.meta.url));
await rm(join(root, "dist/cli"), { recursive: true, force: true });
const bundle = await rolldown({
  cwd: root,
  input: { bin: "src/cli/bin.ts", main: "src/cli/main.ts" },
  platform: "node",
  external: ["koffi"],
  plugins: [withoutPrograms],
  // the same code as ES modules, of which what nothing uses is left out
  resolve: { alias: { yaml: join(root, "node_modules/yaml/browser/index.js") } },
});
const { output } = await bundle.write({
  dir: join(root, "dist/cli"),
  format: "cjs",
  entryFileNames: "[name].cjs",
  chunkFileNames: "[name]-[hash].cjs",
  minify: true,
  charset: "ascii",
});

const packages = new Set(
  output
    .flatMap(({ moduleIds = [] }) => moduleIds)
    .map((id) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1])
    .filter((name) => name !== undefined),
);
const notices = await Promise.all(
  [...packages].sort().map(async (name) => {
    const folder = join(root, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name}: expected a file with its licence`);
    const text = await readFile(join(folder, file), "utf8");
    return `${name} ${version} (${license})\n\n${text.trim()}\n`;
  }),
);
await writeFile(join(root, "dist/cli/LICENSES.txt"), notices.join(`\n${"-".repeat(80)}\n\n`));
