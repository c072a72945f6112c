/** Every text of the studio that is not part of an explanation, in one language. */
export interface StudioWords {
  readonly picture: {
    readonly label: string;
    readonly hint: string;
    neuron(name: string, value: string): string;
    weight(name: string, from: string, to: string, value: string): string;
    bias(name: string, neuron: string, value: string): string;
    target(neuron: string, value: string): string;
    readonly inputs: string;
    readonly outputs: string;
    hidden(number: number, count: number): string;
    readonly loss: string;
    more(count: number): string;
    readonly unfold: string;
    readonly fold: string;
    edit(name: string): string;
    readonly targetShort: string;
    readonly legend: { readonly positive: string; readonly negative: string; readonly path: string };
  };
  readonly derivation: {
    readonly title: string;
    readonly forward: string;
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
  };
  readonly file: {
    readonly title: string;
    readonly examples: string;
    readonly apply: string;
  };
  readonly undo: string;
  readonly redo: string;
  readonly notANumber: string;
}
