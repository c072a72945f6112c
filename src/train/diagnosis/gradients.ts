import { positionOf } from "../../tensor/shape.ts";
import type { Check, Evidence } from "./check.ts";
import type { Advice, FindingKind } from "./finding.ts";
import type { LayerNodes } from "./layers.ts";
import type { Look } from "./look.ts";

/**
 * Between the first layer and the last. A layer may well pass on a quarter, as a sigmoid does at best; a thousandth
 * leaves the first layer as it was drawn while the last has learnt.
 */
const RATIO = 1e-3;
/** With one layer between inputs and outputs there is no depth that could do it. */
const FEWEST_LAYERS = 3;

/** Gradients shrink from layer to layer. Measured: |∂E/∂net| of the first layer over that of the last. */
export const gradientsVanishing: Check = check("gradients-vanishing", (ratio) => ratio < RATIO, RATIO, [
  "relu",
  "initializer",
  "normalize-layers",
  "fewer-layers",
]);

/** Gradients grow from layer to layer. Measured: |∂E/∂net| of the first layer over that of the last. */
export const gradientsExploding: Check = check(
  "gradients-exploding",
  (ratio) => ratio > 1 / RATIO,
  1 / RATIO,
  ["initializer", "clip-gradients", "normalize-layers", "lower-rate"],
);

function check(
  kind: FindingKind,
  isOff: (ratio: number) => boolean,
  threshold: number,
  advice: readonly Advice[],
): Check {
  return {
    kind,
    on: "step",
    find({ look }: Evidence) {
      const layers = look.layers.filter(({ weights, gradient }) => weights.length > 0 && gradient);
      const [first, last] = [layers[0], layers[layers.length - 1]];
      if (layers.length < FEWEST_LAYERS) return [];
      const ratio = lengthOf(look, first) / lengthOf(look, last);
      // where the last has none, there is nothing to pass on
      if (!Number.isFinite(ratio) || !isOff(ratio)) return [];
      return [
        {
          layer: first.name,
          about: [last.name],
          count: layers.length,
          measured: ratio,
          threshold,
          advice,
          shownBy: { of: [weightWithLargestGradient(look, first)], rows: [look.telling.row] },
        },
      ];
    },
  };
}

function lengthOf({ read }: Look, { gradient }: LayerNodes): number {
  return gradient ? Math.hypot(...read(gradient)) : 0;
}

/** Of the weights that take the telling input, or of all where weights are no matrix of inputs. */
function weightWithLargestGradient(
  { training, read, telling }: Look,
  { weights: [{ node }] }: LayerNodes,
): string {
  const { graph, backward, input } = training;
  const gradient = backward.adjoint.get(node.id);
  const values = gradient ? read(gradient) : [];
  const takesInputs = node.shape.length === 2 && input.shape.length === 2 && node.shape[1] === input.shape[1];
  const [start, stride] = takesInputs ? [telling.input, node.shape[1]] : [0, 1];
  let largest = start;
  for (let i = start; i < values.length; i += stride) {
    if (Math.abs(values[i]) > Math.abs(values[largest])) largest = i;
  }
  return graph.elementName(node.id, positionOf(node.shape, largest));
}
