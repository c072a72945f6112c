import { unroll } from "../graph/expression.ts";
import { coneOf, Graph } from "../graph/graph.ts";
import type { Node, Primitive } from "../graph/node.ts";
import { elementOf } from "../graph/reading.ts";
import { evaluate } from "../ops/evaluate.ts";
import { opsFor } from "../ops/index.ts";
import { permutation, randomStream } from "../tensor/random.ts";
import { offsetOf, positionOf, sizeOf } from "../tensor/shape.ts";
import { backward } from "./backward.ts";
import type { Executed } from "./executed.ts";

/** One number: the loss's gradient with respect to it as executed, and its slope by finite differences. */
export interface CheckedGradient {
  readonly name: string;
  /** `layers.1.weight`, or which input of a primitive. */
  readonly path: string;
  readonly gradient: number;
  readonly slope: number;
  /** Over the larger of both, or a thousandth of the largest gradient where that is more. */
  readonly relativeError: number;
}

export interface GradientCheckOptions {
  /** How many numbers of each parameter, drawn with the seed. Default: 20. */
  readonly each?: number;
  readonly seed?: number;
}

/** A parameter is moved by the first of these that agrees best, times its size where it is above 1. */
const WIDTHS = [1e-2, 1e-3, 1e-4];

/** At a kink the slopes on either side, taken so far away, differ by more than this part of the larger one. */
const KINK_WIDTH = 1e-6;
const KINK = 0.01;

/** What the numbers drawn with the seed are for. */
const CHOICE = 7;

/** Compares the gradients of an executed step with the slopes of its loss, calculated anew in float64. */
export function checkGradients(
  executed: Executed,
  { each = 20, seed = 0 }: GradientCheckOptions = {},
): CheckedGradient[] {
  const { graph, backward: gradients, parameters } = executed;
  const calculation = new Calculation(gradients.loss, executed.value);
  const checked = parameters.flatMap(({ node, path, isStatistic }, parameter) => {
    if (isStatistic) return [];
    const adjoint = gradients.adjoint.get(node.id) as Node;
    const chosen = permutation(sizeOf(node.shape), randomStream(seed, CHOICE, parameter)).slice(0, each);
    return [...chosen]
      .sort((a, b) => a - b)
      .map((offset) => {
        const at = positionOf(node.shape, offset);
        const gradient = executed.value(adjoint, at);
        const slope = calculation.slope(node, offset, gradient);
        return { name: graph.elementName(node.id, at), path, gradient, slope };
      });
  });
  const largest = checked.reduce((most, { gradient }) => Math.max(most, Math.abs(gradient)), 0);
  return checked.map((one) => {
    const size = Math.max(Math.abs(one.gradient), Math.abs(one.slope), largest / 1000, 1e-12);
    return { ...one, relativeError: Math.abs(one.gradient - one.slope) / size };
  });
}

/**
 * Compares what a primitive says of itself, on samples of its own: its `vjp` with differences of its `meaning`, and its `meaning`
 * with its `element`, whose difference stands for an input called `element`.
 */
export function checkPrimitive(op: Primitive, samples = 20): CheckedGradient[] {
  return Array.from({ length: samples }, (_, seed) => {
    const random = randomStream(seed);
    const { inputs, attrs } = op.sample(random);
    const graph = new Graph();
    const ops = opsFor(graph);
    const given = new Map<Node, readonly number[]>();
    const give = (node: Node, values: ArrayLike<number>): Node => {
      given.set(node, Array.from(values));
      return node;
    };
    const nodes = inputs.map(({ shape, values }, i) => {
      const axes = shape.map((_, axis) => axis);
      return graph.name(give(ops.input(shape), values), { text: `input ${i + 1} of ${op.name}`, axes });
    });
    const out = graph.add(op, nodes, attrs);
    const weights = ops.input(out.shape);
    give(
      weights,
      Array.from({ length: sizeOf(out.shape) }, () => random.normal()),
    );
    const loss = ops.sum(ops.apply("mul", weights, out), [...out.shape.keys()]);
    const gradients = backward(graph, loss, nodes);
    const read = (node: Node, at: readonly number[]) => given.get(node)?.[offsetOf(node.shape, at)] ?? 0;
    const all = new Calculation(graph.nodes, read);
    const executed: Executed = {
      graph,
      backward: gradients,
      parameters: nodes.map((node, i) => ({ node, path: `${op.name}, input ${i + 1}`, next: undefined })),
      value: (node, at) => all.value(node, at),
    };
    return [...checkGradients(executed, { seed }), ...checkElements(out, all)];
  }).flat();
}

function checkElements(out: Node, all: Calculation): CheckedGradient[] {
  return Array.from({ length: sizeOf(out.shape) }, (_, offset) => {
    const at = positionOf(out.shape, offset);
    const inputs = new Map(out.inputs.map((input) => [input.id, input]));
    const gradient = all.value(out, at);
    const slope = evaluate(unroll(elementOf(out, at)), ({ node, at: from }) =>
      all.value(inputs.get(node) ?? out, from as number[]),
    );
    const relativeError = Math.abs(gradient - slope) / Math.max(Math.abs(gradient), Math.abs(slope), 1e-12);
    return {
      name: `element of ${out.op.name}[${at.map((i) => i + 1).join()}]`,
      path: `${out.op.name}, element`,
      gradient,
      slope,
      relativeError,
    };
  });
}

function nearest(to: number, numbers: readonly number[]): number {
  return numbers.reduce((best, one) => (Math.abs(one - to) < Math.abs(best - to) ? one : best));
}

/** Nodes calculated by their definitions, in float64. */
class Calculation {
  readonly #nodes: readonly Node[];
  readonly #values = new Map<number, Float64Array>();
  readonly #loss: Node | undefined;

  constructor(of: Node | readonly Node[], read: (node: Node, at: readonly number[]) => number) {
    this.#loss = "id" in of ? of : undefined;
    this.#nodes = coneOf("id" in of ? [of] : of);
    for (const node of this.#nodes) {
      const values = new Float64Array(sizeOf(node.shape));
      this.#values.set(node.id, values);
      const isGiven = node.op.name === "input" || node.op.name === "state";
      if (isGiven) for (let i = 0; i < values.length; i++) values[i] = read(node, positionOf(node.shape, i));
      else this.#calculate(node);
    }
  }

  value(node: Node, at: readonly number[]): number {
    return this.#numbers(node)[offsetOf(node.shape, at)];
  }

  /**
   * Of the loss over one element of a leaf, by the width that comes nearest to the gradient; at a kink any slope between those
   * on either side.
   */
  slope(leaf: Node, offset: number, gradient: number): number {
    const numbers = this.#numbers(leaf);
    const before = numbers[offset];
    const behind = this.#behind(leaf);
    const at = (x: number): number => {
      numbers[offset] = x;
      for (const node of behind) this.#calculate(node);
      return this.#numbers(this.#loss as Node)[0];
    };
    const size = Math.max(1, Math.abs(before));
    const around = (h: number): number => (4 * central(at, before, h / 2) - central(at, before, h)) / 3;
    const slopes = WIDTHS.map((width) => around(width * size));
    const step = KINK_WIDTH * size;
    const here = at(before);
    const sides = [(here - at(before - step)) / step, (at(before + step) - here) / step];
    at(before);
    const [low, high] = [Math.min(...sides), Math.max(...sides)];
    const isKink = high - low > KINK * Math.max(Math.abs(low), Math.abs(high));
    return isKink ? Math.min(high, Math.max(low, gradient)) : nearest(gradient, slopes);
  }

  #behind(leaf: Node): Node[] {
    const reached = new Set([leaf]);
    return this.#nodes.filter((node) => {
      const isReached = node.inputs.some((input) => reached.has(input));
      if (isReached) reached.add(node);
      return isReached;
    });
  }

  #calculate(node: Node): void {
    const inputs = node.inputs.map((input) => this.#numbers(input));
    node.op.meaning(node, inputs, this.#numbers(node));
  }

  #numbers({ id }: Node): Float64Array {
    return this.#values.get(id) as Float64Array;
  }
}

/** Divided by the distance of the arguments as they are after rounding. */
function central(f: (x: number) => number, x: number, h: number): number {
  const [above, below] = [x + h, x - h];
  return (f(above) - f(below)) / (above - below);
}
