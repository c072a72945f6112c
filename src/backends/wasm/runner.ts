import type { Node } from "../../graph/node.ts";
import { sizeOf } from "../../tensor/shape.ts";
import { allocate, areFinite, type DType, type Values } from "../../tensor/tensor.ts";
import type { Program } from "../backend.ts";
import { compileRun, type Target } from "./compile.ts";
import { bytesOf } from "./emit/lanes.ts";
import type { Places } from "./emit/places.ts";
import type { Family } from "./family.ts";
import { load, type Made } from "./load.ts";
import type { Simplified } from "./lower/simplify.ts";
import type { Region } from "./memory/free-list.ts";
import type { Heap } from "./memory/heap.ts";

/** What the runner asks of the executable that it belongs to. */
interface Owner {
  readonly family: Family;
  memoryOf(node: Node): Values;
  evaluate(): void;
  commit(): void;
}

/** A data set in memory. */
interface Data {
  readonly region: Region;
  readonly rows: number;
}

/** Where a run finds the numbers of rows, and leaves what was watched. */
interface Queue {
  readonly order: Region;
  readonly watched: Region;
}

interface Run extends Made {
  readonly watched: Node;
  readonly fed: readonly Node[];
  /** The number by which all threads know it, where several run it. */
  readonly pooled: number | undefined;
}

/** Takes many steps in one call, on batches from data sets in memory. */
export class Runner {
  readonly #owner: Owner;
  readonly #program: Program;
  readonly #simplified: Simplified;
  readonly #leaves: Places;
  readonly #target: Target;
  readonly #regions: Region[];
  readonly #data = new Map<Node, Data>();
  /** The states as they were before a run that may have to be taken back. */
  readonly #before: readonly Values[];
  #made: Run | undefined;
  #queue: Queue | undefined;

  constructor(
    owner: Owner,
    program: Program,
    simplified: Simplified,
    leaves: Places,
    target: Target,
    regions: Region[],
  ) {
    this.#owner = owner;
    this.#program = program;
    this.#simplified = simplified;
    this.#leaves = leaves;
    this.#target = target;
    this.#regions = regions;
    this.#before = program.updates.map(({ of }) => allocate(program.graph.dtype, sizeOf(of.shape)));
  }

  load(input: Node, rows: ArrayLike<number>): void {
    const heap = this.#heap;
    const known = this.#data.get(input);
    if (known) this.#release(known.region);
    else this.#made = undefined;
    const region = this.#allocate(rows.length * this.#width);
    heap.values(this.#dtype, region.address, rows.length).set(rows);
    this.#data.set(input, { region, rows: rows.length / widthOf(input) });
  }

  run(order: Uint32Array, watched: Node): Values {
    const heap = this.#heap;
    const { exports, fed, pooled } = this.#runOf(watched);
    const steps = order.length / this.#batch;
    const queue = this.#queueFor(order.length, steps);
    const isWhole = this.#isWhole(order);
    if (isWhole)
      for (const [input, data] of this.#data) this.#feed(input, data, order.subarray(0, this.#batch));
    else this.#checkRows(order);
    new Uint32Array(heap.memory.buffer, queue.order.address, order.length).set(order);
    const states = this.#program.updates.map(({ of }) => of);
    for (const [i, state] of states.entries()) this.#before[i].set(this.#owner.memoryOf(state));
    const data = fed.map((input) => this.#data.get(input)?.region.address ?? 0);
    const args = [steps, queue.order.address, queue.watched.address, isWhole ? 0 : 1, ...data];
    if (pooled === undefined) exports.run(0, ...args);
    else this.#owner.family.pool.run(pooled, exports.run, args);
    const seen = heap.values(this.#dtype, queue.watched.address, steps).slice();
    if (areFinite(seen) && states.every((state) => this.#isFinite(state))) return seen;
    for (const [i, state] of states.entries()) this.#owner.memoryOf(state).set(this.#before[i]);
    return this.#runOneByOne(order, watched);
  }

  /** Repeats a run by evaluations, to find the step before which it must end. */
  #runOneByOne(order: Uint32Array, watched: Node): Values {
    const seen: number[] = [];
    const results = [watched, ...this.#program.updates.map(({ next }) => next)];
    for (let from = 0; from < order.length; from += this.#batch) {
      for (const [input, data] of this.#data) {
        this.#feed(input, data, order.subarray(from, from + this.#batch));
      }
      this.#owner.evaluate();
      if (!results.every((node) => this.#isFinite(node))) break;
      seen.push(this.#owner.memoryOf(watched)[0]);
      this.#owner.commit();
    }
    const values = allocate(this.#dtype, seen.length);
    values.set(seen);
    return values;
  }

  #feed(input: Node, { region, rows }: Data, chosen: Uint32Array): void {
    const width = widthOf(input);
    const all = this.#heap.values(this.#dtype, region.address, rows * width);
    const memory = this.#owner.memoryOf(input);
    for (const [i, row] of chosen.entries())
      memory.set(all.subarray(row * width, (row + 1) * width), i * width);
  }

  get #heap(): Heap {
    return this.#owner.family.heap;
  }

  get #dtype(): DType {
    return this.#program.graph.dtype;
  }

  get #width(): number {
    return bytesOf(this.#dtype);
  }

  get #batch(): number {
    const [input] = this.#data.keys();
    if (!input) throw new Error("run: expected an input with rows to take batches from; load one first");
    return input.shape[0];
  }

  /** A row that is not there would be read from whatever lies behind the data. */
  #checkRows(order: Uint32Array): void {
    const rows = Math.min(...[...this.#data.values()].map((data) => data.rows));
    const largest = largestOf(order);
    if (largest >= rows) throw new Error(`run: expected rows below ${rows}, got ${largest}`);
  }

  /** Is every batch the whole data set in its order? Then it need not be gathered again for each step. */
  #isWhole(order: Uint32Array): boolean {
    const batch = this.#batch;
    if ([...this.#data.values()].some(({ rows }) => rows !== batch)) return false;
    for (let i = 0; i < order.length; i++) if (order[i] !== i % batch) return false;
    return true;
  }

  #isFinite(node: Node): boolean {
    return areFinite(this.#owner.memoryOf(node));
  }

  #runOf(watched: Node): Run {
    if (this.#made?.watched === watched) return this.#made;
    const fed = [...this.#data.keys()];
    const simple = (node: Node) => this.#simplified.nodes.get(node.id) as Node;
    const watching = { fed: fed.map(simple), watched: simple(watched), batch: this.#batch };
    const heap = this.#heap;
    const compiled = compileRun(this.#simplified, watching, this.#leaves, heap, this.#target);
    const made = load(compiled, heap, this.#regions);
    const pooled = compiled.threads > 1 ? this.#owner.family.pool.add(made.module) : undefined;
    this.#made = { ...made, watched, fed, pooled };
    return this.#made;
  }

  #queueFor(rows: number, steps: number): Queue {
    const [orderBytes, watchedBytes] = [rows * 4, steps * this.#width];
    const queue = this.#queue;
    if (queue && queue.order.bytes >= orderBytes && queue.watched.bytes >= watchedBytes) return queue;
    if (queue) for (const region of [queue.order, queue.watched]) this.#release(region);
    this.#queue = { order: this.#allocate(orderBytes), watched: this.#allocate(watchedBytes) };
    return this.#queue;
  }

  #allocate(bytes: number): Region {
    const region = this.#heap.allocate(bytes);
    this.#regions.push(region);
    return region;
  }

  #release(region: Region): void {
    this.#regions.splice(this.#regions.indexOf(region), 1);
    this.#heap.release(region);
  }
}

/** Numbers of one sample. */
function widthOf({ shape }: Node): number {
  return sizeOf(shape.slice(1));
}

/** A plain loop: a callback would take longer than a step of a small network. */
function largestOf(numbers: Uint32Array): number {
  let largest = -1;
  for (let i = 0; i < numbers.length; i++) if (numbers[i] > largest) largest = numbers[i];
  return largest;
}
