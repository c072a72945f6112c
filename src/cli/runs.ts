import { stderr, stdin } from "node:process";
import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import { InputError, type Language } from "../index.ts";
import { deleteRun, findRuns } from "../node/index.ts";
import { terminalWidth } from "./options.ts";
import { compareJson, compareText } from "./runs/compare.ts";
import { listJson, listText } from "./runs/list.ts";
import { readRun, readRuns } from "./runs/read.ts";
import { reportOf } from "./runs/report.ts";
import { languageOption, wordsOf } from "./words.ts";

interface Json {
  readonly json?: boolean;
}

const MORE = `
A run is what train --out keeps in a folder. "killed" is one that says it is running, and that no process is at.

Examples:
  backstep runs
  backstep runs compare runs/a runs/b
  backstep runs report runs/a --lang zh-Hant > bericht.html
  backstep runs delete runs/a`;

export function runsCommand(): Command {
  return new Command("runs")
    .summary("list trainings that were kept, compare and delete them")
    .description("Lists the runs in a folder, and in the folders below it.")
    .argument("[dir]", "a folder", ".")
    .option("--json", "print one JSON document")
    .addHelpText("after", MORE)
    .action(async (folder: string, { json }: Json) => {
      const { runs, problems } = await readRuns(await findRuns(folder));
      for (const problem of problems) process.stderr.write(`${problem}\n`);
      print(
        json,
        () => listJson(runs),
        () => listText(runs, folder, terminalWidth(), Date.now()),
      );
    })
    .addCommand(compareCommand())
    .addCommand(reportCommand())
    .addCommand(deleteCommand());
}

function compareCommand(): Command {
  return new Command("compare")
    .description("Says what two runs were given and what came of them, where they differ.")
    .argument("<a>", "the folder of a run")
    .argument("<b>", "the folder of another")
    .option("--json", "print one JSON document")
    .action(async (a: string, b: string, _options: Json, command: Command) => {
      const [first, second] = [await readRun(a), await readRun(b)];
      const { json } = command.optsWithGlobals<Json>();
      print(
        json,
        () => compareJson(first, second),
        () => compareText(first, second, terminalWidth() - 2),
      );
    });
}

function reportCommand(): Command {
  return new Command("report")
    .description("Prints the report of a run, one HTML page, from what is in its folder.")
    .argument("<run>", "the folder of a run")
    .addOption(languageOption("of the words"))
    .action(async (path: string, { lang }: { lang: Language }) => {
      const { record } = await readRun(path);
      process.stdout.write(await reportOf(path, record, await wordsOf(lang)));
    });
}

function deleteCommand(): Command {
  return new Command("delete")
    .description("Deletes runs: their own files, and their folders where nothing else is in them.")
    .argument("<runs...>", "folders of runs")
    .option("--yes", "do not ask")
    .option("--json", "print one JSON document")
    .action(async (paths: string[], { yes }: { yes?: boolean }, command: Command) => {
      for (const path of paths) await readRun(path);
      if (!yes && !(await agrees(paths))) return;
      const deleted: { path: string; left: string[] }[] = [];
      for (const path of paths) deleted.push({ path, left: await deleteRun(path) });
      const { json } = command.optsWithGlobals<Json>();
      print(
        json,
        () => ({ deleted }),
        () => deleted.map(deletedText).join(""),
      );
    });
}

function deletedText({ path, left }: { path: string; left: readonly string[] }): string {
  const rest = left.length > 0 ? `; left what is not of the run: ${left.join(", ")}` : "";
  return `deleted ${path}${rest}\n`;
}

/** @throws InputError where there is nobody to ask */
async function agrees(paths: readonly string[]): Promise<boolean> {
  if (!stdin.isTTY) throw new InputError("expected --yes, where nobody can be asked, found none");
  const asking = createInterface({ input: stdin, output: stderr });
  try {
    const answer = await asking.question(`delete ${paths.join(", ")}? [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    asking.close();
  }
}

function print(json: boolean | undefined, document: () => object, text: () => string): void {
  process.stdout.write(json ? `${JSON.stringify(document(), null, 2)}\n` : text());
}
