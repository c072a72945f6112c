import { adviceText, type Finding, type FullCatalogue, findingText } from "../index.ts";

/** `warning after 200 steps: the loss rises …; try …`: one line, however long. */
export function warningLine(finding: Finding, words: FullCatalogue): string {
  const { warning, afterStep } = words.diagnosing;
  const when = finding.step === 0 ? "" : ` ${afterStep(finding.step.toLocaleString("en"))}`;
  return `${warning}${when}${words.colon}${findingText(finding, words)}; ${adviceText(finding, words)}`;
}
