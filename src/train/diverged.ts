import type { Executed } from "../autodiff/executed.ts";
import type { Node } from "../graph/node.ts";
import { positionOf, sizeOf } from "../tensor/shape.ts";

/** Where a training step first left the finite numbers. */
export interface NonFinite {
  /** `net_h7`, or `%12[0, 3]` where the place has no name. */
  readonly name: string;
  readonly value: number;
  readonly op: string;
  /** `layers.2`, a loss, an optimiser. */
  readonly scope: string | undefined;
}

/** Training has left the finite numbers: the learning rate is too large, or the data is not what it should be. */
export class DivergedError extends Error {
  override readonly name = "DivergedError";
  readonly step: number;
  readonly first: NonFinite | undefined;

  constructor(step: number, first: NonFinite | undefined) {
    const what = first?.value !== undefined && Number.isNaN(first.value) ? "not a number" : "infinite";
    const where = first ? `${first.name} became ${what} in ${first.scope ?? "the input"} (${first.op})` : "";
    super(`stopped at step ${step}: ${where || "the loss is not finite"}`);
    this.step = step;
    this.first = first;
  }
}

/** The first element, in the order of calculation, that is not finite. */
export function firstNonFinite({ graph, value }: Executed): NonFinite | undefined {
  for (const node of graph.nodes) {
    for (let offset = 0; offset < sizeOf(node.shape); offset++) {
      const at = positionOf(node.shape, offset);
      const found = value(node, at);
      if (Number.isFinite(found)) continue;
      return { name: graph.elementName(node.id, at), value: found, op: node.op.name, scope: scopeOf(node) };
    }
  }
  return undefined;

  function scopeOf({ scope }: Node): string | undefined {
    return scope === undefined ? undefined : graph.scopes[scope].kind;
  }
}
