import type { Executed } from "../autodiff/executed.ts";
import type { Node } from "../graph/node.ts";
import { positionOf, sizeOf } from "../tensor/shape.ts";

/** The numbers that an exercise gives, by the names that derivations call them: parameters, inputs, targets. */
export function givensOf({ graph, parameters, value }: Executed): ReadonlyMap<string, number> {
  const isTarget = ({ id }: Node) => graph.names.get(id)?.text.startsWith("target") ?? false;
  const inputs = graph.nodes.filter((node) => node.op.name === "input");
  const nodes = [
    ...inputs.filter((node) => !isTarget(node)),
    ...parameters.map(({ node }) => node),
    ...inputs.filter(isTarget),
  ];
  return new Map(
    nodes.flatMap((node) =>
      Array.from({ length: sizeOf(node.shape) }, (_, offset): [string, number] => {
        const at = positionOf(node.shape, offset);
        return [graph.elementName(node.id, at), value(node, at)];
      }),
    ),
  );
}
