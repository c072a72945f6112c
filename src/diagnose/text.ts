import { formatNumber } from "../explain/page/numbers.ts";
import type { FullCatalogue } from "../locale/catalogue.ts";
import type { FindingFacts } from "../locale/diagnosing.ts";
import type { Finding, FindingKind } from "../train/diagnosis/finding.ts";

/** Enough to judge by. */
const DIGITS = { digits: 3 } as const;

/** What is a part of something is read as a percentage. */
const PERCENTAGES: readonly FindingKind[] = ["loss-oscillating", "loss-not-falling"];

/** A finding in words: one sentence, without its full stop. */
export function findingText(finding: Finding, words: FullCatalogue): string {
  return words.diagnosing.findings[finding.kind](factsOf(finding, words));
}

/** What to try, in words: one sentence, without its full stop. */
export function adviceText({ advice }: Finding, words: FullCatalogue): string {
  return words.diagnosing.tries(advice.map((word) => words.diagnosing.advice[word]));
}

function factsOf(finding: Finding, words: FullCatalogue): FindingFacts {
  const { kind, layer = "", by = "", about, count = about.length, among = 0, measured, threshold } = finding;
  const layerText = (name: string) => {
    const [, number] = /^layers\.(\d+)$/.exec(name) ?? [];
    return number === undefined ? name : words.layer(Number(number));
  };
  const number = (value: number) =>
    PERCENTAGES.includes(kind)
      ? `${formatNumber(100 * value, { digits: 2 })}\u00a0%`
      : formatNumber(value, DIGITS);
  return {
    layer: layerText(layer),
    by,
    about: about.map(layerText),
    count,
    among,
    measured: number(measured),
    threshold: number(threshold),
  };
}
