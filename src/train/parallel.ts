import type { Executable, Program } from "../backends/backend.ts";
import { type Part, wholeOf } from "../nn/part.ts";
import type { Samples } from "../nn/samples.ts";
import { InputError } from "../tensor/error.ts";
import { sizeOf } from "../tensor/shape.ts";
import { allocate, areFinite, type DType, type Values } from "../tensor/tensor.ts";
import { Blocks } from "./blocks.ts";
import { Buckets } from "./buckets.ts";
import { type Ranks, slicesOf } from "./ranks.ts";
import { type SplitStep, splitStep } from "./split.ts";
import type { TrainingStep } from "./step.ts";

/** Who trains together, and how what they find is added up. */
export interface Together {
  readonly ranks: Ranks;
  /**
   * In so many blocks every batch is cut, whose gradients are added in a fixed order: then the bits of the training do not
   * depend on the number of ranks. Default: one part of the batch for each rank.
   */
  readonly blocks?: number;
  /** From whom a session has its steps: a program that trains alone need not load how. */
  steps(parts: Parts): ParallelSteps;
}

/** Training by these ranks; see `Together` for what blocks are. */
export function together(ranks: Ranks, blocks?: number): Together {
  const how = { ranks, ...(blocks !== undefined && { blocks }) };
  return { ...how, steps: (parts) => new ParallelSteps(how, parts) };
}

/** What a session gives to those who take its steps in parts. */
export interface Parts {
  readonly dtype: DType;
  build(part: Part): TrainingStep;
  compile(program: Program): Executable;
}

interface Half {
  readonly split: SplitStep;
  readonly executable: Executable;
}

interface Loaded {
  readonly samples: Samples;
  readonly inputs: Values;
  readonly targets: Values;
}

/** Takes training steps on batches of which each rank calculates a part. */
export class ParallelSteps {
  readonly #together: Omit<Together, "steps">;
  readonly #parts: Parts;
  /** Gradients to next values: the same for parts of all sizes. */
  readonly #second: Half;
  readonly #first = new Map<string, Half>();
  readonly #buckets: Buckets;
  readonly #blocks: Blocks;
  readonly #loss: Values;
  readonly #before: readonly Values[];
  #loaded: Loaded | undefined;
  /** Does a layer draw numbers by the place of a sample in the batch? */
  readonly #isDrawn: boolean;

  constructor(together: Omit<Together, "steps">, parts: Parts) {
    const { ranks } = together;
    const { dtype } = parts;
    this.#together = together;
    this.#parts = parts;
    // two samples, for of one alone some layers keep nothing
    const part = wholeOf(2);
    const split = splitStep(parts.build(part), part);
    const { graph } = split.step;
    const { cut, updates } = split;
    this.#second = { split, executable: parts.compile({ graph, outputs: [], updates, given: cut }) };
    this.#isDrawn = graph.nodes.some(({ op }) => op.isDrawn);
    this.#loss = allocate(dtype, 1);
    this.#before = updates.map(({ of }) => allocate(dtype, sizeOf(of.shape)));
    const sizes = [1, ...cut.map(({ shape }) => sizeOf(shape))];
    this.#buckets = new Buckets(ranks, sizes, dtype);
    this.#blocks = new Blocks(
      ranks,
      sizes.reduce((sum, size) => sum + size, 0),
      dtype,
    );
  }

  /**
   * Takes a step on each batch of the rows that `order` names, and returns the loss from before each. It ends before a step
   * after which a number would no longer be finite.
   * @param order as many rows of the samples as there are steps times the size of a batch
   */
  run(samples: Samples, order: Uint32Array, batchSize: number): Values {
    const { executable, split } = this.#second;
    const states = split.updates.map(({ of }) => of);
    for (const [i, state] of states.entries()) this.#before[i].set(executable.memoryOf(state));
    const losses = allocate(this.#parts.dtype, order.length / batchSize);
    for (let i = 0; i < losses.length; i++) {
      losses[i] = this.#reduce(samples, order.subarray(i * batchSize, (i + 1) * batchSize));
      executable.advance();
    }
    if (areFinite(losses) && states.every((state) => areFinite(executable.memoryOf(state)))) return losses;
    for (const [i, state] of states.entries()) executable.memoryOf(state).set(this.#before[i]);
    return losses.slice(0, this.#repeat(samples, order, batchSize));
  }

  /** Takes the steps once more, one by one, and says after how many it had to end. */
  #repeat(samples: Samples, order: Uint32Array, batchSize: number): number {
    const { executable, split } = this.#second;
    for (let i = 0; i < order.length / batchSize; i++) {
      const loss = this.#reduce(samples, order.subarray(i * batchSize, (i + 1) * batchSize));
      executable.evaluate();
      const isSound = split.updates.every(({ next }) => areFinite(executable.memoryOf(next)));
      if (!Number.isFinite(loss) || !isSound) return i;
      executable.commit();
    }
    throw new Error("expected a step that left the finite numbers to do so again");
  }

  /** Puts the gradients of a batch where the second half reads them, and returns its loss. */
  #reduce(samples: Samples, rows: Uint32Array): number {
    const { ranks, blocks } = this.#together;
    const { executable, split } = this.#second;
    // asked for when everything is compiled, which moves what is in memory
    const sums = () => [this.#loss, ...split.cut.map((node) => executable.memoryOf(node))];
    if (blocks !== undefined) {
      const count = Math.min(blocks, rows.length);
      const block = (i: number) => this.#calculate(samples, rows, partOf(rows.length, i, count));
      this.#blocks.reduce(count, block, sums);
    } else {
      const part = partOf(rows.length, ranks.rank, ranks.size);
      const own = part.samples > 0 ? this.#calculate(samples, rows, part) : undefined;
      const to = sums();
      if (!own) for (const values of to) values.fill(0);
      this.#buckets.reduce(own ?? to, to);
    }
    return this.#loss[0];
  }

  /** The loss and the gradients of part of a batch, until the next one is calculated. */
  #calculate(samples: Samples, rows: Uint32Array, part: Part): readonly Values[] {
    const { split, executable } = this.#firstOf(part);
    const { input, target, loss } = split.step;
    const own = rows.subarray(part.from, part.from + part.samples);
    const { inputs, targets } = this.#numbersOf(samples);
    fill(executable.memoryOf(input), inputs, own);
    fill(executable.memoryOf(target), targets, own);
    executable.evaluate();
    return [loss, ...split.cut].map((node) => executable.memoryOf(node));
  }

  /** As wide as those of the graph: to convert the rows of a batch would take longer than to add up its gradients. */
  #numbersOf(samples: Samples): Loaded {
    if (this.#loaded?.samples === samples) return this.#loaded;
    const [inputs, targets] = [samples.inputs, samples.targets].map(({ values }) => {
      const converted = allocate(this.#parts.dtype, values.length);
      if (values.constructor === converted.constructor) return values as Values;
      converted.set(values);
      return converted;
    });
    this.#loaded = { samples, inputs, targets };
    return this.#loaded;
  }

  #firstOf(part: Part): Half {
    const key = [part.samples, part.of, this.#isDrawn ? part.from : 0].join();
    const known = this.#first.get(key);
    if (known) return known;
    const split = splitStep(this.#parts.build(part), part);
    const { graph, loss } = split.step;
    if (split.cut.length !== this.#second.split.cut.length) {
      throw new InputError(
        `expected at least 2 samples in each part of a batch, for a layer normalises over them, found ${part.samples}; train with larger batches, or fewer ranks`,
      );
    }
    const half = {
      split,
      executable: this.#parts.compile({ graph, outputs: [loss, ...split.cut], updates: [] }),
    };
    this.#first.set(key, half);
    return half;
  }
}

/** Puts the rows of a data set one after the other. */
function fill(memory: Values, all: Values, rows: Uint32Array): void {
  const width = memory.length / rows.length;
  for (const [i, row] of rows.entries()) {
    memory.set(all.subarray(row * width, (row + 1) * width), i * width);
  }
}

/** The i-th of so many parts of a batch. */
function partOf(batch: number, i: number, parts: number): Part {
  const { counts, offsets } = slicesOf(batch, parts);
  return { samples: counts[i], of: batch, from: offsets[i] };
}
