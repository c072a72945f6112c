import type { Executed } from "../autodiff/executed.ts";
import type { Node } from "../graph/node.ts";
import { positionsOf } from "../tensor/shape.ts";

/** Where a training step first left the finite numbers. */
export interface NonFinite {
  /** `net_h7` */
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

/**
 * The first operation, in the order of calculation, whose result is not finite, and the first named quantity that
 * shows it.
 */
export function firstNonFinite({ graph, value }: Executed): NonFinite | undefined {
  let first: NonFinite | undefined;
  for (const node of graph.nodes) {
    if (first && !graph.names.has(node.id)) continue;
    const at = positionsOf(node.shape).find((position) => !Number.isFinite(value(node, position)));
    if (!at) continue;
    first ??= { name: "", value: value(node, at), op: node.op.name, scope: scopeOf(node) };
    if (graph.names.has(node.id)) return { ...first, name: graph.elementName(node.id, at) };
  }
  return first;

  function scopeOf({ scope }: Node): string | undefined {
    return scope === undefined ? undefined : graph.scopes[scope].kind;
  }
}
