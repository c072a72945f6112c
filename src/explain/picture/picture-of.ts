import type { Explanation } from "../explain.ts";
import type { Picture, PictureEdge, PictureNeuron } from "./picture.ts";
import { type Column, foldColumn } from "./picture-columns.ts";
import { placeLabels } from "./picture-labels.ts";
import { type Asked, askedOf, type Line, linesOf } from "./picture-lines.ts";
import { type Wiring, wiringOf } from "./wiring.ts";

const COLUMN = 185;
const MARGIN = 42;
/** For the names of the layers. */
const HEADING = 34;

/** With more weights than this, or layers that are cut down, only those asked for are written. */
const WEIGHTS = 24;

/**
 * The network that an explanation speaks of, with the way of everything asked for to the loss.
 * @param inputs the names of the inputs of one sample
 */
export function pictureOf(explanation: Explanation, inputs: readonly string[] = explanation.inputs): Picture {
  const wiring = wiringOf(explanation, inputs);
  const asked = askedOf(explanation, wiring);
  const wanted = new Set([...asked.starts, ...asked.weights.map(({ from }) => from)]);
  const columns = wiring.columns.map((names, i) => foldColumn(names, i, wanted));
  const lines = linesOf(wiring, columns, asked);
  const isCut = columns.some(({ fold }) => fold !== undefined);
  const few = !isCut && lines.filter(({ weight }) => weight !== undefined).length <= WEIGHTS;
  const grid = gridOf(columns, wiring, few || asked.biases.size > 0);
  const neurons = neuronsOf(columns, lines, { explanation, wiring, asked, few, grid });
  const read = readerOf(explanation);
  const edges = lines.map(({ from, to, weight, emphasis }): PictureEdge => {
    const isWritten = weight !== undefined && (few || emphasis === "asked");
    return {
      from,
      to,
      ...(isWritten && { weight: { id: weight, value: read(weight) } }),
      ...(emphasis && { emphasis }),
    };
  });
  return {
    width: Math.max(...neurons.map(({ x }) => x)) + MARGIN,
    height: grid.height,
    neurons,
    edges: placeLabels(neurons, edges),
    layers: columns.slice(0, wiring.layers).map(({ names }, i) => ({ x: xOf(i), count: names.length })),
    highlighted: lines.some(({ emphasis }) => emphasis)
      ? [...asked.weights.map(({ weight }) => weight as string), ...asked.biases, ...asked.neurons]
      : [],
    result: explanation.loss,
  };
}

interface Context {
  readonly explanation: Explanation;
  readonly wiring: Wiring;
  readonly asked: Asked;
  /** Is there room to write at every line? */
  readonly few: boolean;
  readonly grid: Grid;
}

/** Where rows are: their distance, and what they have above them and in all. */
interface Grid {
  readonly row: number;
  readonly top: number;
  readonly height: number;
}

function gridOf(columns: readonly Column[], wiring: Wiring, withBiases: boolean): Grid {
  const rows = Math.max(...columns.map(({ slots }) => slots.length));
  const row = rows <= 4 ? 92 : withBiases && wiring.biases.size > 0 ? 90 : 66;
  const top = wiring.layers > 0 ? HEADING : 0;
  return { row, top, height: top + rows * row };
}

function neuronsOf(columns: readonly Column[], lines: readonly Line[], context: Context): PictureNeuron[] {
  const { explanation, wiring, asked, few, grid } = context;
  const { samples, steps, loss } = explanation;
  const read = readerOf(explanation);
  const isColoured = lines.some(({ emphasis }) => emphasis);
  const onWay = new Set(lines.flatMap(({ to, emphasis }) => (emphasis ? [to] : [])));
  const middle = (grid.top + grid.height) / 2;

  return columns.flatMap(({ names, slots, fold }, column) =>
    slots.map((id, row): PictureNeuron => {
      const y = middle + (row - (slots.length - 1) / 2) * grid.row;
      const place = { id, x: xOf(column), y };
      const isOnWay = onWay.has(id) || (isColoured && asked.starts.has(id));
      const emphasis = isOnWay ? { emphasis: "path" as const } : {};
      if (id === fold) return { ...place, folded: names.length - slots.length + 1, ...emphasis };
      const value = samples === 1 || id === loss ? signalOf(id) : undefined;
      const bias = wiring.biases.get(id);
      const isAsked = isColoured && bias !== undefined && asked.biases.has(bias);
      return {
        ...place,
        ...(value !== undefined && { value }),
        ...(bias !== undefined &&
          (few || isAsked) && { bias: { id: bias, value: read(bias), asked: isAsked } }),
        ...(isColoured && asked.neurons.has(id) ? { emphasis: "asked" as const } : emphasis),
      };
    }),
  );

  function signalOf(neuron: string): number | undefined {
    return (steps.get(`out_${neuron}`) ?? steps.get(`net_${neuron}`) ?? steps.get(neuron))?.value;
  }
}

function readerOf({ steps }: Explanation): (id: string) => number {
  return (id) => steps.get(id)?.value ?? Number.NaN;
}

function xOf(column: number): number {
  return MARGIN + column * COLUMN;
}
