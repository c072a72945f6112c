import type { Catalogue } from "../../locale/catalogue.ts";
import type { Finding, Fork, Share, Why } from "../why.ts";
import type { PageLine, Section } from "./sections.ts";

/** The shares of a fork that are named one by one. */
const SHARES = 5;

/** Why a gradient is what it is, as lines of a page: factors, ways, and what stands out. */
export function whySection(why: Why, words: Catalogue, number: (value: number) => string): Section {
  const notes = (texts: readonly string[]): PageLine[] => texts.map((note) => ({ note }));
  const factors = why.factors.map(({ id, value }): PageLine => {
    return { indent: 0, label: { id }, value, forward: false };
  });
  return {
    title: { words: words.why.title(why.root, number(why.gradient)) },
    groups: [
      { lines: [...notes([words.why.factors]), ...factors] },
      ...why.forks.map((fork) => ({ lines: notes([forkText(fork)]) })),
      { lines: notes(why.findings.map(findingText)) },
    ],
  };

  function forkText({ at, kind, shares }: Fork): string {
    const named = shares.slice(0, SHARES).map(({ name, value, share }: Share) => {
      const label = kind === "samples" ? words.sample(name) : words.through(name);
      return `${label} ${number(value)} (${(100 * share).toFixed(0)}\u00a0%)`;
    });
    const left = shares.length - named.length;
    return words.why.fork(at, [...named, ...(left > 0 ? [words.moreTerms(left)] : [])]);
  }

  function findingText(finding: Finding): string {
    switch (finding.kind) {
      case "saturated":
        return words.why.saturated(finding.neuron, number(finding.slope));
      case "dead":
        return words.why.dead(finding.neuron);
      case "cancelling":
        return words.why.cancelling(finding.at, number(finding.sum), number(finding.size));
      default:
        return words.why[finding.kind](finding.layers, number(finding.factor));
    }
  }
}
