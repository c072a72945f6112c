import type { Backend, Executable } from "../backends/backend.ts";
import type { Unseen } from "../data/encode.ts";
import type { Table } from "../formats/csv.ts";
import { InputError } from "../tensor/error.ts";
import { formatShape } from "../tensor/shape.ts";
import type { Tensor, Values } from "../tensor/tensor.ts";
import { type Answer, answerOf } from "./answers.ts";
import type { Predictable, PredictionGraph } from "./predictable.ts";
import { inputsOfTable, type Row, tableOfRows } from "./rows.ts";

/** Samples calculated at once; memory, not results, depends on it. */
const AT_ONCE = 256;

interface Compiled extends PredictionGraph {
  readonly executable: Executable;
}

/** Answers, and levels of categories that the training part did not have. */
export interface Predicted {
  /** One for each row, in their order. */
  readonly answers: readonly Answer[];
  readonly unseen: readonly Unseen[];
}

/** A trained model ready to be used: what it has compiled stays for the next rows. */
export class Predictor {
  readonly model: Predictable;
  readonly #backend: Backend;
  /** By how many samples they calculate: powers of two. */
  readonly #compiled = new Map<number, Compiled>();

  constructor(model: Predictable, backend: Backend) {
    this.model = model;
    this.#backend = backend;
  }

  /**
   * What the model says of rows as they stand in the data, by the names of their columns; where the inputs have no names,
   * a list of numbers each.
   * @throws InputError that names the row and the column where they are not as in the training
   */
  predict(rows: readonly Row[]): Answer[] {
    return rows.length === 0 ? [] : [...this.predictTable(tableOfRows(rows)).answers];
  }

  /** The same, of a table of cells. */
  predictTable(table: Table): Predicted {
    const { inputs, unseen } = inputsOfTable(this.model, table);
    return { answers: this.#answersTo(inputs), unseen };
  }

  #answersTo(inputs: Tensor): Answer[] {
    const { outputs, answers } = this.model;
    const said = this.outputsFor(inputs);
    return Array.from({ length: inputs.shape[0] }, (_, row) =>
      answerOf(answers, said.subarray(row * outputs, (row + 1) * outputs)),
    );
  }

  /**
   * What the network says to inputs: samples × outputs, row-major.
   * @param inputs samples × inputs, as the network takes them
   * @throws InputError where there are not as many numbers, or some that the network does not take
   */
  outputsFor(inputs: Tensor): Float64Array {
    const { inputs: width, outputs } = this.model;
    const [count = 0] = inputs.shape;
    if (inputs.values.length !== count * width) {
      throw new InputError(`inputs: expected samples × ${width}, got ${formatShape(inputs.shape)}`);
    }
    const said = new Float64Array(count * outputs);
    if (count === 0) return said;
    const fault = this.model.faultIn(inputs);
    if (fault) {
      const { layer, expected, input, sample, found } = fault;
      throw new InputError(
        `${layer}: expected ${expected} as input ${input + 1} of sample ${sample + 1}, found ${found}`,
      );
    }
    const most = this.model.samples ?? AT_ONCE;
    for (let from = 0; from < count; from += most) {
      const size = Math.min(most, count - from);
      const part = inputs.values.subarray(from * width, (from + size) * width);
      said.set(this.#outputsOf(part, size), from * outputs);
    }
    return said;
  }

  #outputsOf(inputs: Values, count: number): Values {
    const { inputs: width, outputs, samples } = this.model;
    const size = samples ?? 2 ** Math.ceil(Math.log2(count));
    const { input, output, executable } = this.#compiledFor(size);
    const padded = new Float64Array(size * width);
    padded.set(inputs);
    executable.write(input, padded);
    executable.evaluate();
    return executable.read(output).subarray(0, count * outputs);
  }

  #compiledFor(samples: number): Compiled {
    const known = this.#compiled.get(samples);
    if (known) return known;
    const built = this.model.graphFor(samples);
    const program = { graph: built.graph, outputs: [built.output], updates: [] };
    const [home] = this.#compiled.values();
    const executable = this.#backend.compile(program, home?.executable);
    for (const [node, values] of built.numbers) executable.write(node, values);
    const made = { ...built, executable };
    this.#compiled.set(samples, made);
    return made;
  }
}
