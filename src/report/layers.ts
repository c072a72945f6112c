import { formatNumber } from "../explain/page/numbers.ts";
import type { FullCatalogue } from "../locale/catalogue.ts";
import type { Histogram, LayerNumbers } from "../train/histograms.ts";
import { axisOf } from "./axis.ts";
import { across, down, type Plot, type Tick, tickOf } from "./plot.ts";
import type { ReportMoment } from "./report.ts";
import { layerText } from "./words.ts";

/** Shades from few numbers to most. */
const SHADES = 8;

interface Moment {
  readonly epoch: number;
  readonly histogram: Histogram;
}

/** Names of layers that were looked at, in order. */
export function layersIn(moments: readonly ReportMoment[]): string[] {
  return [...new Set(moments.flatMap(({ layers }) => layers.map(({ layer }) => layer)))];
}

/** Where the numbers of a layer lay from moment to moment: a column for each, the darker the more. */
export function layerPlot(
  moments: readonly ReportMoment[],
  layer: string,
  of: "weights" | "gradients",
  words: FullCatalogue,
): Plot {
  const { reporting, colon } = words;
  const columns = moments.flatMap(({ epoch, layers }) => {
    const found = layers.find((one) => one.layer === layer);
    return found ? [{ epoch, histogram: found[of] }] : [];
  });
  const scale = of === "weights" ? plainScale(columns) : squeezedScale(columns);
  const [first, last] = [columns[0], columns[columns.length - 1]].map(({ histogram }) =>
    spreadText(histogram),
  );
  const name = `${layerText(layer, words)}${colon}${reporting[of]}`;
  return {
    caption: name,
    about: reporting.curve(name, columns.length, first, last),
    x: columns.flatMap(({ epoch }, i) => ticked(epoch, i, columns.length)),
    y: scale.ticks,
    drawing: cellsOf(columns, scale.place),
    unit: reporting.epoch,
  };
}

/** `0.01 ± 0.2` */
export function spreadText({ mean, deviation }: Histogram): string {
  const number = (value: number) => formatNumber(value, { digits: 3 });
  return `${number(mean)} ± ${number(deviation)}`;
}

/** The numbers of a layer at first and in the end. */
export function endsOf(
  moments: readonly ReportMoment[],
  layer: string,
): { first: LayerNumbers; last: LayerNumbers } | undefined {
  const found = moments.flatMap(({ layers }) => layers.filter((one) => one.layer === layer));
  return found.length === 0 ? undefined : { first: found[0], last: found[found.length - 1] };
}

/** The first column, the last, and two in between have their figure. */
function ticked(epoch: number, column: number, columns: number): Tick[] {
  const wanted = [0, Math.round((columns - 1) / 3), Math.round((2 * (columns - 1)) / 3), columns - 1];
  return wanted.includes(column) ? [{ place: (column + 0.5) / columns, text: String(epoch) }] : [];
}

interface Scale {
  readonly ticks: readonly Tick[];
  place(value: number): number;
}

function endsOfAll(columns: readonly Moment[]): [number, number] {
  return [
    Math.min(...columns.map(({ histogram }) => histogram.low)),
    Math.max(...columns.map(({ histogram }) => histogram.high)),
  ];
}

function plainScale(columns: readonly Moment[]): Scale {
  const axis = axisOf(endsOfAll(columns));
  return { ticks: axis.ticks.map((tick) => tickOf(tick, axis.place(tick))), place: axis.place };
}

/** asinh(x / unit): sizes below the unit keep their distances, larger ones stand as their logarithms. */
function squeezedScale(columns: readonly Moment[]): Scale {
  const [low, high] = endsOfAll(columns);
  const deviations = columns.map(({ histogram }) => histogram.deviation).filter((deviation) => deviation > 0);
  const most = Math.max(Math.abs(low), Math.abs(high)) || 1;
  const unit = Math.max(Math.min(...deviations, most), most / 1000);
  const squeezed = (value: number) => Math.asinh(value / unit);
  const [from, to] = [squeezed(low), squeezed(high) === squeezed(low) ? squeezed(low) + 1 : squeezed(high)];
  const place = (value: number) => (squeezed(value) - from) / (to - from);
  const power = 10 ** Math.floor(Math.log10(most));
  const sizes = [power, power / 10, power / 100].filter((size) => size >= unit / 2);
  const marks = [...sizes.map((size) => -size), 0, ...sizes].filter((value) => value >= low && value <= high);
  return { ticks: apart(marks.map((mark) => tickOf(mark, place(mark)))), place };
}

/** Without those that would stand on another. */
function apart(ticks: readonly Tick[]): Tick[] {
  const kept: Tick[] = [];
  for (const tick of [...ticks].sort((a, b) => a.place - b.place)) {
    if (kept.every(({ place }) => Math.abs(place - tick.place) > 0.09)) kept.push(tick);
  }
  return kept;
}

/** One path for each shade: a rectangle for each bin that holds numbers. */
function cellsOf(columns: readonly Moment[], place: (value: number) => number): string[] {
  const paths = Array.from({ length: SHADES }, () => [] as string[]);
  for (const [i, { histogram }] of columns.entries()) {
    const { low, high, counts } = histogram;
    const most = Math.max(...counts, 1);
    const [left, right] = [across(i / columns.length), across((i + 1) / columns.length)];
    for (const [bin, count] of counts.entries()) {
      if (count === 0) continue;
      const shade = Math.min(SHADES - 1, Math.floor((SHADES * count) / most));
      const at = (edge: number) => down(place(low + ((high - low) * edge) / counts.length));
      // what has no height is seen nevertheless
      const [bottom, top] = [at(bin), Math.min(at(bin + 1), at(bin) - 4)];
      paths[shade].push(`M${left} ${bottom}V${top}H${right}V${bottom}z`);
    }
  }
  return paths.flatMap((path, shade) =>
    path.length === 0 ? [] : [`<path class="shade s${shade + 1}" d="${path.join("")}"/>`],
  );
}
