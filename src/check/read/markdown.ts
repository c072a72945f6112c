import { withoutBetween } from "./latex.ts";
import { type Line, linesOf } from "./lines.ts";
import type { Contents, Passage } from "./passage.ts";
import { plainPassages } from "./plain.ts";
import { prosePassages } from "./prose.ts";
import { isTableStart, tablePassages } from "./table.ts";

/** A stretch of lines of one sort; `info` is what stands behind the mark of a fence. */
interface Block extends Line {
  readonly kind: "prose" | "table" | "fence";
  readonly info: string;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})([^`]{0,200})$/;
const EXAMPLE_KEY = /^backstep[ \t]*:/m;
const EXAMPLE = /^(?:ya?ml |json )?backstep$/;
const PLAIN = /^(?:text|txt|plain|plaintext|output)?$/;
const MATHS = /^(?:math|latex|tex)$/;
/** Stars that make text bold; between two values they are a power. */
const BOLD = /(?<![^\s|=≈:(])\*\*(?=\S)|(?<=\S)\*\*(?![^\s|.,;:=≈)])/g;

/** The equations of an article in Markdown, and the example that it holds. */
export function contentsOfMarkdown(written: string): Contents {
  const text = withoutBetween(written, "<!--", "-->").replaceAll(BOLD, "  ");
  const front = frontMatterOf(text);
  const blocks = blocksOf(text, linesOf(text, front?.end ?? 0, text.length));
  const source =
    front && EXAMPLE_KEY.test(text.slice(front.start, front.end)) ? front : blocks.find(isExample);
  return {
    text,
    passages: blocks.flatMap((block) => passagesOf(text, block)),
    ...(source && { example: { text: written.slice(source.start, source.end), at: source.start } }),
  };
}

function isExample({ kind, info }: Block): boolean {
  return kind === "fence" && EXAMPLE.test(info);
}

/** What stands between the two lines of dashes that a file begins with. */
function frontMatterOf(text: string): Line | undefined {
  const [first, ...rest] = linesOf(text, 0, text.length);
  const isRule = (line: Line) => /^(?:---|\.\.\.)\s*$/.test(text.slice(line.start, line.end));
  if (!first || text.slice(first.start, first.end).trim() !== "---") return undefined;
  const close = rest.find(isRule);
  return close && { start: rest[0].start, end: close.start };
}

function blocksOf(text: string, lines: readonly Line[]): Block[] {
  const written = lines.map(({ start, end }) => text.slice(start, end));
  const blocks: Block[] = [];
  const add = (kind: Block["kind"], from: number, to: number, info: string) => {
    const end = lines[to]?.start ?? text.length;
    if (from < lines.length) blocks.push({ kind, info, start: lines[from].start, end });
  };
  let prose = 0;
  for (let i = 0; i < lines.length; ) {
    const fence = FENCE.exec(written[i]);
    const isTable = !fence && isTableStart(written[i], written[i + 1] ?? "");
    if (!fence && !isTable) {
      i++;
      continue;
    }
    if (prose < i) add("prose", prose, i, "");
    const end = fence ? fenceEnd(written, i, fence[1]) : tableEnd(written, i);
    if (fence) add("fence", i + 1, end, fence[2].trim().toLowerCase());
    else add("table", i, end, "");
    prose = fence ? end + 1 : end;
    i = prose;
  }
  if (prose < lines.length) add("prose", prose, lines.length, "");
  return blocks;
}

/** The line that closes a fence, or the end. */
function fenceEnd(lines: readonly string[], open: number, mark: string): number {
  let end = open + 1;
  while (end < lines.length && !closes(lines[end].trim(), mark)) end++;
  return end;
}

function closes(line: string, mark: string): boolean {
  return line.startsWith(mark) && line === mark[0].repeat(line.length);
}

function tableEnd(lines: readonly string[], start: number): number {
  let end = start + 1;
  while (end < lines.length && lines[end].includes("|")) end++;
  return end;
}

function passagesOf(text: string, block: Block): Passage[] {
  const { kind, info, start, end } = block;
  if (kind === "prose") return prosePassages(text, start, end);
  if (kind === "table")
    return tablePassages(text, linesOf(text, start, end)) ?? prosePassages(text, start, end);
  if (PLAIN.test(info)) return plainPassages(text, start, end);
  if (!MATHS.test(info)) return [];
  // without row ends of TeX, the lines are the rows
  const isDisplay = /\\|\begin\{/.test(text.slice(start, end));
  return isDisplay ? [{ kind: "maths", start, end }] : plainPassages(text, start, end);
}
