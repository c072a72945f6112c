import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { Command, Option } from "commander";
import { dataFilesOf, InputError, MAX_EXAMPLE_MIB, parseExampleFile } from "../index.ts";
import { filesOf, pathFrom, readTextFile, type Served, type Serving, serve } from "../node/index.ts";
import { wholeNumber } from "./options.ts";

/** A page takes data as text, and holds all of it in memory. */
const MAX_DATA_MIB = 32;

interface Options {
  readonly port?: number;
  readonly open: boolean;
  readonly json?: boolean;
}

export function studioCommand(): Command {
  return new Command("studio")
    .summary("see, touch and train a network on a page")
    .description(
      "Serves the studio on this machine alone, and opens it in the browser: the network as a picture in which every number can be edited, stepped through, derived and trained.",
    )
    .argument("[file]", "an example file to open in it, YAML or JSON")
    .addOption(new Option("--port <n>", "default: any that is free").argParser(wholeNumber(1, 65535)))
    .option("--no-open", "print the address, and open no browser")
    .option("--json", "print the address as one JSON document")
    .addHelpText(
      "after",
      "\nCtrl-C ends it.\n\nExamples:\n  backstep studio\n  backstep studio examples/xor.yaml --no-open",
    )
    .action(async (file: string | undefined, options: Options) => {
      const files = await filesOf(folderOfPage());
      if (file !== undefined) files.set("/example.json", await exampleOf(file));
      const serving = await serve(files, options);
      const url = file === undefined ? serving.url : `${serving.url}#example`;
      process.stdout.write(options.json ? `${JSON.stringify({ url })}\n` : `${url}\n`);
      if (options.open && !options.json) openInBrowser(url);
      if (!options.json) process.stderr.write("Ctrl-C ends it.\n");
      await interrupted(serving);
    });
}

function folderOfPage(): string {
  // the page lies beside the bundle of the command line; run from the source it has to be built as well
  const candidates = ["../studio", "../../dist/studio"].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const folder = candidates.find((path) => existsSync(path));
  if (folder === undefined) throw new InputError("the studio is not built yet: run `npm run build` first");
  return folder;
}

/** Text and data of an example as the page takes them; what is wrong with the example is said here, where the terminal is. */
async function exampleOf(path: string): Promise<Served> {
  const text = await readTextFile(path, { limit: MAX_EXAMPLE_MIB });
  const parsed = parseExampleFile(text, path);
  const names = parsed.kind === "network" ? dataFilesOf(parsed.example) : [];
  const files = await Promise.all(
    names.map(async (name) => {
      const file = pathFrom(dirname(path), name);
      return [name, await readTextFile(file, { limit: MAX_DATA_MIB })] as const;
    }),
  );
  const json = JSON.stringify({ file: basename(path), text, files: Object.fromEntries(files) });
  return { type: "application/json", bytes: new TextEncoder().encode(json) };
}

/** What opens an address on this system; where there is none, the address stands in the terminal. */
const openers: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

function openInBrowser(url: string): void {
  const [program, ...args] = openers[process.platform] ?? ["xdg-open"];
  const child = spawn(program, [...args, url], { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}

function interrupted(serving: Serving): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => resolve(serving.close()));
    }
  });
}
