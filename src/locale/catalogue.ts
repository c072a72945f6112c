import type { CheckingWords } from "./checking.ts";
import type { DiagnosingWords } from "./diagnosing.ts";
import type { ReportingWords } from "./reporting.ts";

/** The languages that people can be answered in. */
export type Language = "en" | "zh-Hant" | "zh-Hans";

/** The losses that have a name of their own in every language. */
type LossWord =
  | "half-squared-error"
  | "squared-error"
  | "mean-squared-error"
  | "binary-cross-entropy"
  | "binary-cross-entropy-with-logits"
  | "softmax-cross-entropy"
  | "absolute-error"
  | "mean-absolute-error"
  | "mean-absolute-percentage-error"
  | "mean-squared-logarithmic-error"
  | "huber"
  | "log-cosh"
  | "poisson"
  | "hinge"
  | "squared-hinge"
  | "categorical-hinge"
  | "kl-divergence"
  | "cosine-similarity";

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
  /** What readers stumble over when it is not said. */
  readonly conventions: {
    inputs(count: number): string;
    dense(neurons: number, activation: string): string;
    readonly losses: Readonly<Record<LossWord, string>>;
    /** Of a loss with settings: up to which error it is quadratic, how much targets are smoothed, classes weighted. */
    readonly lossSettings: {
      delta(delta: string): string;
      smoothing(amount: string): string;
      weights(weights: readonly string[]): string;
    };
    readonly over: Readonly<
      Record<"sum of outputs" | "mean of outputs" | "sum of samples" | "mean of samples", string>
    >;
    optimizer(name: string, learningRate: string): string;
    /** What becomes of the learning rate, by the schedule's name. */
    schedule(name: string): string;
    /** Gradients are kept within ±value, or all together within a length. */
    readonly clip: { value(value: string): string; norm(norm: string): string };
    accumulate(batches: number): string;
    /** What is added to the loss: `0.1 · Σ |w| + 0.005 · Σ w²`. */
    penalty(formula: string): string;
    /** In which order weights are numbered, by the first of them. */
    readonly weightOrder: string;
    readonly frozen: Readonly<Record<"weight" | "bias" | "all", string>>;
    frozenOnly(paths: readonly string[]): string;
    afterSteps(count: number): string;
  };
  /** The value that a function chooses where its slope jumps; `text` says it in English. */
  tie(op: string, text: string): string;
}

/** All that is said in one language: what explanations show, and of somebody's working and a training as well. */
export interface FullCatalogue extends Catalogue {
  /** Of somebody's working. */
  readonly checking: CheckingWords;
  /** Of what is off in a training. */
  readonly diagnosing: DiagnosingWords;
  /** Of the report of a run. */
  readonly reporting: ReportingWords;
}
