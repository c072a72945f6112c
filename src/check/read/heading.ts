import type { Passage } from "./passage.ts";
import { bareHeading, stepOfHeading } from "./step.ts";

const SAMPLE =
  /^(?:(?:training |data )?sample|training example|data point) (?:no\. ?|#)?(\d{1,6})$|^(?:訓練|训练)?(?:樣本|样本) ?(\d{1,6})$|^第 ?(\d{1,6}) ?(?:個|个|筆|笔|組|组)? ?(?:訓練|训练)?(?:樣本|样本)$/iu;

/** A line that says after how many updates the numbers below it are, or of which sample, and nothing else. */
export function headingOf(line: string): Passage | undefined {
  const step = stepOfHeading(line);
  if (step !== undefined) return { kind: "step", step };
  const sample = sampleOfHeading(line);
  return sample === undefined ? undefined : { kind: "sample", sample };
}

/** `### Sample 2:` as 2. */
function sampleOfHeading(line: string): number | undefined {
  const found = SAMPLE.exec(bareHeading(line) ?? "");
  const written = found?.slice(1).find((group) => group !== undefined);
  return written === undefined ? undefined : Number(written);
}
