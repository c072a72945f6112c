import { Command, Option } from "commander";
import {
  type CheckedJson,
  type CheckSubject,
  type ClassEntry,
  checkedToJson,
  checkWorking,
  classToText,
  commonestMistakes,
  InputError,
  type Language,
  type ReportOptions,
  type WorkingFormat,
  workingFormats,
  workingToText,
} from "../index.ts";
import { colorsFor } from "./colors.ts";
import { correct } from "./correct.ts";
import { exitCodes } from "./exit-codes.ts";
import { terminalWidth } from "./options.ts";
import { loadSubject, type Subject, subjectInArticle } from "./subject.ts";
import { languageOption, wordsOf } from "./words.ts";
import { findWorkings, isFolder, type Judgement, type LoadedWorking, loadWorking } from "./workings.ts";

interface Options {
  readonly hint?: boolean;
  readonly marks?: boolean;
  readonly all?: boolean;
  readonly fix?: boolean;
  readonly write?: boolean;
  readonly readAs?: WorkingFormat;
  readonly lang: Language;
  readonly json?: boolean;
}

const EXAMPLES = `
A working is lines of "name = value", a Markdown or LaTeX article with its equations, YAML or CSV; names may be spelled
in any usual way. An article may hold its example itself, in its front matter or in a block fenced as \`\`\`backstep.
The exit code is 1 where something is wrong.

Examples:
  backstep check examples/by-example.yaml homework.md
  backstep check examples/by-example.yaml homework.md --hint
  backstep check examples/by-example.yaml class/
  backstep check article.md --fix`;

export function checkCommand(finish: (code: number) => void): Command {
  return new Command("check")
    .summary("judge a calculation done by hand, and name its first mistake")
    .description(
      "Judges every number of a working: which is the first that is wrong, what was done there, and how it is done.",
    )
    .argument("<file>", "an example file; or an article that holds its example, to be checked itself")
    .argument("[workings...]", "the workings: files, folders of them, or - for standard input")
    .option("--hint", "the step that went wrong, without the answer")
    .option("--marks", "marks for method and accuracy beside the numbers (default: of WORKING)")
    .option("--no-marks", "no marks")
    .option("--all", "every number, of long workings too")
    .option("--fix", "print the corrected numbers as a diff")
    .option("--write", "with --fix: write them to the working as well")
    .addOption(
      new Option("--read-as <format>", "of the workings (default: by their names)").choices(workingFormats),
    )
    .addOption(languageOption("of the words"))
    .option("--json", "print one JSON document")
    .addHelpText("after", EXAMPLES)
    .action(async (file: string, workings: string[], options: Options) => {
      if (options.write && !options.fix)
        throw new InputError("--write: expected --fix, whose corrections it writes");
      const isAlone = workings.length === 0;
      const subject = isAlone ? undefined : await subjectFrom(file);
      const found = await findWorkings(isAlone ? [file] : workings);
      const judgements = await judgeAll(found, subject, options);
      const isClass = judgements.length > 1 || (await isFolder(isAlone ? file : workings[0]));
      if (options.fix) finish((await correct(judgements, options)) ? exitCodes.done : exitCodes.wanting);
      else {
        process.stdout.write(await report(judgements, isClass, isAlone, options));
        finish(judgements.every(isFine) ? exitCodes.done : exitCodes.wanting);
      }
    });
}

/** The example of a file, or of an article that holds one. */
async function subjectFrom(file: string): Promise<CheckSubject> {
  if (/\.(?:md|markdown)$/i.test(file)) return subjectIn(await loadWorking({ path: file, file }));
  return checkSubject(await loadSubject(file));
}

function subjectIn({ working, file }: LoadedWorking): CheckSubject {
  const { example } = working;
  if (!example) {
    const how = "in its front matter (backstep: 1 …) or in a block fenced as ```backstep";
    throw new InputError(
      `expected an example ${how}, found none   check FILE WORKING reads it from a file of its own`,
      {
        file,
      },
    );
  }
  return checkSubject(subjectInArticle(example.text, example.line, file));
}

function checkSubject({ at, author }: Subject): CheckSubject {
  return { at, ...author };
}

async function judgeAll(
  found: readonly { path: string; file: string }[],
  given: CheckSubject | undefined,
  { readAs, json }: Options,
): Promise<Judgement[]> {
  const judgements: Judgement[] = [];
  for (const place of found) {
    const loaded = await loadWorking(place, readAs);
    if (given && loaded.working.example)
      process.stderr.write(`${place.file}: holds an example of its own, which is not used\n`);
    const subject = given ?? subjectIn(loaded);
    judgements.push({ ...loaded, subject, checked: checkWorking(subject, loaded.working) });
    if (!json && process.stderr.isTTY && found.length > 1)
      process.stderr.write(
        judgements.length < found.length ? `\r\x1b[K${judgements.length}/${found.length}` : "\r\x1b[K",
      );
  }
  return judgements;
}

/** Was something judged, and nothing found wrong? */
function isFine({ checked: { claims } }: Judgement): boolean {
  const isJudged = claims.some(({ id, verdict }) => id !== undefined || verdict !== "unrecognised");
  return isJudged && claims.every(({ verdict }) => verdict !== "wrong" && verdict !== "carried");
}

async function report(
  judgements: readonly Judgement[],
  isClass: boolean,
  isAlone: boolean,
  options: Options,
): Promise<string> {
  const words = await wordsOf(options.lang);
  if (options.json)
    return `${JSON.stringify(isClass ? classJson(judgements) : jsonOf(judgements[0]), null, 2)}\n`;
  if (isClass) return classToText(classOf(judgements), words);
  const [{ subject, working, checked, file }] = judgements;
  return workingToText(subject, working, checked, {
    words,
    width: terminalWidth(),
    title: file,
    hint: options.hint ?? false,
    // whoever checks an article of his own has not asked for marks
    marks: options.marks ?? !isAlone,
    all: options.all ?? false,
    paint: painter(),
  });
}

function painter(): NonNullable<ReportOptions["paint"]> {
  const { red, yellow, bold, dim } = colorsFor(process.stdout);
  return (what, text) => {
    if (what === "wrong") return red(text);
    if (what === "carried" || what === "unknown") return yellow(text);
    if (what === "title") return bold(text);
    return what === "aside" ? dim(text) : text;
  };
}

function jsonOf({ subject, working, checked }: Judgement): CheckedJson {
  return checkedToJson(subject, working, checked);
}

function classOf(judgements: readonly Judgement[]): ClassEntry[] {
  return judgements.map((judgement) => ({ file: judgement.file, checked: jsonOf(judgement) }));
}

function classJson(judgements: readonly Judgement[]): unknown {
  const entries = classOf(judgements);
  return {
    files: entries.map(({ file, checked }) => ({ file, ...checked })),
    commonest: commonestMistakes(entries),
  };
}
