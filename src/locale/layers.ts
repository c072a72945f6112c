/** What a language calls the layers of a network. */
export interface LayerNames {
  readonly input: string;
  readonly hidden: string;
  readonly output: string;
}

/** What the layer of the given number connects, in a network of `count` layers: `input layer → hidden layer`. */
export function connected(names: LayerNames, number: number, count: number): string {
  return `${layerName(names, number - 1, count)} → ${layerName(names, number, count)}`;
}

/** `hidden layer`, or where there are several `hidden layer 2`; the inputs are layer 0. */
export function layerName({ input, hidden, output }: LayerNames, number: number, count: number): string {
  if (number === 0) return input;
  if (number === count) return output;
  return count === 2 ? hidden : `${hidden} ${number}`;
}
