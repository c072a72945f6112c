import type { Prepared } from "../prepare.ts";
import type { Results } from "./measure.ts";
import { resultJson } from "./result-json.ts";
import type { Run } from "./run.ts";

/** Programs are told only what came of it. */
export function begin(): void {}

export function end(prepared: Prepared, run: Run, _before: Results, after: Results): void {
  process.stdout.write(`${JSON.stringify(resultJson(prepared, run, after), null, 2)}\n`);
}
