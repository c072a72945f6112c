import { formatNumber } from "../page/numbers.ts";

/** asked: what somebody wants derived. path: on its way to the loss. */
export type Emphasis = "asked" | "path";

/** A value that has a name. */
export interface Named {
  readonly id: string;
  readonly value: number;
}

export interface PictureNeuron {
  /** `h1`, `E`. */
  readonly id: string;
  readonly x: number;
  readonly y: number;
  /** Of a single sample. */
  readonly value?: number;
  readonly bias?: Named & { readonly asked: boolean };
  /** For how many neurons this one stands, that there is no room for. */
  readonly folded?: number;
  readonly emphasis?: Emphasis;
}

export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  readonly weight?: Named;
  /** The middle of the text that says the weight. */
  readonly label?: { readonly x: number; readonly y: number };
  readonly emphasis?: Emphasis;
}

/** A network as circles and lines: plain data, in units of which a neuron has `RADIUS`; y counts down. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly neurons: readonly PictureNeuron[];
  readonly edges: readonly PictureEdge[];
  /** The layers, the inputs first, and how many neurons each has in truth. */
  readonly layers: readonly { readonly x: number; readonly count: number }[];
  /** What is drawn in colour, by name: the ways of these to the result. */
  readonly highlighted: readonly string[];
  /** `E` */
  readonly result: string;
}

export const RADIUS = 28;

/** A number of a picture, where there is little room. */
export function pictureNumber(value: number): string {
  return formatNumber(value, { digits: 4 });
}

/** A name may be anybody's; a long one does not fit. */
export function shortName(name: string): string {
  const letters = [...name];
  return letters.length <= 7 ? name : `${letters.slice(0, 6).join("")}…`;
}

/** The text at a line. */
export function weightText({ id, value }: Named): string {
  return `${shortName(id)} ${pictureNumber(value)}`;
}

/** The text below a neuron. */
export function biasText(bias: Named): string {
  return `+ ${weightText(bias)}`;
}

/** Roughly how wide a text is, in units of the picture. */
export function textWidth(text: string): number {
  return text.length * 7 + 4;
}
