import { adviceText, findingText } from "../diagnose/text.ts";
import { escapeXml } from "../explain/html/escape.ts";
import { htmlPage } from "../explain/html/page.ts";
import { formatNumber } from "../explain/page/numbers.ts";
import type { FullCatalogue } from "../locale/catalogue.ts";
import type { Finding } from "../train/diagnosis/finding.ts";
import { curvesOf } from "./curves.ts";
import { endsOf, layerPlot, layersIn, spreadText } from "./layers.ts";
import { plotToHtml } from "./plot.ts";
import type { Report } from "./report.ts";
import { REPORT_STYLE } from "./style.ts";
import { confusionToHtml, factsToHtml, resultsToHtml, tableToHtml } from "./tables.ts";
import { durationText, layerText, timeText } from "./words.ts";

/** A run as one HTML page, which needs no script, no network and no other file, and prints. */
export function reportToHtml(report: Report, words: FullCatalogue): string {
  const { reporting } = words;
  const { confusion, phrases, settings } = report;
  const items = phrases.map((phrase) => `<li><bdi>${escapeXml(phrase)}</bdi></li>`);
  return htmlPage(words, {
    title: report.title ?? reporting.untitled,
    style: REPORT_STYLE,
    body: [
      ...(items.length === 0 ? [] : ['<ul class="conventions">', ...items, "</ul>"]),
      ...section(reporting.results, resultsToHtml(report, words)),
      ...section(reporting.curves, curvesToHtml(report, words)),
      ...section(reporting.findings, findingsToHtml(report.findings, words)),
      ...section(reporting.confusion, confusion ? confusionToHtml(confusion, words) : []),
      ...section(reporting.layers, layersToHtml(report, words)),
      ...section(reporting.run, factsToHtml(factsOf(report, words))),
      ...section(reporting.settings, factsToHtml(settings.map(([path, value]) => [path, [value]]))),
    ],
  });
}

function section(heading: string, body: readonly string[]): string[] {
  return body.length === 0 ? [] : ["<section>", `<h2>${escapeXml(heading)}</h2>`, ...body, "</section>"];
}

function curvesToHtml(report: Report, words: FullCatalogue): string[] {
  const plots = curvesOf(report, words);
  if (plots.length === 0) return [`<p>${escapeXml(words.reporting.noCurves)}</p>`];
  return ['<div class="plots">', ...plots.map(plotToHtml), "</div>"];
}

function findingsToHtml(findings: readonly Finding[], words: FullCatalogue): string[] {
  const { diagnosing, reporting } = words;
  if (findings.length === 0) return [`<p>${escapeXml(reporting.healthy)}</p>`];
  return findings.map((finding) => {
    const when = diagnosing.afterStep(finding.step.toLocaleString("en"));
    const heading = `${diagnosing.headings[finding.kind]}${finding.step > 0 ? `${words.comma}${when}` : ""}`;
    return [
      '<div class="finding">',
      `<h3><bdi>${escapeXml(heading)}</bdi></h3>`,
      `<p><bdi>${escapeXml(findingText(finding, words))}</bdi></p>`,
      `<p><bdi>${escapeXml(adviceText(finding, words))}</bdi></p>`,
      "</div>",
    ].join("\n");
  });
}

function layersToHtml({ moments }: Report, words: FullCatalogue): string[] {
  const { reporting } = words;
  const layers = layersIn(moments);
  if (layers.length === 0) return [];
  const plots = layers.flatMap((layer) => [
    layerPlot(moments, layer, "weights", words),
    layerPlot(moments, layer, "gradients", words),
  ]);
  const rows = layers.flatMap((layer) => {
    const ends = endsOf(moments, layer);
    if (!ends) return [];
    const { first, last } = ends;
    const spreads = [first.weights, last.weights, first.gradients, last.gradients].map(spreadText);
    return [[layerText(layer, words), ...spreads]];
  });
  const when = [reporting.atFirst, reporting.atLast];
  const columns = [reporting.weights, reporting.gradients].flatMap((what) =>
    when.map((moment) => `${what}${words.comma}${moment}`),
  );
  return [
    `<p>${escapeXml(reporting.layersAbout)}</p>`,
    '<div class="plots">',
    ...plots.map(plotToHtml),
    "</div>",
    ...tableToHtml(reporting.layers, ["", ...columns], rows),
  ];
}

function factsOf(report: Report, words: FullCatalogue): [string, string[]][] {
  const { reporting } = words;
  const { facts } = reporting;
  const { epochs, steps, bestEpoch, ended, sha256 } = report;
  const number = (value: number) => value.toLocaleString("en");
  const done = epochs.done === undefined ? "" : `${number(epochs.done)} / `;
  return [
    [facts.status, [reporting.status[report.status]]],
    [facts.example, [report.example]],
    [facts.started, [timeText(report.started)]],
    [facts.resumed, report.resumed.map((step) => reporting.resumedAt(number(step)))],
    [facts.ended, ended === undefined ? [] : [timeText(ended)]],
    [facts.took, [durationText(report.seconds, words)]],
    [facts.epochs, [`${done}${number(epochs.planned)}`]],
    [facts.steps, steps === undefined ? [] : [number(steps)]],
    [facts.best, bestEpoch === undefined ? [] : [number(bestEpoch)]],
    [facts.machine, [report.machine.join(words.comma)]],
    [facts.versions, [report.versions.join(words.comma)]],
    [
      facts.data,
      report.data.map(
        ({ path, bytes, sha256 }) =>
          `${path}${words.comma}${reporting.bytes(formatNumber(bytes, { digits: 15 }))}${words.comma}SHA-256 ${sha256}`,
      ),
    ],
    [facts.parameters, sha256 === undefined ? [] : [sha256]],
  ];
}
