import { formatNumber } from "../explain/page/numbers.ts";
import type { FullCatalogue } from "../locale/catalogue.ts";

/** A metric in words; one that has none, by its name. */
export function metricName(name: string, { reporting }: FullCatalogue): string {
  const words: Readonly<Record<string, string>> = reporting.metrics;
  return Object.hasOwn(words, name) ? words[name] : name;
}

/** Metrics that are shares of samples, as a percentage. */
const SHARES = ["accuracy", "top-2", "top-3", "top-5"];

export function metricValue(name: string, value: number): string {
  return SHARES.includes(name) ? `${(100 * value).toFixed(1)}\u00a0%` : formatNumber(value, { digits: 4 });
}

/** `layers.2` as people say it. */
export function layerText(name: string, words: FullCatalogue): string {
  const [, number] = /^layers\.(\d+)$/.exec(name) ?? [];
  return number === undefined ? name : words.layer(Number(number));
}

/** A duration in the unit that says most. */
export function durationText(seconds: number, { reporting }: FullCatalogue): string {
  const number = (value: number) => formatNumber(value, { digits: 3 });
  if (seconds < 120) return reporting.seconds(number(seconds));
  if (seconds < 7200) return reporting.minutes(number(seconds / 60));
  return reporting.hours(number(seconds / 3600));
}

/** `2026-11-27 08:15:14 UTC` of a time in ISO 8601; anything else as it is. */
export function timeText(time: string): string {
  const [, day, clock] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)/.exec(time) ?? [];
  return day === undefined ? time : `${day} ${clock} UTC`;
}
