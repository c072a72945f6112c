import { InputError } from "../tensor/error.ts";
import type { DType } from "../tensor/tensor.ts";
import type { Expr, Index } from "./expression.ts";
import { elementName, elementNamed, type Naming } from "./naming.ts";
import type { Attrs, Node, Primitive } from "./node.ts";

/**
 * How a person states a composite without its insides. Each rule is tested against the unfolded graph.
 */
export interface ClosedRules {
  readonly inputs: readonly Node[];
  readonly output: Node;
  /**
   * Do the rules say what the insides do for this element of the output or of an input? `read` knows the numbers.
   * Without it they do everywhere.
   */
  holds?(at: readonly number[], read: (node: Node, at: readonly number[]) => number): boolean;
  /** One element of the output, over elements of the inputs or of other nodes. */
  value?(at: readonly Index[]): Expr;
  /** One element of the gradient with respect to the i-th input, given the output's; undefined: no short form. */
  gradient?(i: number, at: readonly Index[], output: (at: readonly Index[]) => Expr): Expr | undefined;
}

/** A named composite: a layer, an activation, a loss. */
export interface Scope {
  readonly id: number;
  readonly kind: string;
  readonly parent: number | undefined;
}

/**
 * An append-only graph of tensor operations. Passes add nodes behind those that are there; names and closed
 * rules stand in tables beside the nodes.
 */
export class Graph {
  readonly dtype: DType;
  readonly nodes: Node[] = [];
  readonly scopes: Scope[] = [];
  readonly names: Map<number, Naming> = new Map();
  readonly closed: Map<number, ClosedRules> = new Map();
  #scope: number | undefined;

  constructor(dtype: DType = "f64") {
    this.dtype = dtype;
  }

  /** @throws InputError where the primitive refuses the inputs' shapes */
  add(op: Primitive, inputs: readonly Node[] = [], attrs: Attrs = {}): Node {
    if (inputs.length !== op.arity) {
      throw new InputError(`${op.name}: expected ${op.arity} inputs, got ${inputs.length}`);
    }
    const shape = op.shape(
      inputs.map((input) => input.shape),
      attrs,
    );
    const node = { id: this.nodes.length, op, inputs, attrs, shape, scope: this.#scope };
    this.nodes.push(node);
    return node;
  }

  /** Calls a node by a name, and returns it. */
  name(node: Node, naming: Naming): Node {
    this.names.set(node.id, naming);
    return node;
  }

  /** Everything that `build` adds belongs to a new scope, or to the scope of the given id. */
  within<T>(scope: string | number | undefined, build: (id: number) => T): T {
    const outer = this.#scope;
    this.#scope = typeof scope === "string" ? this.#open(scope) : scope;
    try {
      return build(this.#scope ?? -1);
    } finally {
      this.#scope = outer;
    }
  }

  #open(kind: string): number {
    const id = this.scopes.length;
    this.scopes.push({ id, kind, parent: this.#scope });
    return id;
  }

  /** Is `inner` the scope `outer`, or somewhere inside it? */
  inside(inner: number | undefined, outer: number): boolean {
    for (let id = inner; id !== undefined; id = this.scopes[id]?.parent) if (id === outer) return true;
    return false;
  }

  /** What people call an element; where nobody named the node, `%12[0, 3]`. */
  elementName(node: number, at: readonly number[]): string {
    const naming = this.names.get(node);
    return naming ? elementName(naming, at) : `%${node}${at.length > 0 ? `[${at.join(", ")}]` : ""}`;
  }

  /** The element that people call by this name, or undefined. */
  find(name: string): { node: Node; at: number[] } | undefined {
    for (const [id, naming] of this.names) {
      const at = elementNamed(naming, this.nodes[id].shape, name);
      if (at) return { node: this.nodes[id], at };
    }
    return undefined;
  }
}

/**
 * The nodes that `roots` need, themselves included, in the order of calculation.
 * @param given nodes whose numbers are there: what they would need is left out
 */
export function coneOf(roots: readonly Node[], given: readonly Node[] = []): Node[] {
  const isGiven = new Set(given);
  const found = new Map<number, Node>();
  const waiting = [...roots];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (found.has(node.id)) continue;
    found.set(node.id, node);
    if (!isGiven.has(node)) waiting.push(...node.inputs);
  }
  return [...found.values()].sort((a, b) => a.id - b.id);
}
