import {
  batchAfter,
  type CheckSubject,
  type EpochsProgress,
  type Executed,
  type Explanation,
  explain,
  type Node,
  type Samples,
  type Session,
  type Trained,
  tensor,
  trainEpochs,
  type Values,
} from "../../src/index.ts";
import { LossCurve } from "./curve.ts";
import { afresh, type Prepared } from "./data.ts";
import { DocumentedParameters } from "./documented.ts";
import type { Frame, Layout, Results, Settings } from "./protocol.ts";
import { type Reading, readingOf } from "./reading.ts";
import type { Learned, Subject, Written } from "./subject.ts";

/** A network in training. */
export class NetworkSubject implements Subject {
  readonly kind = "network";
  readonly check: CheckSubject;
  readonly #prepared: Prepared;
  readonly #curve = new LossCurve();
  readonly #training: Generator<EpochsProgress, Trained>;
  #atOnce = 1;
  #reading: Reading | undefined;

  readonly #documented: DocumentedParameters;

  /** @param isTransposed whether the document has a row of weights for each input, not for each neuron */
  constructor(prepared: Prepared, isTransposed: boolean) {
    this.#prepared = prepared;
    const { example } = prepared;
    const { session, data } = this.#prepared;
    const { batchSize, shuffle } = example.training;
    this.#training = trainEpochs(session, data.train, {
      batchSize,
      shuffle,
      epochs: Number.POSITIVE_INFINITY,
      stepsAtOnce: () => this.#atOnce,
      ...(data.validation && { validation: data.validation }),
    });
    this.#documented = new DocumentedParameters(example, session.parameters, isTransposed);
    const { names, conventions } = example;
    this.check = {
      at: executedAfter(() => afresh(prepared)),
      ...(names && { names }),
      ...(conventions && { conventions }),
    };
  }

  get title() {
    return this.#prepared.example.title;
  }

  get parameters(): number {
    return this.#session.parameters.reduce((sum, { initial }) => sum + initial.values.length, 0);
  }

  get samples(): number {
    return this.#prepared.data.train.inputs.shape[0];
  }

  get batch(): number {
    return this.#next().inputs.shape[0];
  }

  get batches(): number {
    return Math.ceil(this.samples / this.#prepared.example.training.batchSize);
  }

  get asked(): number {
    return this.batches * this.#prepared.example.training.epochs;
  }

  get steps(): number {
    return this.#session.stepsTaken;
  }

  get settings(): Settings {
    const { model, optimizer, training } = this.#prepared.example;
    const { name, learningRate } = optimizer;
    const { batchSize, epochs, seed } = training;
    return {
      optimizer: name,
      ...(learningRate !== undefined && { learningRate }),
      loss: typeof model.loss === "string" ? model.loss : model.loss.name,
      ...{ batchSize, epochs, seed },
      inputs: this.#prepared.data.train.inputs.shape.slice(1).reduce((a, b) => a * b, 1),
      layers: model.network.layers.map((layer) =>
        "dense" in layer
          ? { kind: "dense", neurons: layer.dense, activation: layer.activation ?? "linear" }
          : { kind: Object.keys(layer)[0] ?? "" },
      ),
    };
  }

  get #session(): Session {
    return this.#prepared.session;
  }

  weightName = (from: string, to: string): string | undefined => {
    const [layer, neuron] = placeOf(to);
    const [, input] = placeOf(from);
    const { model } = this.#prepared.example;
    const last = model.network.layers.length - 1;
    const weight = this.#session.parameters.find(
      (parameter) => parameter.kind === "weight" && parameter.layer === (layer === "o" ? last : layer),
    );
    if (weight?.initial.shape.length !== 2 || weight.naming.first === undefined) return undefined;
    const [neurons, inputs] = weight.initial.shape;
    if (neuron > neurons || input > inputs) return undefined;
    return `${weight.naming.text}${weight.naming.first + (neuron - 1) * inputs + input - 1}`;
  };

  structure(): Explanation {
    return explain(this.#session.look(firstRow(this.#prepared.data.train)), []);
  }

  look(): Executed {
    return this.#session.look(this.#next());
  }

  frame(layout: Layout): Frame {
    const { step, read } = this.#observe();
    if (this.#reading?.layout !== layout || this.#reading.graph !== step.graph) {
      this.#reading = readingOf(layout, step.graph);
    }
    const numbers = this.#reading.numbers((node: Node) => {
      const i = step.parameters.indexOf(node);
      return i < 0 ? read(node) : this.#session.read(this.#session.parameters[i]);
    });
    const [loss] = read(step.loss);
    this.#curve.add(this.steps, loss);
    return { step: this.steps, loss, ...numbers, curve: this.#curve.read() };
  }

  advance(most: number): void {
    this.#atOnce = most;
    const before = this.steps;
    const { done, value } = this.#training.next();
    // a training that has diverged is over; its last step says once more why
    if (done) this.#session.step(this.#next());
    else for (const [i, loss] of [...value.losses].entries()) this.#curve.add(before + i, loss);
  }

  /** Takes over what another network has learnt, where a parameter is of the same shape. */
  adopt(other: NetworkSubject): void {
    const session = this.#session;
    for (const parameter of session.parameters) {
      const same = other.#session.parameters.find(
        ({ path, initial }) =>
          path === parameter.path && initial.values.length === parameter.initial.values.length,
      );
      if (same) session.write(parameter, other.#session.read(same));
    }
  }

  async results(): Promise<Results> {
    // not every page shows them
    const { classesOf, imagesOf, surfaceOf } = await import("./results.ts");
    const { step, read } = this.#observe();
    const gradients = this.#session.parameters.flatMap(({ kind, layer }, i) => {
      const adjoint = step.backward.adjoint.get(step.parameters[i].id);
      return kind === "weight" && adjoint ? [{ layer: layer + 1, size: rootMeanSquare(read(adjoint)) }] : [];
    });
    const prepared = this.#prepared;
    const [classes, surface, images] = [classesOf(prepared), surfaceOf(prepared), imagesOf(prepared)];
    return {
      step: this.steps,
      gradients,
      ...(classes && { classes }),
      ...(surface && { surface }),
      ...(images && { images }),
    };
  }

  learned(): Learned | undefined {
    return this.#documented.learned((parameter) => this.#session.read(parameter));
  }

  written(name: string): Written | undefined {
    const place = /^(i|target_o)(\d+)$/.exec(name);
    if (place && "inline" in this.#prepared.example.data) {
      const rows = place[1] === "i" ? "inputs" : "targets";
      return { path: ["data", rows, 0, Number(place[2]) - 1] };
    }
    return this.#documented.written(name);
  }

  /** The next step, as far as pictures and results need it. */
  #observe() {
    return this.#session.observe(this.#next(), ({ graph, backward, parameters }) => [
      ...[...graph.names.keys()].filter((id) => id < backward.firstId).map((id) => graph.nodes[id]),
      ...parameters.flatMap(({ id }) => backward.adjoint.get(id) ?? []),
    ]);
  }

  #next(): Samples {
    const { data, example, session } = this.#prepared;
    return batchAfter(data.train, session.stepsTaken, example.training);
  }
}

function executedAfter(make: () => Prepared): (steps: number) => Executed {
  let prepared: Prepared | undefined;
  return (steps) => {
    if (!prepared || prepared.session.stepsTaken > steps) prepared = make();
    const { data, example, session } = prepared;
    while (session.stepsTaken < steps) {
      session.step(batchAfter(data.train, session.stepsTaken, example.training));
    }
    return session.look(batchAfter(data.train, steps, example.training));
  };
}

function rootMeanSquare(values: Values): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum / values.length);
}

function firstRow({ inputs, targets }: Samples): Samples {
  const row = ({ shape, values }: Samples["inputs"]) => {
    const rest = shape.slice(1);
    return tensor(
      [1, ...rest],
      [
        ...values.subarray(
          0,
          rest.reduce((a, b) => a * b, 1),
        ),
      ],
    );
  };
  return { inputs: row(inputs), targets: row(targets) };
}

/** The layer, counted from 0, or `o` of the last; and the number of the neuron. */
function placeOf(neuron: string): [number | "o", number] {
  const [, kind, layer, number] = /^(i|o|h)(?:(\d+)\.)?(\d+)$/.exec(neuron) ?? [];
  if (kind === "o") return ["o", Number(number)];
  return [layer === undefined ? 0 : Number(layer) - 1, Number(number)];
}
