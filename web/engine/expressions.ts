import {
  type CheckSubject,
  type Executed,
  type Explanation,
  type ExpressionExample,
  executeExpressions,
  explain,
  InputError,
  referenceBackend,
} from "../../src/index.ts";
import { LossCurve } from "./curve.ts";
import type { Frame, Layout, Results } from "./protocol.ts";
import { readingOf } from "./reading.ts";
import type { Learned, Subject, Written } from "./subject.ts";

/** A graph is executed from its start for every step: that many are enough to follow by hand. */
const MOST_STEPS = 1000;

/** A small graph without layers. */
export class ExpressionsSubject implements Subject {
  readonly kind = "expressions";
  readonly samples = 1;
  readonly batch = 1;
  readonly settings = undefined;
  readonly batches: number;
  readonly asked: number;
  readonly check: CheckSubject;
  readonly #example: ExpressionExample;
  readonly #curve = new LossCurve();
  #executed: Executed;
  #steps = 0;

  /** @throws InputError, NonFiniteError */
  constructor(example: ExpressionExample) {
    this.#example = example;
    this.batches = example.optimizer ? 1 : 0;
    this.asked = example.optimizer ? 100 : 0;
    this.#executed = this.#at(0);
    const { names, conventions } = example;
    this.check = {
      at: (steps) => this.#at(steps),
      ...(names && { names }),
      ...(conventions && { conventions }),
    };
  }

  get title() {
    return this.#example.title;
  }

  get parameters(): number {
    return this.#example.expressions.values.length;
  }

  get steps(): number {
    return this.#steps;
  }

  weightName = (): undefined => undefined;

  structure(): Explanation {
    return explain(this.#executed, []);
  }

  look(): Executed {
    return this.#executed;
  }

  frame(layout: Layout): Frame {
    const { graph, backward, value } = this.#executed;
    const reading = readingOf(layout, graph);
    const numbers = reading.numbers((node) => Float64Array.of(value(node, [])));
    const loss = value(backward.loss, []);
    this.#curve.add(this.#steps, loss);
    return { step: this.#steps, loss, ...numbers, curve: this.#curve.read() };
  }

  advance(most: number): void {
    if (!this.#example.optimizer) {
      throw new InputError("expected an optimizer in the file, which says how values are updated");
    }
    const next = Math.min(this.#steps + most, MOST_STEPS);
    if (next === this.#steps) {
      throw new InputError(`expected at most ${MOST_STEPS} updates of a graph of expressions`);
    }
    this.#executed = this.#at(next);
    this.#steps = next;
  }

  learned(): Learned {
    const { graph, value } = this.#executed;
    return this.#example.expressions.values.map(({ name }) => {
      const found = graph.find(name);
      return { path: ["values", name], value: found ? value(found.node, found.at) : Number.NaN };
    });
  }

  results(): Promise<Results> {
    return Promise.resolve({ step: this.#steps, gradients: [] });
  }

  written(name: string): Written | undefined {
    const isValue = this.#example.expressions.values.some((value) => value.name === name);
    return isValue ? { path: ["values", name] } : undefined;
  }

  #at(steps: number): Executed {
    const { expressions, optimizer } = this.#example;
    return executeExpressions(expressions, {
      backend: referenceBackend,
      steps,
      ...(optimizer && { optimizer }),
    });
  }
}
