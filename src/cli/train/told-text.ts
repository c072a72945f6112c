import type { Prepared } from "../prepare.ts";
import { headingOf } from "./heading.ts";
import type { Results } from "./measure.ts";
import { resultText } from "./result-text.ts";
import type { Run } from "./run.ts";

/** What is about to be trained. */
export function begin(prepared: Prepared): void {
  process.stderr.write(`${headingOf(prepared)}\n\n`);
}

export function end(...what: [prepared: Prepared, run: Run, before: Results, after: Results]): void {
  process.stdout.write(resultText(...what));
}
