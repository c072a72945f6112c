import { type ExplanationJson, explanationToJson } from "../explain/json.ts";
import { explanationToText } from "../explain/text/text.ts";
import type { FullCatalogue } from "../locale/catalogue.ts";
import type { Finding } from "../train/diagnosis/finding.ts";
import type { FindingEvidence } from "./evidence.ts";
import { fill } from "./fill.ts";
import { adviceText, findingText } from "./text.ts";

/** What a training that was watched came to. */
export interface Diagnosis {
  readonly steps: number;
  readonly epochs: number;
  readonly findings: readonly { readonly finding: Finding; readonly evidence: FindingEvidence }[];
}

export interface DiagnosisTextOptions {
  readonly words: FullCatalogue;
  /** Columns of the terminal. */
  readonly width: number;
}

/** Enough to follow a calculation by. */
const PRECISION = { digits: 4 } as const;
const INDENT = 3;

/** A diagnosis as text for a terminal: each finding, what to try, and the derivation that shows it. */
export function diagnosisToText(diagnosis: Diagnosis, { words, width }: DiagnosisTextOptions): string {
  const { diagnosing } = words;
  const { findings } = diagnosis;
  const steps = diagnosis.steps.toLocaleString("en");
  const epochs = diagnosis.epochs.toLocaleString("en");
  if (findings.length === 0) return `${diagnosing.healthy(steps, epochs)}\n`;
  const parts = findings.map(({ finding, evidence }, i) => {
    const when = finding.step === 0 ? "" : `  (${diagnosing.afterStep(finding.step.toLocaleString("en"))})`;
    return [
      `${i + 1}  ${diagnosing.headings[finding.kind]}${when}`,
      ...fill(findingText(finding, words), width, INDENT),
      ...fill(`→ ${adviceText(finding, words)}`, width, INDENT),
      ...derivation(finding, evidence),
    ].join("\n");
  });
  return `${[diagnosing.summary(findings.length, steps, epochs), ...parts].join("\n\n")}\n`;

  function derivation({ shownBy }: Finding, evidence: FindingEvidence): string[] {
    if (evidence === undefined || !shownBy) return [];
    if (evidence === "too large") return ["", ...fill(diagnosing.tooLarge, width, INDENT)];
    const text = explanationToText(evidence, {
      precision: PRECISION,
      width: width - INDENT,
      words,
      // of many layers only the factors say something; everything that they come of is long
      only: evidence.explained.some(({ why }) => why) ? "why" : "derivations",
    });
    const samples = shownBy.rows.map((row) => row + 1);
    return [
      "",
      ...fill(diagnosing.shown(shownBy.part ?? "train", samples), width, INDENT),
      "",
      ...text
        .trimEnd()
        .split("\n")
        .map((line) => (line === "" ? "" : " ".repeat(INDENT) + line)),
    ];
  }
}

/** The same as data. */
export interface DiagnosisJson {
  readonly steps: number;
  readonly epochs: number;
  readonly healthy: boolean;
  readonly findings: readonly (Finding & {
    readonly text: string;
    readonly tries: string;
    readonly derivation?: ExplanationJson;
  })[];
}

export function diagnosisToJson({ steps, epochs, findings }: Diagnosis, words: FullCatalogue): DiagnosisJson {
  return {
    steps,
    epochs,
    healthy: findings.length === 0,
    findings: findings.map(({ finding, evidence }) => ({
      ...finding,
      text: findingText(finding, words),
      tries: adviceText(finding, words),
      ...(typeof evidence === "object" && { derivation: explanationToJson(evidence) }),
    })),
  };
}
