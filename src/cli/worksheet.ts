import { Command, Option } from "commander";
import {
  type Difficulty,
  InputError,
  type Language,
  makeWorksheet,
  type Worksheet,
  type WorksheetRenderOptions,
  worksheetToJson,
} from "../index.ts";
import { wholeNumber } from "./options.ts";
import { saveFiles } from "./save.ts";
import { languageOption, wordsOf } from "./words.ts";
import { type ExerciseSource, loadExerciseSource } from "./worksheet-example.ts";
import { filesOf, textIn, type WorksheetFormat, worksheetFormats } from "./worksheet-files.ts";

interface Options {
  readonly count: number;
  readonly seed: number;
  readonly difficulty: Difficulty;
  readonly decimals: number;
  readonly format?: WorksheetFormat;
  readonly key?: boolean;
  readonly formulas: boolean;
  readonly lang: Language;
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

const difficulties: readonly Difficulty[] = ["net", "delta", "chain"];

const EXAMPLES = `
The blanks are, by difficulty: net, a neuron; delta, a term of the loss and deltas; chain, a gradient with its
factors, and the update. The same seed gives the same exercises.

Examples:
  backstep worksheet examples/by-example.yaml > sheet.md      a sheet to fill in; backstep check sheet.md marks it
  backstep worksheet examples/by-example.yaml --key           its answers, with full working
  backstep worksheet examples/xor.yaml --count 20 --difficulty delta --format html > sheets.html
  backstep worksheet examples/by-example.yaml --count 5 --out week-3    sheets, keys, and exports for Moodle and QTI`;

export function worksheetCommand(): Command {
  return new Command("worksheet")
    .summary("make exercises of an example, with keys")
    .description("Makes variants of an example with fresh numbers and blanks to fill in, and their keys.")
    .argument("<file>", "an example file, YAML or JSON")
    .option("--count <n>", "exercises", wholeNumber(1, 1000), 1)
    .option("--seed <n>", "of the numbers that are drawn", wholeNumber(0, Number.MAX_SAFE_INTEGER), 1)
    .addOption(new Option("--difficulty <what>", "what is left blank").choices(difficulties).default("chain"))
    .option("--decimals <n>", "digits behind the point", wholeNumber(1, 10), 4)
    .addOption(
      new Option("--format <format>", "how it is written (default: markdown; with --out, all)").choices(
        worksheetFormats,
      ),
    )
    .option("--key", "the key in place of the sheet")
    .option("--no-formulas", "do not say how each quantity is calculated")
    .addOption(languageOption("of the words"))
    .option("--out <dir>", "write sheets, keys and exports into this folder, and list them")
    .option("--force", "with --out, overwrite files that are there")
    .addOption(new Option("--json", "print one JSON document").conflicts("format"))
    .addHelpText("after", EXAMPLES)
    .action(async (file: string, options: Options) => {
      refuse(options);
      const source = await loadExerciseSource(file);
      if (source.isAuthored)
        process.stderr.write(
          "the author's names and conventions are left out: exercises have the usual ones\n",
        );
      const worksheet = makeWorksheet(source.example, { ...options, execute: source.execute });
      process.stdout.write(await write(worksheet, source, options));
    });
}

/** @throws InputError for options that do not go together */
function refuse({ format, key = false, out, force = false }: Options): void {
  if (key && (format === "moodle" || format === "qti"))
    throw new InputError(`--key: expected a format to print, found ${format}, which holds its answers`);
  if (format === "qti" && out === undefined)
    throw new InputError("--format qti: expected --out DIR, as a package is several files");
  if (force && out === undefined)
    throw new InputError("--force: expected --out DIR, where files are written");
}

async function write(worksheet: Worksheet, source: ExerciseSource, options: Options): Promise<string> {
  const { format, key = false, out, force = false, json = false } = options;
  const render = await renderOptions(worksheet, source, options);
  const formats = format === undefined ? worksheetFormats : [format];
  const files =
    out === undefined ? [] : await saveFiles(out, filesOf(formats, key, worksheet, render), force);
  if (json) {
    const document = { ...worksheetToJson(worksheet), ...(out !== undefined && { files }) };
    return `${JSON.stringify(document, null, 2)}\n`;
  }
  if (out !== undefined) return files.map((path) => `${path}\n`).join("");
  const shown = format ?? "markdown";
  if (shown === "markdown" && !key && worksheet.exercises.length > 1)
    process.stderr.write("to have filled sheets checked, write one for each exercise: --out DIR\n");
  return textIn(shown, key ? "key" : "sheet", worksheet, render) ?? "";
}

async function renderOptions(
  { exercises: [exercise] }: Worksheet,
  source: ExerciseSource,
  { lang, formulas }: Options,
): Promise<WorksheetRenderOptions> {
  const words = await wordsOf(lang);
  const subject = source.subject(exercise.example);
  const title = subject.title(lang);
  return {
    words,
    conventions: subject.conventions(words, 0),
    formulas,
    ...(title !== undefined && { title }),
  };
}
