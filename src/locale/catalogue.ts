/** The languages that people can be answered in. */
export type Language = "en" | "zh-Hant" | "zh-Hans";

/** The losses that have a name of their own in every language. */
export type LossWord =
  | "half-squared-error"
  | "mean-squared-error"
  | "binary-cross-entropy"
  | "binary-cross-entropy-with-logits"
  | "softmax-cross-entropy";

/** Every text that an explanation shows, in one language. A text that is missing does not compile. */
export interface Catalogue {
  readonly language: Language;
  readonly forward: string;
  readonly loss: string;
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
  /** A layer, counted from 1, as the place of a bias. */
  layer(number: number): string;
  /** A layer by what it connects: `input layer → hidden layer`; `count` layers in all. */
  layers(number: number, count: number): string;
  /** The heading over the derivation of a weight, or of a bias. */
  weight(layer: number, count: number): string;
  bias(layer: number, count: number): string;
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
  /** What readers stumble over when it is not said. */
  readonly conventions: {
    inputs(count: number): string;
    dense(neurons: number, activation: string): string;
    readonly losses: Readonly<Record<LossWord, string>>;
    readonly over: Readonly<
      Record<"sum of outputs" | "mean of outputs" | "sum of samples" | "mean of samples", string>
    >;
    optimizer(name: string, learningRate: string): string;
    /** In which order weights are numbered, by the first of them. */
    readonly weightOrder: string;
    readonly frozen: Readonly<Record<"weight" | "bias" | "all", string>>;
    frozenOnly(paths: readonly string[]): string;
    afterSteps(count: number): string;
  };
  /** The value that a function chooses where its slope jumps; `text` says it in English. */
  tie(op: string, text: string): string;
}
