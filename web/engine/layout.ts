import {
  type Explanation,
  foldColumn,
  type PictureEdge,
  type PictureNeuron,
  placeLabels,
  type Wiring,
  wiringOf,
} from "../../src/index.ts";
import type { Layout, LayoutEdge, LayoutNeuron } from "./protocol.ts";

/** In units of the picture. */
const COLUMN = 210;
const MARGIN = 62;
const TOP = 40;
const RADIUS = 28;

/** A layer that somebody opens shows so many neurons at the most. */
const OPEN_ROWS = 64;
/** With more lines than this no numbers are written at them. */
const WRITTEN = 24;
/** As wide as the numbers of a picture become. */
const WIDEST = -0.12345;

/** The name of the weight by which one neuron enters another, where a network is too large to be written out. */
export type WeightName = (from: string, to: string) => string | undefined;

/**
 * Where the neurons of a network stand.
 * @param explanation of one sample
 * @param weightName for networks whose formulas are not there to be read
 * @param open the columns that are not to be folded
 */
export function layoutOf(
  explanation: Explanation,
  weightName: WeightName,
  open: ReadonlySet<number>,
): Layout {
  const wiring = wiringOf(explanation, explanation.inputs);
  const columns = wiring.columns.map((names, i) =>
    foldColumn(names, i, new Set(), open.has(i) ? OPEN_ROWS : undefined),
  );
  const rows = Math.max(...columns.map(({ slots }) => slots.length));
  const row = rowHeight(rows);
  const height = TOP + rows * row;
  const middle = (TOP + height) / 2;
  const neurons = columns.flatMap(({ slots, names, fold }, column) =>
    slots.map((id, place): LayoutNeuron => {
      const at = { id, column, x: xOf(column), y: middle + (place - (slots.length - 1) / 2) * row };
      if (id === fold) return { ...at, of: id, folded: names.length - slots.length + 1, given: false };
      return { ...at, ...numbersOf(id, column, wiring, explanation) };
    }),
  );
  const edges = edgesOf(wiring, neurons, weightName);
  const isRoomy = columns.every(({ fold }) => fold === undefined) && edges.length <= WRITTEN;
  return {
    width: xOf(columns.length - 1) + MARGIN,
    height,
    radius: row < 60 ? 12 : RADIUS,
    neurons,
    edges: isRoomy ? labelled(neurons, edges) : edges,
    columns: columns.map(({ names }, i) => ({
      x: xOf(i),
      count: names.length,
      isLayer: i < wiring.layers,
      isOpen: open.has(i),
      isWide: foldColumn(names, i, new Set()).fold !== undefined,
    })),
    result: explanation.loss,
  };
}

function rowHeight(rows: number): number {
  if (rows <= 4) return 114;
  return rows <= 10 ? 76 : 34;
}

function xOf(column: number): number {
  return MARGIN + column * COLUMN;
}

function numbersOf(id: string, column: number, wiring: Wiring, { steps }: Explanation) {
  const of = [`out_${id}`, `net_${id}`].find((name) => steps.has(name)) ?? id;
  const bias = wiring.biases.get(id);
  const target = steps.has(`target_${id}`) ? `target_${id}` : undefined;
  const isInput = column === 0 && wiring.layers > 0;
  return {
    of,
    ...(bias !== undefined && { bias }),
    ...(target !== undefined && { target }),
    given: isInput || steps.get(of)?.rule === "given",
  };
}

function edgesOf(wiring: Wiring, neurons: readonly LayoutNeuron[], weightName: WeightName): LayoutEdge[] {
  const drawn = new Map(neurons.map((neuron) => [neuron.id, neuron]));
  const { connections } = wiring;
  if (connections) return connections.filter(({ from, to }) => drawn.has(from) && drawn.has(to));
  return neurons.flatMap((from) =>
    neurons.flatMap((to): LayoutEdge[] => {
      if (to.column !== from.column + 1 || from.folded !== undefined || to.folded !== undefined) return [];
      const weight = weightName(from.id, to.id);
      return [{ from: from.id, to: to.id, ...(weight !== undefined && { weight }) }];
    }),
  );
}

/** Numbers change while a network is trained: there is room for the widest. */
function labelled(neurons: readonly LayoutNeuron[], edges: readonly LayoutEdge[]): LayoutEdge[] {
  const pictured = neurons.map(({ id, x, y, bias }): PictureNeuron => {
    return { id, x, y, ...(bias !== undefined && { bias: { id: bias, value: WIDEST, asked: false } }) };
  });
  const weighted = edges.map(({ from, to, weight }): PictureEdge => {
    return { from, to, ...(weight !== undefined && { weight: { id: weight, value: WIDEST } }) };
  });
  const labels = placeLabels(pictured, weighted).map(({ label }) => label);
  return edges.map((edge, i) => ({ ...edge, ...(labels[i] && { label: labels[i] }) }));
}
