/** Every text of the studio that is not part of an explanation, in one language. */
export interface StudioWords {
  readonly picture: {
    readonly label: string;
    readonly hint: string;
    /** For those who do not see the picture: what is written there comes first. */
    neuron(written: string): string;
    weight(written: string, from: string, to: string): string;
    number(written: string): string;
    bias(written: string, neuron: string): string;
    target(written: string, neuron: string): string;
    readonly inputs: string;
    readonly outputs: string;
    /** The hidden layer of the given number, of `count`. */
    hidden(number: number, count: number): string;
    readonly loss: string;
    /** Neurons of a layer that are not drawn. */
    more(count: number): string;
    readonly unfold: string;
    readonly fold: string;
    edit(name: string): string;
    readonly targetShort: string;
    readonly legend: { readonly positive: string; readonly negative: string; readonly path: string };
  };
  readonly tabs: {
    readonly label: string;
    readonly derivation: string;
    readonly steps: string;
    readonly network: string;
    readonly file: string;
  };
  readonly derivation: {
    readonly forward: string;
    readonly copyMarkdown: string;
    readonly copyLatex: string;
    readonly copied: string;
    readonly downloadHtml: string;
    readonly downloadSvg: string;
    readonly downloadPng: string;
  };
  readonly steps: {
    readonly title: string;
    readonly first: string;
    readonly back: string;
    readonly next: string;
    readonly last: string;
    readonly hint: string;
    standing(shown: number, count: number): string;
    readonly predict: string;
    readonly check: string;
    readonly reveal: string;
    readonly right: string;
    readonly wrong: string;
    readonly takeUpdate: string;
  };
  readonly train: {
    readonly title: string;
    readonly run: string;
    readonly pause: string;
    readonly step: string;
    readonly epoch: string;
    readonly restart: string;
    readonly speed: string;
    readonly fastest: string;
    perSecond(steps: number): string;
    updates(count: string): string;
    readonly lossCurve: string;
    readonly gradients: string;
    /** The gradients of a layer's weights, counted from 1. */
    layer(number: number): string;
    readonly surface: string;
    readonly confusion: string;
    readonly confusionHint: string;
    accuracy(percent: string): string;
    readonly onTest: string;
    readonly onTraining: string;
    readonly predicted: string;
    readonly actual: string;
    readonly samples: string;
  };
  readonly network: {
    readonly optimizer: string;
    readonly learningRate: string;
    readonly loss: string;
    readonly batchSize: string;
    readonly epochs: string;
    readonly seed: string;
    layer(number: number): string;
    readonly neurons: string;
    readonly activation: string;
    readonly addLayer: string;
    readonly removeLayer: string;
    readonly hint: string;
    readonly onlyFile: string;
  };
  readonly file: {
    readonly title: string;
    readonly examples: string;
    /** What the examples that come with the studio are about. */
    readonly titles: Readonly<
      Record<"by-example" | "xor" | "spirals" | "iris" | "digits" | "circuit", string>
    >;
    readonly open: string;
    readonly save: string;
    readonly apply: string;
    readonly text: string;
    readonly drop: string;
    readonly own: string;
  };
  readonly preferences: {
    readonly language: string;
    readonly theme: string;
    readonly auto: string;
    readonly light: string;
    readonly dark: string;
  };
  readonly share: string;
  readonly shared: string;
  readonly undo: string;
  readonly redo: string;
  readonly notANumber: string;
}
