import type { Node } from "../../graph/node.ts";
import type { Values } from "../../tensor/tensor.ts";
import type { LayerNodes } from "./layers.ts";
import type { Look } from "./look.ts";

/** The neurons or channels of a layer, as the numbers of what it puts out tell them apart. */
export interface Units {
  readonly count: number;
  /** To which unit each number of `out` belongs. */
  unitOf(offset: number): number;
  /** `h3`, `h1[3,…]` */
  nameOf(unit: number): string;
}

/** Channels come first where weights have as many rows; otherwise the last axis counts units, as of a sequence. */
export function unitsOf({ training: { graph } }: Look, { weights }: LayerNodes, out: Node): Units {
  const { shape } = out;
  const rows = weights[0]?.node.shape[0];
  const axis = shape.length > 2 && rows !== shape[1] ? shape.length - 1 : 1;
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  return {
    count: shape[axis],
    unitOf: (offset) => Math.floor(offset / inner) % shape[axis],
    nameOf(unit) {
      const at = shape.map((_, i) => (i === axis ? unit : 0));
      const name = graph
        .elementName(out.id, at)
        .replace(/^(?:out|p)_/, "")
        .replace(/#\d+$/, "");
      return shape.length === 2
        ? name
        : name.replace(
            /\[.*/,
            `[${at
              .slice(1)
              .map((i, k) => (k === axis - 1 ? i + 1 : "…"))
              .join()}]`,
          );
    },
  };
}

/** The units of which every number passes. */
export function unitsWhere(units: Units, values: Values, passes: (value: number) => boolean): Set<number> {
  const left = new Set(Array.from({ length: units.count }, (_, unit) => unit));
  for (let i = 0; i < values.length && left.size > 0; i++)
    if (!passes(values[i])) left.delete(units.unitOf(i));
  return left;
}

/** Those of them that stay where many more samples are asked. */
export function confirmed(
  look: Look,
  layer: LayerNodes,
  units: Units,
  suspects: ReadonlySet<number>,
  passes: (value: number) => boolean,
): number[] {
  const left = new Set(suspects);
  look.askMore(({ layers, read }) => {
    const out = layers.find(({ name }) => name === layer.name)?.out;
    if (!out) return false;
    const still = unitsWhere(units, read(out), passes);
    for (const unit of left) if (!still.has(unit)) left.delete(unit);
    return left.size > 0;
  });
  return [...left];
}

/** A weight of the unit where it is a neuron's, and what the unit puts out, to be derived. */
export function shownByUnit(look: Look, layer: LayerNodes, out: Node, unit: number): readonly string[] {
  const { graph } = look.training;
  const [weight] = layer.weights;
  if (out.shape.length > 2 || weight?.node.shape.length !== 2) {
    const at = out.shape.map((_, axis) => (axis === 1 ? unit : 0));
    return [graph.elementName(out.id, at).replace(/#\d+$/, "")];
  }
  const [, inputs] = weight.node.shape;
  const isFirst = layer.name === look.layers[0].name;
  const row = look.read(weight.node).subarray(unit * inputs, (unit + 1) * inputs);
  let largest = isFirst ? look.telling.input : 0;
  for (let j = 0; j < inputs && !isFirst; j++) if (Math.abs(row[j]) > Math.abs(row[largest])) largest = j;
  return [graph.elementName(weight.node.id, [unit, largest])];
}
