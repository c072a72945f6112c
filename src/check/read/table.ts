import type { Line } from "./lines.ts";
import { cleaned } from "./name.ts";
import type { Passage } from "./passage.ts";

const DELIMITER = /^[\s|:-]+$/;

const nameWords: ReadonlySet<string> = words(
  "name quantity variable symbol parameter weight what node neuron 名稱 名称 量 變量 变量 符號 符号 參數 参数 權重 权重",
);
const valueWords: ReadonlySet<string> = words(
  "value result number answer output 值 數值 数值 結果 结果 答案",
);
const stepWords: ReadonlySet<string> = words(
  "step steps updates iteration iterations 步 步數 步数 次數 次数",
);

/** What a column says about the neuron or the weight of its row, by its title. */
const aspects: readonly (readonly [RegExp, (name: string) => string])[] = [
  [/^(?:net|net input|z|淨輸入|净输入)$/, (name) => `net_${name}`],
  [/^(?:out|output|a|activation|輸出|输出)$/, (name) => `out_${name}`],
  [/^(?:δ|\\delta|delta)$/, (name) => `delta_${name}`],
  [/^(?:gradient|grad|梯度)$/, (name) => `dE/d${name}`],
  [/^(?:old|old value|before|舊值|旧值)$/, (name) => name],
  [/^(?:new|new value|updated|新值)$/, (name) => `${name}⁺`],
];

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}

/** In which columns a table has the names, the values, and the number of updates. */
export interface Columns {
  readonly name: number;
  readonly value: number;
  readonly step: number;
}

/** What the header of a table says about its columns; undefined where it names none for the values. */
export function columnsOf(header: readonly string[]): Columns | undefined {
  const cells = header.map((cell) => cleaned(cell).toLowerCase());
  const find = (among: ReadonlySet<string>) => cells.findIndex((cell) => among.has(cell));
  const [name, value, step] = [find(nameWords), find(valueWords), find(stepWords)];
  return name === -1 || value === -1 ? undefined : { name, value, step };
}

/** Does a table of Markdown begin with these two lines? */
export function isTableStart(header: string, below: string): boolean {
  return header.includes("|") && below.includes("|") && below.includes("-") && DELIMITER.test(below);
}

/**
 * The rows of a table with a column of names and one of values, or several that say what of the named they are, below
 * its header; undefined where it has none.
 */
export function tablePassages(text: string, lines: readonly Line[]): Passage[] | undefined {
  const [header, , ...rows] = lines.map((line) => cellsOf(text, line));
  const titles = header.map(({ start, end }) => text.slice(start, end));
  const described = aspectsOf(titles);
  if (described) return rows.flatMap((cells) => aspectEntries(text, cells, described));
  const columns = columnsOf(titles) ?? (titles.length === 2 ? { name: 0, value: 1, step: -1 } : undefined);
  return columns && rows.flatMap((cells) => entryOf(text, cells, columns));
}

/** What each column is of the name in the first; undefined where fewer than two say so. */
function aspectsOf(
  titles: readonly string[],
): readonly (((name: string) => string) | undefined)[] | undefined {
  const [first, ...others] = titles.map((title) => cleaned(title).toLowerCase());
  if (!nameWords.has(first)) return undefined;
  const found = others.map((title) => aspects.find(([pattern]) => pattern.test(title))?.[1]);
  return found.filter((aspect) => aspect !== undefined).length > 1 ? found : undefined;
}

function aspectEntries(
  text: string,
  [named, ...cells]: readonly Line[],
  described: NonNullable<ReturnType<typeof aspectsOf>>,
): Passage[] {
  const name = named && cleaned(text.slice(named.start, named.end));
  return cells.flatMap((cell, i): Passage[] => {
    const aspect = described[i];
    return name && aspect ? [{ kind: "entry", name: aspect(name), ...cell }] : [];
  });
}

function entryOf(text: string, cells: readonly Line[], columns: Columns): Passage[] {
  const [name, value, step] = [cells[columns.name], cells[columns.value], cells[columns.step]];
  if (!name || !value) return [];
  const entry = { kind: "entry", name: cleaned(text.slice(name.start, name.end)), ...value } as const;
  return [step ? { ...entry, ...stepOf(text.slice(step.start, step.end)) } : entry];
}

/** The number of updates in a cell, where it is one. */
export function stepOf(cell: string): { readonly step?: number } {
  return /^\s*\d{1,9}\s*$/.test(cell) ? { step: Number(cell) } : {};
}

/** The cells of a line between its bars, without blanks around them; `\|` is no bar. */
function cellsOf(text: string, { start, end }: Line): Line[] {
  const cells: Line[] = [];
  let from = start;
  for (let at = start; at <= end; at++) {
    if (at < end && text[at] === "\\") at++;
    else if (at === end || text[at] === "|") {
      cells.push(trimmed(text, from, at));
      from = at + 1;
    }
  }
  // bars at the edges of a line have nothing outside of them
  return cells.filter(({ start: a, end: b }, i) => a < b || (i > 0 && i < cells.length - 1));
}

function trimmed(text: string, from: number, to: number): Line {
  let [start, end] = [from, Math.max(from, to)];
  while (start < end && /\s/.test(text[start])) start++;
  while (end > start && /\s/.test(text[end - 1])) end--;
  return { start, end };
}
