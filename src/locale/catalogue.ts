import type { CheckingWords } from "./checking.ts";
import type { ConventionWords } from "./conventions.ts";
import type { DiagnosingWords } from "./diagnosing.ts";
import type { ReportingWords } from "./reporting.ts";

/** The languages that people can be answered in. */
export type Language = "en" | "zh-Hant" | "zh-Hans";

/** Every text that an explanation shows, in one language. A text that is missing does not compile. */
export interface Catalogue {
  readonly language: Language;
  readonly forward: string;
  /** Over the derivations. */
  readonly backward: string;
  readonly loss: string;
  /** The heading of a page that has no title. */
  readonly untitled: string;
  readonly notes: string;
  /** Between a heading and what it is about. */
  readonly colon: string;
  readonly comma: string;
  /** Over the table of the factors of a product. */
  readonly columns: {
    readonly factor: string;
    readonly formula: string;
    readonly withNumbers: string;
    readonly value: string;
  };
  /** What a table shows: how the quantity of this name is calculated. */
  working(name: string): string;
  /** What is said about the picture of a network. */
  readonly picture: {
    readonly title: string;
    /** For those who cannot see it: how many neurons each layer has, the inputs first. */
    neurons(counts: readonly number[]): string;
    /** What is drawn in colour: how these act on the result, the loss. */
    highlighted(names: readonly string[], result: string): string;
    /** Neurons that there is no room for. */
    more(count: number): string;
  };
  /** The layer of the given number, of `count`; the inputs are layer 0. */
  layerName(number: number, count: number): string;
  /** A layer, counted from 1, as the place of a bias. */
  layer(number: number): string;
  /** A layer by what it connects: `input layer → hidden layer`; `count` layers in all. */
  layers(number: number, count: number): string;
  /** The heading over the derivation of a weight, of a bias, or of another parameter. */
  weight(layer: number, count: number): string;
  bias(layer: number, count: number): string;
  parameter(layer: number, count: number): string;
  sample(number: string): string;
  /** One of several ways from a quantity to the loss, as the name of a row. */
  through(neuron: string): string;
  sumOfPaths(count: number): string;
  /** Why several paths are added up. */
  feeds(from: string, to: readonly string[]): string;
  readonly everySampleCounts: string;
  /** In place of the ways themselves, where there are many. */
  manyPaths(count: number): string;
  /** What δ stands for. */
  readonly delta: string;
  /** The terms that a folded sum leaves out. */
  moreTerms(count: number): string;
  /** A result that came out differently for calculating on with rounded numbers. */
  drift(name: string, carried: string, exact: string): string;
  frozen(name: string, value: string): string;
  /** Of values that the derivations do not use. */
  otherValues(count: number): string;
  readonly approximately: string;
  /** Why a gradient is as large as it is. */
  readonly why: {
    title(of: string, gradient: string): string;
    readonly factors: string;
    /** The ways that meet in a gradient, with their shares. */
    fork(at: string, shares: readonly string[]): string;
    saturated(neuron: string, slope: string): string;
    dead(neuron: string): string;
    cancelling(at: string, sum: string, size: string): string;
    vanishing(layers: number, factor: string): string;
    exploding(layers: number, factor: string): string;
  };
  /** The value that a function chooses where its slope jumps; `text` says it in English. */
  tie(op: string, text: string): string;
}

/** All that is said in one language: what explanations show, and of a network, somebody's working and a training as well. */
export interface FullCatalogue extends Catalogue {
  /** Of a network and how it is trained. */
  readonly conventions: ConventionWords;
  /** Of somebody's working. */
  readonly checking: CheckingWords;
  /** Of what is off in a training. */
  readonly diagnosing: DiagnosingWords;
  /** Of the report of a run. */
  readonly reporting: ReportingWords;
}
