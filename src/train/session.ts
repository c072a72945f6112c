import type { Executed } from "../autodiff/executed.ts";
import type { Backend, Executable, Program } from "../backends/backend.ts";
import type { Node } from "../graph/node.ts";
import type { Kinds } from "../nn/kinds.ts";
import { type BuiltModel, buildModel } from "../nn/network.ts";
import { initialState, type OptimizerSpec } from "../nn/optimizers.ts";
import { type Parameter, parametersOf } from "../nn/parameters.ts";
import type { Part } from "../nn/part.ts";
import type { Samples } from "../nn/samples.ts";
import { DROPS } from "../nn/schedules.ts";
import { checkInputs, inputShape, outputsOf } from "../nn/shapes.ts";
import type { ModelSpec } from "../nn/spec.ts";
import { InputError } from "../tensor/error.ts";
import { formatShape, offsetOf, type Shape, sameShape, sizeOf } from "../tensor/shape.ts";
import { areFinite, type DType, type Tensor, type Values } from "../tensor/tensor.ts";
import { DivergedError, firstNonFinite } from "./diverged.ts";
import type { ParallelSteps, Together } from "./parallel.ts";
import { takeRows } from "./rows.ts";
import { checkState, statesOf, type TrainingState } from "./state.ts";
import { buildStep, type TrainingStep } from "./step.ts";

/** Samples measured at once; memory, not results, depends on it. */
const CHUNK = 256;

export interface SessionOptions {
  readonly model: ModelSpec;
  readonly optimizer: OptimizerSpec;
  readonly backend: Backend;
  /** What the names in the model and the optimiser stand for. */
  readonly kinds: Kinds;
  /** Draws the weights that the model does not give. Default: 0. */
  readonly seed?: number;
  /** Default: f64. */
  readonly dtype?: DType;
  /** With whom it trains. Default: alone, each batch as a whole. */
  readonly together?: Together;
}

/** What a network makes of some samples. */
export interface Measured {
  readonly loss: number;
  /** The loss without what keeps the weights small. */
  readonly dataLoss: number;
  /** samples × outputs, row-major */
  readonly predictions: Float64Array;
}

/** Part of a training step that was executed and not taken; its numbers are there until the next is observed. */
export interface Observed {
  readonly step: TrainingStep;
  /** One of the nodes that were asked for, or a parameter. */
  read(node: Node): Values;
}

interface CompiledStep {
  readonly step: TrainingStep;
  readonly executable: Executable;
  /** The samples that are in its memory, for steps in one call. */
  loaded?: Samples;
}

/** A network in training: its parameters and the optimiser's state live in the backend's memory. */
export class Session {
  readonly options: Required<Omit<SessionOptions, "together">> & Pick<SessionOptions, "together">;
  readonly parameters: readonly Parameter[];
  #stepsTaken = 0;
  readonly #training = new Map<number, CompiledStep>();
  readonly #observing = new Map<number, CompiledStep>();
  readonly #measuring = new Map<number, { model: BuiltModel; executable: Executable }>();
  /** The shapes of one sample's inputs and targets. */
  readonly #expected: readonly Shape[];
  /** Samples that are known to be what the network takes. */
  readonly #checked = new WeakSet<Samples>();
  /** Of one sample: the executable whose state all others share. */
  readonly #home: CompiledStep;
  /** Made at the first step, which all ranks come to. */
  #parallel: ParallelSteps | undefined;

  /** @throws InputError where given weights do not fit the network, or the optimiser keeps nothing of a name */
  constructor(options: SessionOptions) {
    this.options = { seed: 0, dtype: "f64", ...options };
    const { kinds } = options;
    const { network } = options.model;
    this.parameters = parametersOf(network, this.options.seed, kinds);
    this.#expected = [inputShape(network), [outputsOf(network, kinds)]];
    this.#home = this.#trainingFor(1);
    for (const [i, { initial }] of this.parameters.entries()) {
      this.#home.executable.write(this.#home.step.parameters[i], initial.values);
    }
    const { graph, updates, given } = this.#home.step;
    for (const { node, values } of given) this.#home.executable.write(node, values);
    for (const { node, values } of initialState(graph, options.optimizer, updates)) {
      this.#home.executable.write(node, values);
    }
  }

  get stepsTaken(): number {
    return this.#stepsTaken;
  }

  /**
   * Takes one training step, and returns the loss from before it.
   * @throws DivergedError where a number is no longer finite; the step is then not taken
   */
  step(batch: Samples): number {
    if (this.options.together)
      return this.run(
        batch,
        new Uint32Array(batch.inputs.shape[0]).map((_, i) => i),
      )[0];
    const { step, executable } = this.#trainingFor(this.#check(batch));
    executable.write(step.input, batch.inputs.values);
    executable.write(step.target, batch.targets.values);
    executable.evaluate();
    const [loss] = executable.read(step.loss);
    const results = [step.loss, ...step.updates.map(({ next }) => next)];
    const isSound = results.every((node) => areFinite(executable.read(node)));
    if (!isSound) throw this.#diverged(batch);
    executable.commit();
    this.#stepsTaken++;
    return loss;
  }

  /**
   * Takes a step on each batch of the rows that `order` names, all in one call of the backend, and returns the loss from
   * before each.
   * @param order as many rows of the samples as there are steps times the size of a batch
   * @throws DivergedError where a number is no longer finite; the steps before that have been taken
   */
  run(samples: Samples, order: Uint32Array, batchSize: number = order.length): Values {
    this.#check(samples);
    const { together } = this.options;
    if (together) this.#parallel ??= this.#takeSteps(together);
    const losses = this.#parallel
      ? this.#parallel.run(samples, order, batchSize)
      : this.#runAlone(samples, order, batchSize);
    this.#stepsTaken += losses.length;
    const next = losses.length * batchSize;
    if (next < order.length) throw this.#diverged(takeRows(samples, order.subarray(next, next + batchSize)));
    return losses;
  }

  #runAlone(samples: Samples, order: Uint32Array, batchSize: number): Values {
    const compiled = this.#trainingFor(batchSize);
    const { step, executable } = compiled;
    if (compiled.loaded !== samples) {
      executable.load(step.input, samples.inputs.values);
      executable.load(step.target, samples.targets.values);
      compiled.loaded = samples;
    }
    return executable.run(order, step.loss);
  }

  /** From now on, steps are taken together: all begin with what rank 0 has. */
  #takeSteps(together: Together): ParallelSteps {
    const { step, executable } = this.#home;
    for (const node of statesOf(step.graph).values()) together.ranks.broadcast(executable.memoryOf(node));
    return together.steps({
      dtype: this.options.dtype,
      build: (part) => this.#buildStep(part),
      compile: (program) => this.#compile(program),
    });
  }

  /** Executes the step that `batch` would be trained on next, without taking it. */
  look(batch: Samples): Executed {
    const step = this.#buildStep(this.#check(batch));
    const { graph, updates } = step;
    const executable = this.#compile({ graph, outputs: graph.nodes, updates });
    executable.write(step.input, batch.inputs.values);
    executable.write(step.target, batch.targets.values);
    executable.evaluate();
    // states are the training's own memory: they must be read before it goes on
    const states = graph.nodes.filter((node) => node.op.name === "state");
    const read = new Map<number, Values>(states.map((node) => [node.id, executable.read(node)]));
    const valuesOf = (node: Node): Values => {
      const values = read.get(node.id) ?? executable.read(node);
      read.set(node.id, values);
      return values;
    };
    return {
      graph,
      backward: step.backward,
      parameters: step.parameters.map((node, i) => ({
        node,
        path: this.parameters[i].path,
        next: updates.find(({ of }) => of === node)?.next,
        isStatistic: this.parameters[i].kind === "statistic",
      })),
      value: (node, at) => valuesOf(node)[offsetOf(node.shape, at)],
    };
  }

  /**
   * Executes as much of the step that `batch` would be trained on next as `outputs` names, without taking it. For
   * looking often: what is compiled for a number of samples is kept, with the outputs that were asked for first.
   */
  observe(batch: Samples, outputs: (step: TrainingStep) => readonly Node[]): Observed {
    const count = this.#check(batch);
    const known = this.#observing.get(count) ?? this.#compileObserved(count, outputs);
    this.#observing.set(count, known);
    const { step, executable } = known;
    executable.write(step.input, batch.inputs.values);
    executable.write(step.target, batch.targets.values);
    executable.evaluate();
    return { step, read: (node) => executable.read(node) };
  }

  /** Loss and predictions for samples, with the parameters as they are. */
  measure(samples: Samples): Measured {
    const count = this.#check(samples);
    const inputs = sizeOf(samples.inputs.shape.slice(1));
    const [outputs] = this.#expected[1];
    const predictions = new Float64Array(count * outputs);
    let loss = 0;
    let penalty = 0;
    for (let from = 0; from < count; from += CHUNK) {
      const size = Math.min(CHUNK, count - from);
      const { model, executable } = this.#measuringFor(size);
      executable.write(model.input, samples.inputs.values.subarray(from * inputs, (from + size) * inputs));
      executable.write(
        model.target,
        samples.targets.values.subarray(from * outputs, (from + size) * outputs),
      );
      executable.evaluate();
      predictions.set(executable.read(model.prediction), from * outputs);
      const { reduction, regularization } = this.options.model;
      const weight = reduction === "sum" ? 1 : size / count;
      const [ofData] = executable.read(model.dataLoss);
      loss += weight * ofData;
      // what keeps the weights small is there once, however many chunks there are
      const added = executable.read(model.loss)[0] - ofData;
      penalty = regularization?.reduction === "mean" ? (added * size) / count : added;
    }
    return { loss: loss + penalty, dataLoss: loss, predictions };
  }

  /** A copy of a parameter's numbers. */
  read(parameter: Parameter): Values {
    return this.#home.executable.read(this.#home.step.parameters[this.parameters.indexOf(parameter)]);
  }

  /** Replaces a parameter's numbers. */
  write(parameter: Parameter, values: ArrayLike<number>): void {
    this.#home.executable.write(this.#home.step.parameters[this.parameters.indexOf(parameter)], values);
  }

  /** All that the next steps depend on. */
  state(): TrainingState {
    const tensors = new Map<string, Tensor>();
    for (const [name, node] of statesOf(this.#home.step.graph)) {
      tensors.set(name, { shape: node.shape, values: this.#home.executable.read(node) });
    }
    return { stepsTaken: this.#stepsTaken, tensors };
  }

  /**
   * Becomes what a session with the same options was when it gave this state: its next steps have the same bits.
   * @throws InputError where the state is not of such a session; nothing is changed then
   */
  restore(state: TrainingState): void {
    const nodes = statesOf(this.#home.step.graph);
    checkState(state, nodes, this.options.dtype);
    for (const [name, { values }] of state.tensors) {
      this.#home.executable.write(nodes.get(name) as Node, values);
    }
    this.#stepsTaken = state.stepsTaken;
  }

  /** Multiplies the learning rate once more by the factor of a schedule that does so on a plateau. */
  dropRate(): void {
    const { graph } = this.#home.step;
    const found = graph.find(DROPS);
    if (!found) throw new Error("dropRate: expected a schedule that a plateau lowers");
    const [drops] = this.#home.executable.read(found.node);
    this.#home.executable.write(found.node, [drops + 1]);
  }

  #check(samples: Samples): number {
    const { model, kinds } = this.options;
    const { inputs, targets } = samples;
    const [count] = inputs.shape;
    const expected = this.#expected;
    for (const [i, found] of [inputs.shape, targets.shape].entries()) {
      const rest = found.slice(1);
      // samples may come as rows, whatever the network makes of them
      const fits = sameShape(rest, expected[i]) || sameShape(rest, [sizeOf(expected[i])]);
      if (!fits || found[0] !== count || count === 0) {
        const what = i === 0 ? "inputs" : "targets";
        throw new InputError(
          `${what}: expected samples × ${expected[i].join(" × ")}, got ${formatShape(found)}`,
        );
      }
    }
    if (!this.#checked.has(samples)) checkInputs(model.network, inputs, kinds);
    this.#checked.add(samples);
    return count;
  }

  #trainingFor(samples: number): CompiledStep {
    const known = this.#training.get(samples);
    const made = known ?? this.#compileStep(samples);
    this.#training.set(samples, made);
    return made;
  }

  #compileStep(samples: number): CompiledStep {
    const step = this.#buildStep(samples);
    const { graph, loss, updates, parameters } = step;
    return { step, executable: this.#compile({ graph, outputs: [loss, ...parameters], updates }) };
  }

  #compileObserved(samples: number, outputs: (step: TrainingStep) => readonly Node[]): CompiledStep {
    const step = this.#buildStep(samples);
    const { graph, loss } = step;
    return { step, executable: this.#compile({ graph, outputs: [loss, ...outputs(step)], updates: [] }) };
  }

  #buildStep(samples: number | Part): TrainingStep {
    return buildStep(this.options, this.parameters, samples, this.options.dtype);
  }

  /** Over the states that all executables share, which the first brings. */
  #compile(program: Program): Executable {
    return this.options.backend.compile(program, this.#training.get(1)?.executable);
  }

  #measuringFor(samples: number): { model: BuiltModel; executable: Executable } {
    const known = this.#measuring.get(samples);
    if (known) return known;
    const model = buildModel(this.options, this.parameters, samples, this.options.dtype, "predict");
    const { graph, loss, dataLoss, prediction } = model;
    const executable = this.#compile({ graph, outputs: [loss, dataLoss, prediction], updates: [] });
    this.#measuring.set(samples, { model, executable });
    return { model, executable };
  }

  #diverged(batch: Samples): DivergedError {
    return new DivergedError(this.#stepsTaken + 1, firstNonFinite(this.look(batch)));
  }
}
