import { escapeXml } from "../explain/html/escape.ts";
import { formatNumber } from "../explain/page/numbers.ts";
import type { FullCatalogue } from "../locale/catalogue.ts";
import { metricNames } from "../nn/training.ts";
import type { Confusion, Report } from "./report.ts";
import { metricName, metricValue } from "./words.ts";

/** Larger tables say less than a list of the most frequent mistakes. */
const MOST_CLASSES = 20;
const MISTAKES = 20;

/** Loss and metrics of each part, a row for each. */
export function resultsToHtml({ results }: Report, words: FullCatalogue): string[] {
  if (!results) return [];
  const { reporting } = words;
  const parts = (["train", "validation", "test"] as const).flatMap((part) => {
    const metrics = results[part];
    return metrics ? [{ part, metrics }] : [];
  });
  const names = metricNames.filter((name) => parts.some(({ metrics }) => typeof metrics[name] === "number"));
  const rows = parts.map(({ part, metrics }) => [
    reporting.parts[part],
    formatNumber(metrics.loss ?? Number.NaN, { digits: 6 }),
    ...names.map((name) => {
      const value = metrics[name];
      return typeof value === "number" ? metricValue(name, value) : "";
    }),
  ]);
  const head = [reporting.part, reporting.loss, ...names.map((name) => metricName(name, words))];
  return tableToHtml(reporting.results, head, rows);
}

/** A table whose first column names its rows; on a narrow screen it scrolls within a box of its own. */
export function tableToHtml(
  label: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  cell: (text: string, row: number, column: number) => string = (text) => `<td>${escapeXml(text)}</td>`,
): string[] {
  return [
    `<div class="scroll grid" tabindex="0" role="group" aria-label="${escapeXml(label)}">`,
    "<table>",
    `<thead><tr>${head.map(headToHtml).join("")}</tr></thead>`,
    "<tbody>",
    ...rows.map(([name, ...values], row) => {
      const cells = values.map((text, column) => cell(text, row, column));
      return `<tr><th scope="row"><bdi>${escapeXml(name)}</bdi></th>${cells.join("")}</tr>`;
    }),
    "</tbody>",
    "</table>",
    "</div>",
  ];
}

function headToHtml(text: string): string {
  return text === "" ? "<td></td>" : `<th scope="col"><bdi>${escapeXml(text)}</bdi></th>`;
}

/** The table of what was taken for what, or of many classes the most frequent mistakes. */
export function confusionToHtml(confusion: Confusion, { reporting }: FullCatalogue): string[] {
  const { of, classes, counts } = confusion;
  const about = `<p>${escapeXml(reporting.confusionOf(reporting.parts[of]))}</p>`;
  if (classes.length > MOST_CLASSES) return mistakesToHtml(confusion, reporting);
  const sums = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const rows = counts.map((row, i) => [classes[i] ?? "", ...row.map((count) => count.toLocaleString("en"))]);
  const table = tableToHtml(reporting.confusion, ["", ...classes], rows, (text, row, column) => {
    const share = sums[row] > 0 ? counts[row][column] / sums[row] : 0;
    const kind = row === column ? "right" : "wrong";
    return `<td class="${kind}" style="--share:${Math.round(share * 100)}%">${escapeXml(text)}</td>`;
  });
  return [about, '<div class="confusion">', ...table, "</div>"];
}

function mistakesToHtml({ classes, counts }: Confusion, words: FullCatalogue["reporting"]): string[] {
  const mistakes = counts
    .flatMap((row, i) => row.map((count, j) => ({ of: i, as: j, count })))
    .filter(({ of, as, count }) => of !== as && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, MISTAKES);
  if (mistakes.length === 0) return [`<p>${escapeXml(words.noMistakes)}</p>`];
  const items = mistakes.map(({ of, as, count }) => {
    const text = words.mistaken(classes[of] ?? "", classes[as] ?? "", count.toLocaleString("en"));
    return `<li><bdi>${escapeXml(text)}</bdi></li>`;
  });
  return ["<ul>", ...items, "</ul>"];
}

/** Names with what they are, in two columns where there is room. */
export function factsToHtml(
  facts: readonly (readonly [name: string, values: readonly string[]])[],
): string[] {
  const rows = facts
    .filter(([, values]) => values.some((value) => value !== ""))
    .map(([name, values]) => {
      const items = values.map((value) => `<dd><bdi>${escapeXml(value)}</bdi></dd>`);
      return `<div><dt><bdi>${escapeXml(name)}</bdi></dt>${items.join("")}</div>`;
    });
  return rows.length === 0 ? [] : ['<dl class="facts">', ...rows, "</dl>"];
}
