import { formatNumber } from "../explain/page/numbers.ts";
import type { FullCatalogue } from "../locale/catalogue.ts";
import { type Axis, axisOf } from "./axis.ts";
import { across, down, type Plot, SIDE, tickOf } from "./plot.ts";
import type { Report, ReportPoint } from "./report.ts";
import { metricName } from "./words.ts";

interface Series {
  readonly kind: "train" | "validation";
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** The curves of a run: the loss of each part, and each metric. */
export function curvesOf({ points, bestEpoch }: Report, words: FullCatalogue): Plot[] {
  const { reporting } = words;
  const { parts } = reporting;
  const losses: Series[] = [
    { kind: "train", name: parts.train, points: pointsOf(points, ({ loss }) => loss) },
    { kind: "validation", name: parts.validation, points: pointsOf(points, ({ validation }) => validation) },
  ];
  const names = [...new Set(points.flatMap(({ metrics = {} }) => Object.keys(metrics)))];
  return [
    plotOf(reporting.loss, losses, bestEpoch, words),
    ...names.map((name) => {
      const kind = points.some(({ of }) => of === "validation") ? "validation" : "train";
      const series = {
        kind,
        name: parts[kind],
        points: pointsOf(points, ({ metrics }) => metrics?.[name]),
      } as const;
      return plotOf(metricName(name, words), [series], bestEpoch, words);
    }),
  ].flatMap((plot) => plot ?? []);
}

function pointsOf(
  points: readonly ReportPoint[],
  of: (point: ReportPoint) => number | undefined,
): Series["points"] {
  return points.flatMap((point) => {
    const y = of(point);
    return y === undefined || !Number.isFinite(y) ? [] : [{ x: point.epoch, y }];
  });
}

function plotOf(
  name: string,
  all: readonly Series[],
  bestEpoch: number | undefined,
  { reporting, comma }: FullCatalogue,
): Plot | undefined {
  const series = all.filter(({ points }) => points.length > 1);
  if (series.length === 0) return undefined;
  const points = series.flatMap(({ points }) => points);
  const x = axisOf(points.map(({ x }) => x));
  const y = axisOf(
    points.map(({ y }) => y),
    true,
  );
  const best = bestEpoch !== undefined && series.length > 0 ? [bestLine(x.place(bestEpoch))] : [];
  const about = series.map(({ name: part, points }) => {
    const [first, last] = [points[0].y, points[points.length - 1].y].map((value) =>
      formatNumber(value, { digits: 4 }),
    );
    return reporting.curve(`${name}${comma}${part}`, points.length, first, last);
  });
  return {
    caption: y.isLogarithmic ? `${name} (${reporting.logarithmic})` : name,
    about: about.join("; "),
    x: x.ticks.map((tick) => tickOf(tick, x.place(tick))),
    y: y.ticks.map((tick) => tickOf(tick, y.place(tick))),
    drawing: [...best, ...series.map((one) => lineOf(one, x, y))],
    legend: [
      ...series.map(({ kind, name }) => ({ kind, text: name })),
      ...(best.length > 0 ? [{ kind: "best", text: reporting.bestEpoch }] : []),
    ],
    unit: reporting.epoch,
  };
}

function lineOf({ kind, points }: Series, x: Axis, y: Axis): string {
  const places = points.map((point) => `${across(x.place(point.x))} ${down(y.place(point.y))}`);
  return `<path class="line ${kind}" d="M${places.join("L")}"/>`;
}

function bestLine(place: number): string {
  return `<path class="line best" d="M${across(place)} 0V${SIDE}"/>`;
}
