import type { Primitive } from "../graph/node.ts";

/** A primitive whose numbers come from outside of the graph; its shape is the attribute `shape`. */
export function leaf(name: string): Primitive {
  return {
    name,
    arity: 0,
    shape: (_inputs, attrs) => attrs.shape as readonly number[],
    meaning() {
      throw new Error(`${name}: its values come from outside and are never calculated`);
    },
    element: (node, at) => ({ ref: { node: node.id, at } }),
    vjp: () => undefined,
    sample: () => ({ inputs: [], attrs: { shape: [2, 3] } }),
  };
}
