import type { Node } from "../../graph/node.ts";
import { sizeOf } from "../../tensor/shape.ts";
import type { Values } from "../../tensor/tensor.ts";
import { coneOfProgram, type Executable, type Program } from "../backend.ts";
import { type Compiled, compileAdvance, compileEvaluate, type Target } from "./compile.ts";
import type { Place, Places } from "./emit/places.ts";
import type { Family } from "./family.ts";
import { load, type Made } from "./load.ts";
import { type Simplified, simplify } from "./lower/simplify.ts";
import type { FreeList, Region } from "./memory/free-list.ts";
import { placeLeaves } from "./memory/leaves.ts";
import { Runner } from "./runner.ts";

/** A program whose modules are compiled when they are first needed. */
export class WasmExecutable implements Executable {
  readonly family: Family;
  readonly states: ReadonlyMap<string, number>;
  readonly #program: Program;
  readonly #target: Target;
  readonly #simplified: Simplified;
  readonly #leaves: Places;
  readonly #inProgram: ReadonlySet<number>;
  readonly #regions: Region[];
  readonly #runner: Runner;
  #evaluation: Made | undefined;
  #advance: Made | undefined;

  constructor(program: Program, family: Family, target: Target, sharing: WasmExecutable | undefined) {
    const { heap } = family;
    this.family = family;
    this.#program = program;
    this.#target = target;
    this.#simplified = simplify(program);
    this.#inProgram = new Set(coneOfProgram(program).map(({ id }) => id));
    const { places, states, own } = placeLeaves(program, heap, sharing?.states ?? new Map());
    this.states = states;
    this.#leaves = new Map([...places].map(([node, place]) => [this.#simple(node).id, place]));
    this.#regions = [...own];
    this.#runner = new Runner(this, program, this.#simplified, this.#leaves, target, this.#regions);
    registry.register(this, { free: heap.free, regions: this.#regions });
  }

  /** What the compiler makes of an evaluation. */
  get compiled(): Compiled {
    return this.#evaluated().compiled;
  }

  write(node: Node, values: ArrayLike<number>): void {
    const memory = this.memoryOf(node);
    if (values.length !== memory.length) {
      throw new Error(`%${node.id}: expected ${memory.length} values, got ${values.length}`);
    }
    memory.set(values);
  }

  read(node: Node): Values {
    return this.memoryOf(node).slice();
  }

  evaluate(): void {
    this.#evaluated().exports.evaluate(0);
  }

  commit(): void {
    this.#evaluated().exports.commit();
  }

  advance(): void {
    const { heap } = this.family;
    this.#advance ??= load(
      compileAdvance(this.#simplified, this.#leaves, heap, this.#target),
      heap,
      this.#regions,
    );
    this.#advance.exports.evaluate(0);
    this.#advance.exports.commit();
  }

  load(input: Node, rows: ArrayLike<number>): void {
    this.#runner.load(input, rows);
  }

  run(order: Uint32Array, watched: Node): Values {
    return this.#runner.run(order, watched);
  }

  /** The numbers of a node where they are, until more memory is allocated. */
  memoryOf(node: Node): Values {
    const { address, shape } = this.#place(node);
    return this.family.heap.values(this.#program.graph.dtype, address, sizeOf(shape));
  }

  #simple(node: Node): Node {
    return this.#simplified.nodes.get(node.id) as Node;
  }

  #evaluated(): Made {
    this.#evaluation ??= load(
      compileEvaluate(this.#simplified, this.#leaves, this.family.heap, this.#target),
      this.family.heap,
      this.#regions,
    );
    return this.#evaluation;
  }

  #place(node: Node): Place {
    if (!this.#inProgram.has(node.id)) {
      throw new Error(`%${node.id} (${node.op.name}) is not part of the compiled program`);
    }
    const simple = this.#simple(node);
    const leaf = this.#leaves.get(simple.id);
    if (leaf) return leaf;
    const { places } = this.compiled;
    const update = this.#program.updates.findIndex(({ next }) => next === node);
    const next = this.#simplified.updates[update]?.next;
    const place = places.get(simple.id) ?? (next && places.get(next.id));
    if (!place) {
      throw new Error(`%${node.id} (${node.op.name}): expected one of the outputs, to read its numbers`);
    }
    return place;
  }
}

/** What nobody can reach any more goes back to those who share the memory. */
const registry = new FinalizationRegistry<{ free: FreeList; regions: readonly Region[] }>(
  ({ free, regions }) => {
    for (const region of regions) free.release(region);
  },
);
