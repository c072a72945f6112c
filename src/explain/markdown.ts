import type { Catalogue } from "../locale/catalogue.ts";
import type { Explanation } from "./explain.ts";
import { escapeLatex, latex, nameToLatex, numberToLatex, symbolToLatex } from "./latex/latex.ts";
import { formatNumber, type Precision } from "./page/numbers.ts";
import { pageOf } from "./page/page.ts";
import { type WrittenRow, writeRow } from "./page/row.ts";
import type { Page, PageLine, PageRow, Section } from "./page/sections.ts";

export interface MarkdownOptions {
  readonly precision: Precision;
  readonly words: Catalogue;
  readonly title?: string;
  /** What the network is and what is agreed on, a phrase each. */
  readonly conventions?: readonly string[];
  /** Sums of more terms than this are folded. Default: 8. */
  readonly terms?: number;
}

/** An explanation as Markdown with formulas in LaTeX, as GitHub, Pandoc and most editors show it. */
export function explanationToMarkdown(explanation: Explanation, options: MarkdownOptions): string {
  const { precision, words, title, conventions = [], terms = 8 } = options;
  const number = (value: number) => formatNumber(value, precision);
  const page = pageOf(explanation, { words, number, terms });
  const writer = new Writer(page, words, precision);
  const body = page.sections.map((section) => writer.section(section));
  const notes = writer.approximate ? [...page.notes, words.approximately] : page.notes;
  const parts = [
    title === undefined ? "" : `# ${escapeMarkdown(title)}`,
    conventions.map((phrase) => `- ${escapeMarkdown(phrase)}`).join("\n"),
    ...body,
    notes.map((note) => `> ${escapeMarkdown(note)}`).join("\n>\n"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

class Writer {
  approximate = false;
  readonly #page: Page;
  readonly #words: Catalogue;
  readonly #precision: Precision;

  constructor(page: Page, words: Catalogue, precision: Precision) {
    this.#page = page;
    this.#words = words;
    this.#precision = precision;
  }

  section({ title, groups }: Section): string {
    const many = groups.length > 1;
    const parts = groups.flatMap(({ heading, lines }) => [
      ...(many && heading && lines.length > 0 ? [`### ${escapeMarkdown(heading)}`] : []),
      ...this.#lines(lines),
    ]);
    const remark = "remark" in title && title.remark ? [escapeMarkdown(title.remark)] : [];
    return [`## ${this.#title(title)}`, ...remark, ...parts].join("\n\n");
  }

  #title(title: Section["title"]): string {
    if ("words" in title) return escapeMarkdown(title.words);
    const name = `$${this.#symbol(title.id)}$`;
    if (title.heading === undefined) return name;
    const place = title.place ? ` (${escapeMarkdown(title.place)})` : "";
    return `${escapeMarkdown(title.heading)}${this.#words.colon}${name}${place}`;
  }

  /** Lines that are set in go into a table, the others stand alone. */
  #lines(lines: readonly PageLine[]): string[] {
    const parts: string[] = [];
    let table: PageRow[] = [];
    for (const line of lines) {
      if ("indent" in line && line.indent > 0) {
        table.push(line);
        continue;
      }
      if (table.length > 0) parts.push(this.#table(table));
      table = [];
      parts.push("note" in line ? escapeMarkdown(line.note) : this.#display(line));
    }
    return table.length > 0 ? [...parts, this.#table(table)] : parts;
  }

  #display(row: PageRow): string {
    const { formula, numbers, value, approximate } = this.#write(row);
    const equations = [
      this.#label(row),
      row.words === undefined ? formula : `\\text{${escapeLatex(row.words)}}`,
      numbers,
    ];
    const left = equations.filter((part) => part !== undefined).join(" = ");
    return `$$${left}${value === undefined ? "" : ` ${approximate ? "\\approx" : "="} ${value}`}$$`;
  }

  #table(rows: readonly PageRow[]): string {
    const { factor, formula, withNumbers, value } = this.#words.columns;
    const cells = rows.map((row) => {
      const written = this.#write(row);
      const label = "id" in row.label ? math(this.#label(row)) : escapeMarkdown(row.label.words);
      const result = written.value && `${written.approximate ? "\\approx " : ""}${written.value}`;
      return [
        `${"&emsp;".repeat(row.indent - 1)}${label}`,
        row.words === undefined ? math(written.formula) : escapeMarkdown(row.words),
        math(written.numbers),
        math(result),
      ];
    });
    const header = [factor, formula, withNumbers, value];
    return [header, ["---", "---", "---", "--:"], ...cells].map((row) => `| ${row.join(" | ")} |`).join("\n");
  }

  #label({ label }: PageRow): string {
    return "id" in label ? this.#symbol(label.id) : `\\text{${escapeLatex(label.words)}}`;
  }

  #symbol(id: string): string {
    const step = this.#page.steps.get(id);
    return step ? symbolToLatex(step.symbol) : nameToLatex(id);
  }

  #write(row: PageRow): WrittenRow {
    const written = writeRow(row, this.#page, {
      script: latex,
      symbol: (id) => this.#symbol(id),
      precision: this.#precision,
      inFormula: numberToLatex,
      dot: " \\cdot ",
      wideDot: " \\cdot ",
      cross: " \\times ",
    });
    this.approximate ||= written.approximate;
    return written;
  }
}

function math(text: string | undefined): string {
  // a bar would end the cell
  return text === undefined ? "" : `$${text.replaceAll("|", "\\vert ")}$`;
}

/** Somebody's words as text that Markdown shows and does not obey. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\p{Cc}]/gu, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/[\\`*_{}[\]$|#~]/g, "\\$&");
}
