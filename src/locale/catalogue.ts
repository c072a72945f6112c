/** The languages that people can be answered in. */
export type Language = "en" | "zh-Hant" | "zh-Hans";

/** Every text that an explanation shows, in one language. A text that is missing does not compile. */
export interface Catalogue {
  readonly language: Language;
  readonly forward: string;
  readonly loss: string;
  /** A layer, counted from 1, as the place of a bias. */
  layer(number: string): string;
  sample(number: string): string;
  /** One of several ways from a quantity to the loss, as the name of a row. */
  through(neuron: string): string;
  sumOfPaths(count: number): string;
  /** Why several paths are added up. */
  feeds(from: string, to: readonly string[]): string;
  readonly everySampleCounts: string;
  frozen(name: string, value: string): string;
  /** Of values that the derivations do not use. */
  otherValues(count: number): string;
  readonly approximately: string;
  /** The value that a function chooses where its slope jumps; `text` says it in English. */
  tie(op: string, text: string): string;
}
