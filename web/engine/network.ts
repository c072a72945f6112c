import {
  batchAfter,
  type CheckSubject,
  type EpochsProgress,
  type Example,
  type Executed,
  type Explanation,
  explain,
  type Node,
  type Samples,
  type Session,
  type Trained,
  tensor,
  trainEpochs,
} from "../../src/index.ts";
import { LossCurve } from "./curve.ts";
import { type DataFiles, type Prepared, prepare } from "./data.ts";
import type { Frame, Layout } from "./protocol.ts";
import { type Reading, readingOf } from "./reading.ts";
import type { Subject, Written } from "./subject.ts";

/** A network in training. */
export class NetworkSubject implements Subject {
  readonly kind = "network";
  readonly check: CheckSubject;
  readonly #prepared: Prepared;
  readonly #curve = new LossCurve();
  readonly #training: Generator<EpochsProgress, Trained>;
  #atOnce = 1;
  #reading: Reading | undefined;

  /** @throws InputError for anything in the example or its files that is not as it must be */
  constructor(example: Example, files: DataFiles) {
    this.#prepared = prepare(example, files);
    const { session, data } = this.#prepared;
    const { batchSize, shuffle } = example.training;
    this.#training = trainEpochs(session, data.train, {
      batchSize,
      shuffle,
      epochs: Number.POSITIVE_INFINITY,
      stepsAtOnce: () => this.#atOnce,
      ...(data.validation && { validation: data.validation }),
    });
    const { names, conventions } = example;
    this.check = {
      at: executedAfter(() => prepare(example, files)),
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
    const { step, read } = this.#session.observe(this.#next(), ({ graph, backward }) => [
      ...[...graph.names.keys()].filter((id) => id < backward.firstId).map((id) => graph.nodes[id]),
    ]);
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

  written(name: string): Written | undefined {
    const { example } = this.#prepared;
    const place = /^(i|target_o)(\d+)$/.exec(name);
    if (place && "inline" in example.data) {
      const rows = place[1] === "i" ? "inputs" : "targets";
      return { path: ["data", rows, 0, Number(place[2]) - 1] };
    }
    return this.#writtenParameter(name);
  }

  #writtenParameter(name: string): Written | undefined {
    for (const { kind, layer, naming, initial } of this.#session.parameters) {
      const first = naming.first ?? 1;
      const number = name.startsWith(naming.text) ? name.slice(naming.text.length) : "";
      const offset = naming.first === undefined && number === "" ? 0 : Number(number) - first;
      if (!Number.isInteger(offset) || offset < 0 || offset >= initial.values.length) continue;
      const spec = this.#prepared.example.model.network.layers[layer];
      if (!("dense" in spec)) return undefined;
      const base = ["network", "layers", layer];
      if (kind === "weight") {
        const [, inputs] = initial.shape;
        const rows = Array.from({ length: spec.dense }, (_, row) => [
          ...initial.values.subarray(row * inputs, (row + 1) * inputs),
        ]);
        const path = [...base, "weights", Math.floor(offset / inputs), offset % inputs];
        return { path, missing: { path: [...base, "weights"], value: rows } };
      }
      if (initial.shape.length === 0) return { path: [...base, "bias", "shared"] };
      const isNested = typeof spec.bias === "object" && "values" in spec.bias;
      const list = [...base, "bias", ...(isNested ? ["values"] : [])];
      return { path: [...list, offset], missing: { path: list, value: [...initial.values] } };
    }
    return undefined;
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
