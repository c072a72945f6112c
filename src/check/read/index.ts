import { InputError } from "../../tensor/error.ts";
import type { Working } from "../claim.ts";
import { contentsOfCsv } from "./csv.ts";
import { equationsOf } from "./equations.ts";
import { formulaOf } from "./formula.ts";
import { type Formula, type NameRef, Unread } from "./formula-tree.ts";
import { contentsOfLatex } from "./latex.ts";
import { linesOf, placesOf } from "./lines.ts";
import { contentsOfMarkdown } from "./markdown.ts";
import { digitsOf } from "./number.ts";
import type { Contents, Trouble } from "./passage.ts";
import { plainPassages } from "./plain.ts";
import { rowsOf } from "./rows.ts";
import { tokensOf } from "./token.ts";
import { contentsOfYaml } from "./yaml.ts";

export { stepOfName } from "./step.ts";
export type { NameRef };

/** How a working is written: lines of plain text, an article in Markdown or LaTeX, or a table of values. */
export type WorkingFormat = "lines" | "markdown" | "latex" | "yaml" | "csv";

export const MAX_WORKING_MIB = 4;
/** In characters. */
const MAX_TEXT = MAX_WORKING_MIB * 1024 * 1024;

const readers: Readonly<Record<WorkingFormat, (text: string) => Contents>> = {
  lines: (text) => ({ text, passages: plainPassages(text, 0, text.length) }),
  markdown: contentsOfMarkdown,
  latex: contentsOfLatex,
  yaml: contentsOfYaml,
  csv: contentsOfCsv,
};

export const workingFormats: readonly WorkingFormat[] = Object.keys(readers) as WorkingFormat[];

const formats: ReadonlyMap<string, WorkingFormat> = new Map([
  ["md", "markdown"],
  ["markdown", "markdown"],
  ["tex", "latex"],
  ["latex", "latex"],
  ["yaml", "yaml"],
  ["yml", "yaml"],
  ["json", "yaml"],
  ["csv", "csv"],
  ["tsv", "csv"],
]);

/** The format that the name of a file promises; plain lines where it promises none. */
export function formatOf(fileName: string): WorkingFormat {
  const extension = fileName.slice(fileName.lastIndexOf(".") + 1).toLowerCase();
  return formats.get(extension) ?? "lines";
}

/**
 * Reads what somebody's working claims. Nothing in it is executed, and nothing that looks like an equation is passed
 * over in silence.
 * @throws InputError if it is too long
 */
export function readWorking(text: string, options: { readonly format: WorkingFormat }): Working {
  if (text.length > MAX_TEXT) {
    throw new InputError(
      `expected a working of at most ${MAX_TEXT} characters (4 MiB), found ${text.length}`,
    );
  }
  const contents = readers[options.format](text.replace("\uFEFF", " "));
  const equations = equationsOf(
    rowsOf(contents.text, contents.passages, digitsOf(contents.text)),
    contents.text,
  );
  const placeOf = placesOf(text);
  const placed = ({ at, ...rest }: Trouble) => ({ ...rest, ...placeOf(at) });
  const { example } = contents;
  return {
    claims: equations.claims.map(({ at, ...claim }) => ({ ...claim, ...placeOf(at) })),
    lines: linesOf(text, 0, text.length).map(({ start, end }) => text.slice(start, end)),
    unread: [...(contents.trouble ?? []), ...equations.trouble].sort((a, b) => a.at - b.at).map(placed),
    ...(example && { example: { text: example.text, line: placeOf(example.at).line } }),
  };
}

/**
 * Reads an arithmetic expression over numbers and names in any spelling: `-delta_o1`, `(abs(out_o1#1) + 2)/4`.
 * @throws InputError that says what was expected, and at which column
 */
export function parseFormula(text: string): Formula {
  if (text.length > MAX_TEXT)
    throw new InputError(`expected at most ${MAX_TEXT} characters, found ${text.length}`);
  try {
    return formulaOf(tokensOf(text, 0, text.length, { decimalComma: false }), text);
  } catch (error) {
    if (error instanceof Unread) throw new InputError(error.message, { column: error.at + 1 });
    throw error;
  }
}
