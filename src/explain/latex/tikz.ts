import type { Catalogue } from "../../locale/catalogue.ts";
import {
  type Named,
  type Picture,
  type PictureEdge,
  type PictureNeuron,
  pictureNumber,
  RADIUS,
  shortName,
} from "../picture/picture.ts";
import { nameToLatex, numberToLatex } from "./latex.ts";
import { textToLatex } from "./latex-text.ts";
import { widthOfLatex } from "./latex-width.ts";

/** In cm: the width of the text, how high a picture may be, and what one unit of a picture is if there is room. */
const TEXT_WIDTH = 16.4;
const MAX_HEIGHT = 11;
const UNIT = 0.0235;

/** TikZ has keys called `path` already. */
const styles = { asked: "is asked", path: "on path" } as const;

/** A picture of a network for a document in LaTeX that loads TikZ and defines the colours `asked` and `path`. */
export function pictureToTikz(picture: Picture, words: Catalogue): string {
  const { width, height, neurons, edges, layers } = picture;
  const unit = Math.min(UNIT, TEXT_WIDTH / width, MAX_HEIGHT / height);
  const places = new Map(neurons.map(({ id }, i) => [id, `n${i}`]));
  return [
    `\\begin{tikzpicture}[x=${cm(unit)},y=-${cm(unit)},font=\\scriptsize,`,
    `  neuron/.style={circle,draw,fill=white,minimum size=${cm(2 * RADIUS * unit)},inner sep=0pt,align=center},`,
    "  line/.style={draw=black!45},",
    "  on path/.style={draw=path,line width=1pt},",
    "  is asked/.style={draw=asked,line width=1.7pt},",
    "  over/.style={fill=white,inner sep=1pt}]",
    ...layers.map(({ x }, i) => nodeAt(x, 8, "", textToLatex(words.layerName(i, layers.length - 1)))),
    ...neurons.map((neuron) => neuronNode(neuron, places, words)),
    ...neurons.flatMap(biasNode),
    "\\begin{scope}[on background layer]",
    ...inFront(edges).map((edge) => lineOf(edge, places)),
    "\\end{scope}",
    ...edges.flatMap(labelNode),
    "\\end{tikzpicture}",
  ].join("\n");
}

function cm(length: number): string {
  return `${Math.round(length * 1e5) / 1e5}cm`;
}

function nodeAt(x: number, y: number, style: string, text: string, name = ""): string {
  return `\\node[${style}]${name ? ` (${name})` : ""} at (${x},${y}) {${text}};`;
}

function neuronNode(neuron: PictureNeuron, places: ReadonlyMap<string, string>, words: Catalogue): string {
  const { id, x, y, value, folded, emphasis } = neuron;
  const place = places.get(id) ?? "";
  if (folded !== undefined) {
    const more = textToLatex(words.picture.more(folded));
    return nodeAt(x, y, `align=center,minimum size=${cm(1.2)}`, `$\\vdots$\\\\${more}`, place);
  }
  const number = value === undefined ? "" : `\\\\[-1pt]{\\tiny $${numberToLatex(pictureNumber(value))}$}`;
  const style = emphasis ? `neuron,${styles[emphasis]}` : "neuron";
  return nodeAt(x, y, style, `${nameOf(id)}${number}`, place);
}

function biasNode({ x, y, bias }: PictureNeuron): string[] {
  return bias ? [nodeAt(x, y + RADIUS + 11, "over", strong(`$+$ ${textOf(bias)}`, bias.asked))] : [];
}

function labelNode({ weight, label, emphasis }: PictureEdge): string[] {
  return weight && label
    ? [nodeAt(label.x, label.y, "over", strong(textOf(weight), emphasis === "asked"))]
    : [];
}

function strong(text: string, isStrong: boolean): string {
  // the braces keep what \\boldmath does at the end of its group away from TikZ
  return isStrong ? `{\\boldmath\\bfseries ${text}}` : text;
}

function textOf({ id, value }: Named): string {
  return `${nameOf(id)} $${numberToLatex(pictureNumber(value))}$`;
}

/** Anybody's name may be a long one. */
function nameOf(name: string): string {
  const math = nameToLatex(name);
  return `$${widthOfLatex(math) > 4 ? nameToLatex(shortName(name)) : math}$`;
}

function lineOf({ from, to, emphasis }: PictureEdge, places: ReadonlyMap<string, string>): string {
  return `\\draw[${emphasis ? styles[emphasis] : "line"}] (${places.get(from)}) -- (${places.get(to)});`;
}

function inFront(edges: readonly PictureEdge[]): PictureEdge[] {
  const rank = ({ emphasis }: PictureEdge) => (emphasis === "asked" ? 2 : emphasis === "path" ? 1 : 0);
  return [...edges].sort((a, b) => rank(a) - rank(b));
}
