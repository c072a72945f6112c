import { formatNumber } from "../../index.ts";
import { harmless, tableLines } from "../runs/table.ts";
import { GLANCE } from "../summary.ts";
import type { Tried } from "./run.ts";
import type { Setting } from "./settings.ts";

const FULL = "━";
const HALF = "╸";
const WIDEST_BAR = 30;

/** Best first: those that were trained longest, by their loss. */
export function ranked(tried: readonly Tried[]): Tried[] {
  const epochsOf = ({ record }: Tried) => record.result?.epochs ?? 0;
  // of infinite losses the difference is no number
  const byLoss = (a: Tried, b: Tried) => (a.loss === b.loss ? 0 : a.loss - b.loss);
  return [...tried].sort((a, b) => epochsOf(b) - epochsOf(a) || byLoss(a, b));
}

export function sweepJson(settings: readonly Setting[], tried: readonly Tried[], folder: string): object {
  const trials = ranked(tried).map(({ name, choice, record, loss, of }) => ({
    name,
    folder: `${folder}/${name}`,
    settings: Object.fromEntries(settings.map((setting, i) => [setting.name, choice[i]])),
    status: record.status,
    epochs: record.result?.epochs,
    of,
    loss: Number.isFinite(loss) ? loss : null,
    metrics: record.result?.metrics,
    sha256: record.result?.sha256,
  }));
  return { trials, best: trials[0] ?? null };
}

/** A table, with a bar for each loss. */
export function sweepText(
  settings: readonly Setting[],
  tried: readonly Tried[],
  folder: string,
  width: number,
): string {
  const best = ranked(tried);
  const [first] = best;
  if (!first) return "nothing was trained\n";
  const number = (value: number | undefined) => (value === undefined ? "" : formatNumber(value, GLANCE));
  const columns = [
    { head: "run", cells: best.map(({ name }) => name) },
    ...settings.map(({ name }, i) => ({
      head: harmless(name.split(".").at(-1) ?? name),
      cells: best.map(({ choice }) => harmless(String(choice[i]))),
      align: "right" as const,
    })),
    {
      head: "epochs",
      cells: best.map(({ record }) => String(record.result?.epochs ?? "")),
      align: "right" as const,
    },
    {
      head: `${first.of} loss`,
      cells: best.map(({ loss, record }) => (Number.isFinite(loss) ? number(loss) : record.status)),
      align: "right" as const,
    },
  ];
  const table = tableLines(columns, width);
  const room = Math.min(WIDEST_BAR, width - Math.max(...table.map(({ length }) => length)) - 2);
  const share = sharesOf(best.map(({ loss }) => loss));
  const wide = Math.max(...table.map(({ length }) => length));
  const lines = table.map((line, i) => {
    const loss = best[i - 1]?.loss;
    if (loss === undefined || !Number.isFinite(loss) || room < 4) return line;
    return `${line.padEnd(wide)}  ${barOf(share(loss), room)}`;
  });
  return [
    ...lines,
    "",
    `best: ${folder}/${first.name}, its example ${folder}/${first.name}.yaml`,
    ...(first.of === "train"
      ? ["judged by the training loss, for there is no validation part; training.validation sets one aside"]
      : []),
    "",
  ].join("\n");
}

/** From this ratio on, bars grow by factors. */
const LOGARITHMIC = 30;

/** How long the bar of a loss is, beside that of the worst. */
function sharesOf(losses: readonly number[]): (loss: number) => number {
  const finite = losses.filter(Number.isFinite);
  const [least, worst] = [Math.min(...finite), Math.max(...finite)];
  if (!(least > 0) || worst / least < LOGARITHMIC) return (loss) => Math.max(0, loss / worst);
  return (loss) => (Math.log(loss / least) + 1) / (Math.log(worst / least) + 1);
}

function barOf(share: number, room: number): string {
  const halves = Math.max(1, Math.round(share * room * 2));
  return FULL.repeat(Math.floor(halves / 2)) + (halves % 2 === 1 ? HALF : "");
}
