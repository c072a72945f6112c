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
/** From row to row, where there are few. */
const ROOMY = 114;

/** A layer that somebody opens shows so many neurons at the most. */
const OPEN_ROWS = 64;
/** With more lines than this no numbers are written at them. */
const WRITTEN = 24;
/** As wide as the numbers of a picture become. */
const WIDEST = -0.12345;

/** The name of the weight by which one neuron enters another, where a network is too large to be written out. */
export type WeightName = (from: string, to: string) => string | undefined;

/** What a layout needs to know of a network, beside its formulas. */
interface Known {
  readonly weightName: WeightName;
  /** Where the document says the number of this name, if it does. */
  written(name: string): unknown;
}

/**
 * Where the neurons of a network stand.
 * @param explanation of one sample
 * @param open the columns that are not to be folded
 */
export function layoutOf(explanation: Explanation, known: Known, open: ReadonlySet<number>): Layout {
  const wiring = wiringOf(explanation, explanation.inputs);
  const columns = wiring.columns.map((names, i) =>
    foldColumn(names, i, new Set(), open.has(i) ? OPEN_ROWS : undefined),
  );
  const rows = Math.max(...columns.map(({ slots }) => slots.length));
  const row = rowHeight(rows);
  const height = TOP + rows * row;
  const middle = (TOP + height) / 2;
  // targets need room above their neurons
  const distance = (slots: readonly string[]): number => {
    const hasTargets = slots.some((id) => explanation.steps.has(`target_${id}`));
    return hasTargets ? Math.max(row, Math.min(ROOMY, (height - TOP) / slots.length)) : row;
  };
  const neurons = columns.flatMap(({ slots, names, fold }, column) =>
    slots.map((id, place): LayoutNeuron => {
      const at = {
        id,
        column,
        x: xOf(column),
        y: middle + (place - (slots.length - 1) / 2) * distance(slots),
      };
      if (id === fold) {
        return { ...at, of: id, folded: names.length - slots.length + 1, given: false, editable: [] };
      }
      return { ...at, ...numbersOf(id, column, wiring, explanation, known) };
    }),
  );
  const edges = edgesOf(wiring, neurons, known);
  const isRoomy = columns.every(({ fold }) => fold === undefined) && edges.length <= WRITTEN;
  return {
    width: xOf(columns.length - 1) + MARGIN,
    height,
    radius: row < 60 ? 12 : RADIUS,
    isRoomy,
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
  if (rows <= 4) return ROOMY;
  return rows <= 10 ? 76 : 34;
}

function xOf(column: number): number {
  return MARGIN + column * COLUMN;
}

function numbersOf(id: string, column: number, wiring: Wiring, { steps }: Explanation, known: Known) {
  const of = [`out_${id}`, `net_${id}`].find((name) => steps.has(name)) ?? id;
  const bias = wiring.biases.get(id);
  const target = steps.has(`target_${id}`) ? `target_${id}` : undefined;
  const isInput = column === 0 && wiring.layers > 0;
  const given = isInput || (wiring.layers === 0 && steps.get(of)?.rule === "given");
  const numbers = [given ? id : undefined, bias, target].filter((name) => name !== undefined);
  return {
    of,
    ...(bias !== undefined && { bias }),
    ...(target !== undefined && { target }),
    given,
    editable: numbers.filter((name) => known.written(name) !== undefined),
  };
}

function edgesOf(wiring: Wiring, neurons: readonly LayoutNeuron[], known: Known): LayoutEdge[] {
  const drawn = new Map(neurons.map((neuron) => [neuron.id, neuron]));
  const { connections } = wiring;
  const edge = (from: string, to: string, weight: string | undefined): LayoutEdge => {
    if (weight === undefined) return { from, to, editable: false };
    return { from, to, weight, editable: known.written(weight) !== undefined };
  };
  if (connections) {
    const between = connections.filter(({ from, to }) => drawn.has(from) && drawn.has(to));
    return between.map(({ from, to, weight }) => edge(from, to, weight));
  }
  return neurons.flatMap((from) =>
    neurons.flatMap((to): LayoutEdge[] => {
      if (to.column !== from.column + 1 || from.folded !== undefined || to.folded !== undefined) return [];
      return [edge(from.id, to.id, known.weightName(from.id, to.id))];
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
