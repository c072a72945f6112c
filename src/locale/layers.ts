/** What a language calls the layers of a network. */
export interface LayerNames {
  readonly input: string;
  readonly hidden: string;
  readonly output: string;
}

/** What the layer of the given number connects, in a network of `count` layers: `input layer → hidden layer`. */
export function connected({ input, hidden, output }: LayerNames, number: number, count: number): string {
  return `${nameOf(number - 1)} → ${nameOf(number)}`;

  function nameOf(layer: number): string {
    if (layer === 0) return input;
    if (layer === count) return output;
    return count === 2 ? hidden : `${hidden} ${layer}`;
  }
}
