import { strToU8, zipSync } from "fflate";
import {
  exerciseToMarkdown,
  keyToHtml,
  keyToLatex,
  keyToMarkdown,
  type Worksheet,
  type WorksheetRenderOptions,
  worksheetToHtml,
  worksheetToLatex,
  worksheetToMarkdown,
  worksheetToMoodle,
  worksheetToQti,
} from "../index.ts";

export const worksheetFormats = ["markdown", "html", "latex", "moodle", "qti"] as const;
export type WorksheetFormat = (typeof worksheetFormats)[number];

export type Files = ReadonlyMap<string, string | Uint8Array>;

type Write = (worksheet: Worksheet, options: WorksheetRenderOptions) => string;

/** What is printed: for learners, and for whoever marks them. */
const printed: Readonly<Record<"markdown" | "html" | "latex", { sheet: Write; key: Write; suffix: string }>> =
  {
    markdown: { sheet: markdown, key: keyToMarkdown, suffix: "md" },
    html: { sheet: worksheetToHtml, key: keyToHtml, suffix: "html" },
    latex: { sheet: worksheetToLatex, key: keyToLatex, suffix: "tex" },
  };

/** The text of a worksheet, or of its key; undefined where it is not one text, or there is no key apart. */
export function textIn(
  format: WorksheetFormat,
  part: "sheet" | "key",
  worksheet: Worksheet,
  options: WorksheetRenderOptions,
): string | undefined {
  if (format === "qti") return undefined;
  if (format !== "moodle") return printed[format][part](worksheet, options);
  return part === "sheet" ? worksheetToMoodle(worksheet, options) : undefined;
}

/** A single exercise holds its example, so that it can be checked. */
function markdown(worksheet: Worksheet, options: WorksheetRenderOptions): string {
  const [exercise] = worksheet.exercises;
  return worksheet.exercises.length === 1
    ? exerciseToMarkdown(worksheet, exercise, options)
    : worksheetToMarkdown(worksheet, options);
}

/**
 * The files of a worksheet by their paths.
 * @param keysOnly nothing of what learners get
 */
export function filesOf(
  formats: readonly WorksheetFormat[],
  keysOnly: boolean,
  worksheet: Worksheet,
  options: WorksheetRenderOptions,
): Files {
  return new Map(
    formats.flatMap((format): [string, string | Uint8Array][] => {
      if (format === "moodle") return keysOnly ? [] : [["moodle.xml", worksheetToMoodle(worksheet, options)]];
      if (format === "qti") return keysOnly ? [] : packageOf(worksheetToQti(worksheet, options));
      const { sheet, key, suffix } = printed[format];
      const sheets: [string, string][] =
        format === "markdown"
          ? pagesOf(worksheet, options)
          : [[`worksheet.${suffix}`, sheet(worksheet, options)]];
      return [...(keysOnly ? [] : sheets), [`key.${suffix}`, key(worksheet, options)]];
    }),
  );
}

/** A page for each exercise, with its own example. */
function pagesOf(worksheet: Worksheet, options: WorksheetRenderOptions): [string, string][] {
  const { exercises } = worksheet;
  const width = String(exercises.length).length;
  return exercises.map((exercise) => [
    exercises.length === 1 ? "worksheet.md" : `worksheet-${String(exercise.number).padStart(width, "0")}.md`,
    exerciseToMarkdown(worksheet, exercise, options),
  ]);
}

/** The same package as a folder and as the archive that learning platforms take. */
function packageOf(files: ReadonlyMap<string, string>): [string, string | Uint8Array][] {
  const entries = [...files].map(([name, text]): [string, Uint8Array] => [name, strToU8(text)]);
  return [
    ...[...files].map(([name, text]): [string, string] => [`qti/${name}`, text]),
    // without the time of day the same worksheet is the same file
    ["qti.zip", zipSync(Object.fromEntries(entries), { mtime: new Date(1980, 0, 1) })],
  ];
}
