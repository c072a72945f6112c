import type { Graph } from "../../../graph/graph.ts";
import type { Node } from "../../../graph/node.ts";
import { formatShape, sizeOf } from "../../../tensor/shape.ts";
import { allocate, type Values } from "../../../tensor/tensor.ts";

/** How much may be calculated while a file is read: multiplications, about. */
const MAX_WORK = 2 ** 22;

/**
 * Numbers that are known before anything is executed: those from which shapes, axes and counts follow. They are calculated by
 * the definitions of the operations, rounded as a graph of its width is.
 */
export class Known {
  readonly #values = new Map<number, Values>();
  /** Of the nodes that have been looked at, in their order. */
  readonly #constant: boolean[] = [];
  readonly #graph: Graph;
  #work = 0;
  readonly #refuse: (message: string) => Error;
  /** The numbers of a leaf that somebody gave. */
  readonly #given: (leaf: Node) => Values | undefined;

  constructor(graph: Graph, given: (leaf: Node) => Values | undefined, refuse: (message: string) => Error) {
    this.#graph = graph;
    this.#given = given;
    this.#refuse = refuse;
  }

  set(node: Node, values: Values): void {
    this.#values.set(node.id, values);
  }

  /** Does it depend on nothing that comes from outside? */
  isConstant(node: Node): boolean {
    for (let id = this.#constant.length; id <= node.id; id++) {
      const { op, inputs } = this.#graph.nodes[id];
      const follows = inputs.length > 0 && inputs.every((input) => this.#constant[input.id]);
      this.#constant.push(op.name === "constant" || this.#values.has(id) || follows);
    }
    return this.#constant[node.id];
  }

  /** Undefined where something from outside is needed that nobody gave; `missing` is told which. */
  valuesOf(root: Node, missing: (leaf: Node) => void): Values | undefined {
    for (const node of this.#unknown(root)) {
      if (node.op.name !== "input" && node.op.name !== "state") {
        this.#calculate(node);
        continue;
      }
      const given = this.#given(node);
      if (!given) {
        missing(node);
        return undefined;
      }
      this.#values.set(node.id, given);
    }
    return this.#values.get(root.id);
  }

  /** What the root needs that has not been calculated yet, in the order of calculation. */
  #unknown(root: Node): Node[] {
    const found = new Map<number, Node>();
    const waiting = [root];
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      if (found.has(node.id) || this.#values.has(node.id)) continue;
      found.set(node.id, node);
      waiting.push(...node.inputs);
    }
    return [...found.values()].sort((a, b) => a.id - b.id);
  }

  #calculate(node: Node): void {
    const inner = node.op.name === "matmul" ? sizeOf(node.inputs[0].shape) / (node.shape.at(-2) || 1) : 1;
    const read = node.inputs.map(({ shape }) => sizeOf(shape));
    this.#work += Math.max(sizeOf(node.shape) * inner, ...read);
    if (this.#work > MAX_WORK) {
      throw this.#refuse(
        `expected less to calculate before anything is executed, found ${formatShape(node.shape)}`,
      );
    }
    const out = allocate(this.#graph.dtype, sizeOf(node.shape));
    node.op.meaning(
      node,
      node.inputs.map(({ id }) => this.#values.get(id) as Values),
      out,
    );
    this.#values.set(node.id, out);
  }
}
