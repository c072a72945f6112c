import { escapeXml } from "../explain/html/escape.ts";
import { formatNumber } from "../explain/page/numbers.ts";

/** A tick of an axis, at its place from 0 to 1. */
export interface Tick {
  readonly place: number;
  readonly text: string;
}

/** A rectangle with figures beside it, which keep their size however wide the rectangle is. */
export interface Plot {
  readonly caption: string;
  /** For those who cannot see it. */
  readonly about: string;
  readonly x: readonly Tick[];
  readonly y: readonly Tick[];
  /** What is drawn, in a square of 1,000 by 1,000, the origin at the top left. */
  readonly drawing: readonly string[];
  /** Beside the caption: what each line is. */
  readonly legend?: readonly { readonly kind: string; readonly text: string }[];
  readonly unit: string;
}

/** The side of the square in which a plot is drawn. */
export const SIDE = 1000;

export function plotToHtml({ caption, about, x, y, drawing, legend = [], unit }: Plot): string {
  const margin = Math.max(...y.map(({ text }) => text.length), 1);
  const keys = legend.map(
    ({ kind, text }) => `<span class="key ${kind}"><bdi>${escapeXml(text)}</bdi></span>`,
  );
  return [
    '<figure class="plot">',
    `<figcaption><bdi>${escapeXml(caption)}</bdi>${keys.length > 0 ? ` <span class="keys">${keys.join(" ")}</span>` : ""}</figcaption>`,
    `<div class="frame" style="--margin:${margin}ch">`,
    ...y.map(
      ({ place, text }) => `<span class="y" style="bottom:${percent(place)}">${escapeXml(text)}</span>`,
    ),
    `<svg viewBox="0 0 ${SIDE} ${SIDE}" preserveAspectRatio="none" role="img" aria-label="${escapeXml(about)}">`,
    gridOf(y),
    ...drawing,
    "</svg>",
    ...x.map(({ place, text }) => `<span class="x" style="left:${percent(place)}">${escapeXml(text)}</span>`),
    "</div>",
    `<div class="unit">${escapeXml(unit)}</div>`,
    "</figure>",
  ].join("\n");
}

export function tickOf(value: number, place: number): Tick {
  return { place, text: formatNumber(value, { digits: 3 }) };
}

function gridOf(y: readonly Tick[]): string {
  const lines = y.map(({ place }) => `M0 ${down(place)}H${SIDE}`);
  return `<path class="grid" d="${lines.join("")}"/>`;
}

/** A place from the bottom up as a number from the top down. */
export function down(place: number): number {
  return Math.round((1 - place) * SIDE * 10) / 10;
}

export function across(place: number): number {
  return Math.round(place * SIDE * 10) / 10;
}

function percent(place: number): string {
  return `${Math.round(place * 10000) / 100}%`;
}
