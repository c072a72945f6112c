import { stateName } from "../../graph/naming.ts";
import type { Node } from "../../graph/node.ts";
import { sizeOf } from "../../tensor/shape.ts";
import { allocate, areFinite, type Values } from "../../tensor/tensor.ts";
import { type Backend, coneOfProgram, type Executable, type Program } from "../backend.ts";

/**
 * The backend that defines what a graph means: a walk over the nodes that calls each primitive's definition. In
 * a float32 graph every node is rounded to float32 as it is stored.
 */
export const referenceBackend: Backend = {
  name: "reference",
  fma: false,
  threads: 1,
  compile: (program, sharing) => new Walk(program, sharing as Walk | undefined),
};

class Walk implements Executable {
  readonly #program: Program;
  readonly #steps: { node: Node; inputs: Values[]; out: Values }[] = [];
  readonly #values = new Map<number, Values>();
  readonly #states = new Map<string, Values>();
  readonly #updates: { state: Values; next: Values; nextIsState: boolean }[];
  readonly #data = new Map<Node, ArrayLike<number>>();

  constructor(program: Program, sharing: Walk | undefined) {
    this.#program = program;
    const { graph, updates, given } = program;
    for (const node of coneOfProgram(program)) {
      const out = this.#stateOf(node, sharing) ?? allocate(graph.dtype, sizeOf(node.shape));
      this.#values.set(node.id, out);
      if (node.op.name === "input" || node.op.name === "state" || given?.includes(node)) continue;
      if (node.op.name === "constant") node.op.meaning(node, [], out);
      else this.#steps.push({ node, inputs: node.inputs.map((input) => this.#memory(input)), out });
    }
    this.#updates = updates.map(({ of, next }) => ({
      state: this.#memory(of),
      next: this.#memory(next),
      nextIsState: next.op.name === "state",
    }));
  }

  #stateOf(node: Node, sharing: Walk | undefined): Values | undefined {
    const naming = this.#program.graph.names.get(node.id);
    if (node.op.name !== "state" || !naming) return undefined;
    const name = stateName(naming);
    const shared = sharing ? sharing.#states.get(name) : undefined;
    const values = shared ?? allocate(this.#program.graph.dtype, sizeOf(node.shape));
    this.#states.set(name, values);
    return values;
  }

  #memory(node: Node): Values {
    const values = this.#values.get(node.id);
    if (!values) throw new Error(`%${node.id} (${node.op.name}) is not part of the compiled program`);
    return values;
  }

  write(node: Node, values: ArrayLike<number>): void {
    const memory = this.#memory(node);
    if (values.length !== memory.length) {
      throw new Error(`%${node.id}: expected ${memory.length} values, got ${values.length}`);
    }
    memory.set(values);
  }

  read(node: Node): Values {
    return this.#memory(node).slice();
  }

  memoryOf(node: Node): Values {
    return this.#memory(node);
  }

  evaluate(): void {
    for (const { node, inputs, out } of this.#steps) node.op.meaning(node, inputs, out);
  }

  commit(): void {
    // a state that another one takes over must be read before it is replaced
    const values = this.#updates.map(({ next, nextIsState }) => (nextIsState ? next.slice() : next));
    for (const [i, { state }] of this.#updates.entries()) state.set(values[i]);
  }

  advance(): void {
    this.evaluate();
    this.commit();
  }

  load(input: Node, rows: ArrayLike<number>): void {
    this.#memory(input);
    this.#data.set(input, rows);
  }

  run(order: Uint32Array, watched: Node): Values {
    const [batch = 1] = [...this.#data.keys()].map(({ shape }) => shape[0]);
    const seen: number[] = [];
    for (let from = 0; from < order.length; from += batch) {
      this.#take(order.subarray(from, from + batch));
      this.evaluate();
      const results = [this.#memory(watched), ...this.#updates.map(({ next }) => next)];
      if (!results.every(areFinite)) break;
      seen.push(this.#memory(watched)[0]);
      this.commit();
    }
    return Float64Array.from(seen);
  }

  /** Gives every loaded input the rows of one batch. */
  #take(rows: Uint32Array): void {
    for (const [input, data] of this.#data) {
      const memory = this.#memory(input);
      const width = memory.length / rows.length;
      for (let i = 0; i < memory.length; i++) {
        memory[i] = data[rows[Math.floor(i / width)] * width + (i % width)];
      }
    }
  }
}
