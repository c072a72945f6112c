import { formatNumber, type Session } from "../../index.ts";
import { confusionText, metricsText } from "../metrics.ts";
import type { Prepared } from "../prepare.ts";
import { counted, GLANCE } from "../summary.ts";
import type { Results } from "./measure.ts";
import type { Run } from "./run.ts";

/** Up to this many numbers, what the network says to each sample is shown. */
const OUTPUTS_SHOWN = 16;

/** What came of a training, for people. */
export function resultText({ data, session }: Prepared, run: Run, before: Results, after: Results): string {
  const number = (value: number) => formatNumber(value, GLANCE);
  const parts = (["train", "validation", "test"] as const).filter((part) => after[part] !== undefined);
  const wide = Math.max(...parts.map((part) => part.length), 5);
  const rows = parts.flatMap((part) => {
    const [was, is] = [before[part], after[part]];
    if (!was || !is) return [];
    const loss = `${part.padEnd(wide)}  loss ${number(was.loss)} → ${number(is.loss)}`;
    return [[loss, ...metricsText(was, is)].join("     ")];
  });
  const took = `${counted(session.stepsTaken, "step")}, ${counted(run.epochs, "epoch")} in ${run.seconds.toFixed(run.seconds < 10 ? 2 : 0)} s`;
  return [
    run.stopped ? `stopped by Ctrl-C after ${took}` : took,
    ...bestText(run),
    ...rows,
    ...confusionText(after.test ?? after.train, data.train.classes),
    ...outputsOf(session, data).map(({ output, target }) => `  ${output.padEnd(30)}  target ${target}`),
    "",
  ].join("\n");
}

/** Which epoch the parameters are of, where the best was looked out for. */
function bestText({ trained }: Run): string[] {
  if (trained?.best === undefined) return [];
  const ended = trained.stoppedEarly ? "stopped early; " : "";
  return [`${ended}lowest loss in epoch ${trained.best}`];
}

/** What a hand-sized network says, beside what it should say. */
function outputsOf(
  session: Session,
  { train: samples, encoding: { label } }: Prepared["data"],
): { output: string; target: string }[] {
  const { predictions } = session.measure(samples);
  const [count, outputs] = samples.targets.shape;
  if (predictions.length > OUTPUTS_SHOWN) return [];
  // in the units that the label had before it was scaled
  const own = (value: number, output: number): number =>
    label.kind === "number" ? value * label.divisor[output] + label.shift[output] : value;
  return [...predictions].map((value, i) => {
    const name = `out_o${(i % outputs) + 1}${count > 1 ? `#${Math.floor(i / outputs) + 1}` : ""}`;
    return {
      output: `${name} = ${formatNumber(own(value, i % outputs), GLANCE)}`,
      target: formatNumber(own(samples.targets.values[i], i % outputs), GLANCE),
    };
  });
}
