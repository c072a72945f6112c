import type { Catalogue } from "../../locale/catalogue.ts";
import {
  biasText,
  type Picture,
  type PictureEdge,
  type PictureNeuron,
  pictureNumber,
  RADIUS,
  shortName,
  weightText,
} from "../picture/picture.ts";
import { escapeXml } from "./escape.ts";

/** Colours that differ for the colour-blind too; what is asked for is the thickest line, its way the second. */
const STYLE = `
.network { --asked: #d55e00; --path: #0072b2; color: inherit; font: 12px system-ui, sans-serif; }
.network line, .network circle { fill: var(--paper, Canvas); stroke: currentColor; stroke-opacity: .45; stroke-width: 1.2; }
.network circle { stroke-opacity: .8; }
.network .path { stroke: var(--path); stroke-opacity: 1; stroke-width: 2.6; }
.network .asked { stroke: var(--asked); stroke-opacity: 1; stroke-width: 4.2; }
.network text { fill: currentColor; text-anchor: middle; }
.network .back { fill: var(--paper, Canvas); }
.network .over { stroke: var(--paper, Canvas); stroke-width: 5px; stroke-linejoin: round; paint-order: stroke; }
.network .name { font-size: 15px; font-style: italic; }
.network .long { font-size: 12px; }
.network .value { font-size: 11px; }
.network .strong { font-weight: 700; }
@media (prefers-color-scheme: dark) { .network { --asked: #e69f00; --path: #56b4e9; } }
@media print { .network { --asked: #d55e00; --path: #0072b2; } }
`.trim();

/** A picture of a network as SVG that stands for itself, in whatever colour the text around it has. */
export function pictureToSvg(picture: Picture, words: Catalogue): string {
  const { width, height, neurons, edges } = picture;
  const at = new Map(neurons.map((neuron) => [neuron.id, neuron]));
  const inFront = [...edges].sort((a, b) => rank(a) - rank(b));
  const about = descriptionOf(picture, words);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="network" role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" style="min-width:${Math.round(width * 0.65)}px" aria-labelledby="network-title network-about">`,
    `<title id="network-title">${escapeXml(words.picture.title)}</title>`,
    `<desc id="network-about">${escapeXml(about)}</desc>`,
    `<style>\n${STYLE}\n</style>`,
    ...headings(picture, words),
    ...inFront.map((edge) => lineOf(edge, at)),
    ...neurons.flatMap((neuron) => neuronOf(neuron, words)),
    ...edges.flatMap(labelOf),
    "</svg>",
  ].join("\n");
}

/** What the picture shows, in words. */
function descriptionOf({ layers, highlighted, result }: Picture, { picture }: Catalogue): string {
  const neurons = picture.neurons(layers.map(({ count }) => count));
  return highlighted.length === 0 ? neurons : `${neurons}. ${picture.highlighted(highlighted, result)}`;
}

function headings({ layers }: Picture, words: Catalogue): string[] {
  return layers.map(({ x }, i) => text(x, 14, "", words.layerName(i, layers.length - 1)));
}

function rank({ emphasis }: PictureEdge): number {
  return emphasis === "asked" ? 2 : emphasis === "path" ? 1 : 0;
}

/** From rim to rim. */
function lineOf({ from, to, emphasis }: PictureEdge, at: ReadonlyMap<string, PictureNeuron>): string {
  const [a, b] = [at.get(from), at.get(to)];
  if (!a || !b) return "";
  const part = RADIUS / Math.hypot(b.x - a.x, b.y - a.y);
  const [dx, dy] = [part * (b.x - a.x), part * (b.y - a.y)];
  const ends = [a.x + dx, a.y + dy, b.x - dx, b.y - dy].map((value) => Math.round(value * 10) / 10);
  return `<line x1="${ends[0]}" y1="${ends[1]}" x2="${ends[2]}" y2="${ends[3]}"${classOf(emphasis)}/>`;
}

function neuronOf(neuron: PictureNeuron, words: Catalogue): string[] {
  const { id, x, y, value, bias, folded, emphasis } = neuron;
  if (folded !== undefined) {
    return [text(x, y + 2, "name over", "⋮"), text(x, y + 20, "over", words.picture.more(folded))];
  }
  const circle = `<circle cx="${x}" cy="${y}" r="${RADIUS}"${classOf(emphasis)}/>`;
  const size = [...id].length > 4 ? "name long" : "name";
  const name = text(x, value === undefined ? y + 5 : y, size, shortName(id), id);
  const below = bias && text(x, y + RADIUS + 15, bias.asked ? "over strong" : "over", biasText(bias));
  const number = value === undefined ? [] : [text(x, y + 14, "value", pictureNumber(value))];
  return [circle, name, ...number, ...(below ? [below] : [])];
}

function labelOf({ weight, label, emphasis }: PictureEdge): string[] {
  if (!weight || !label) return [];
  const words = weightText(weight);
  const width = Math.round(words.length * 6.5);
  const [x, y] = [Math.round(label.x - width / 2), Math.round(label.y - 6)];
  return [
    // so that the line does not show between the words
    `<rect class="back" x="${x}" y="${y}" width="${width}" height="12"/>`,
    text(label.x, label.y + 4, emphasis === "asked" ? "over strong" : "over", words, weight.id),
  ];
}

function text(x: number, y: number, kind: string, words: string, full = words): string {
  const isCut = words.includes("…");
  const title = isCut ? `<title>${escapeXml(full)}</title>` : "";
  return `<text x="${x}" y="${Math.round(y * 10) / 10}"${kind ? ` class="${kind}"` : ""}>${title}${escapeXml(words)}</text>`;
}

function classOf(emphasis: string | undefined): string {
  return emphasis ? ` class="${emphasis}"` : "";
}
