import type { Backend, Executable } from "../backends/backend.ts";
import { coneOf } from "../graph/graph.ts";
import { type BuiltModel, buildModel, checkInputs, inputShape, outputsOf } from "../nn/network.ts";
import { InputError } from "../tensor/error.ts";
import { formatShape, sizeOf } from "../tensor/shape.ts";
import type { Tensor, Values } from "../tensor/tensor.ts";
import type { TrainedModel } from "./trained-model.ts";

/** Samples calculated at once; memory, not results, depends on it. */
export const PREDICTED_AT_ONCE = 256;

interface Compiled {
  readonly built: BuiltModel;
  readonly executable: Executable;
}

/** A trained network ready to be used: what it has compiled stays for the next samples. */
export class Predictor {
  readonly model: TrainedModel;
  readonly outputs: number;
  readonly #backend: Backend;
  readonly #inputs: number;
  /** By how many samples they calculate: powers of two. */
  readonly #compiled = new Map<number, Compiled>();

  /** @throws InputError where the layers do not fit */
  constructor(model: TrainedModel, backend: Backend) {
    const { network } = model.model;
    this.model = model;
    this.#backend = backend;
    this.#inputs = sizeOf(inputShape(network));
    this.outputs = outputsOf(network);
  }

  /**
   * What the network says to samples: samples × outputs, row-major.
   * @param inputs samples × inputs, as the network takes them
   * @throws InputError where there are not as many numbers, or some that the network does not take
   */
  outputsFor(inputs: Tensor): Float64Array {
    const [count = 0] = inputs.shape;
    if (inputs.values.length !== count * this.#inputs) {
      throw new InputError(`inputs: expected samples × ${this.#inputs}, got ${formatShape(inputs.shape)}`);
    }
    const said = new Float64Array(count * this.outputs);
    if (count === 0) return said;
    checkInputs(this.model.model.network, inputs);
    for (let from = 0; from < count; from += PREDICTED_AT_ONCE) {
      const size = Math.min(PREDICTED_AT_ONCE, count - from);
      const part = inputs.values.subarray(from * this.#inputs, (from + size) * this.#inputs);
      said.set(this.#outputsOf(part, size), from * this.outputs);
    }
    return said;
  }

  #outputsOf(inputs: Values, count: number): Values {
    const size = 2 ** Math.ceil(Math.log2(count));
    const { built, executable } = this.#compiledFor(size);
    const padded = new Float64Array(size * this.#inputs);
    padded.set(inputs);
    executable.write(built.input, padded);
    executable.evaluate();
    return executable.read(built.prediction).subarray(0, count * this.outputs);
  }

  #compiledFor(samples: number): Compiled {
    const known = this.#compiled.get(samples);
    if (known) return known;
    const { model, parameters, dtype } = this.model;
    const built = buildModel(model, parameters, samples, dtype, "predict");
    const program = { graph: built.graph, outputs: [built.prediction], updates: [] };
    const [home] = this.#compiled.values();
    const executable = this.#backend.compile(program, home?.executable);
    const isNeeded = new Set(coneOf([built.prediction]));
    for (const [i, node] of built.parameters.entries()) {
      if (!home && isNeeded.has(node)) executable.write(node, parameters[i].initial.values);
    }
    const made = { built, executable };
    this.#compiled.set(samples, made);
    return made;
  }
}
