import { positionOf } from "../../tensor/shape.ts";
import type { Finding } from "./finding.ts";
import type { LayerNodes } from "./layers.ts";
import type { Look } from "./look.ts";

/** How far a step moves the weights of a layer, as a part of their own length; undefined where they are all 0. */
function relativeUpdate({ read }: Look, { weights }: LayerNodes): number | undefined {
  let moved = 0;
  let length = 0;
  for (const { node, next } of weights) {
    const [before, after] = [read(node), read(next)];
    for (let i = 0; i < before.length; i++) {
      moved += (after[i] - before[i]) ** 2;
      length += before[i] ** 2;
    }
  }
  return length === 0 ? undefined : Math.sqrt(moved / length);
}

/** That of the middle layer. */
export function medianUpdate(look: Look): number | undefined {
  const each = look.layers.flatMap((layer) => relativeUpdate(look, layer) ?? []).sort((a, b) => a - b);
  return each[Math.floor(each.length / 2)];
}

/** The weight of a layer that the step moves furthest, to be derived with its update. */
export function movedFurthest(look: Look, layer: LayerNodes | undefined): Pick<Finding, "shownBy"> {
  const [weights] = layer?.weights ?? [];
  if (!weights) return {};
  const [before, after] = [look.read(weights.node), look.read(weights.next)];
  let furthest = 0;
  for (let i = 1; i < before.length; i++) {
    const isFurther = Math.abs(after[i] - before[i]) > Math.abs(after[furthest] - before[furthest]);
    if (isFurther) furthest = i;
  }
  const { graph } = look.training;
  const name = graph.elementName(weights.node.id, positionOf(weights.node.shape, furthest));
  return { shownBy: { of: [name], rows: [look.telling.row] } };
}

/** The last layer with weights, whose gradients are the easiest to follow. */
export function lastWithWeights({ layers }: Look): LayerNodes | undefined {
  return layers.findLast(({ weights }) => weights.length > 0);
}
