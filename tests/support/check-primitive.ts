import { backward } from "../../src/autodiff/backward.ts";
import type { Executable } from "../../src/backends/backend.ts";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { type Element, type Expr, unroll } from "../../src/graph/expression.ts";
import { Graph } from "../../src/graph/graph.ts";
import type { Node, Primitive } from "../../src/graph/node.ts";
import { elementOf, inline } from "../../src/graph/reading.ts";
import { verify } from "../../src/graph/verify.ts";
import { evaluate } from "../../src/ops/evaluate.ts";
import { type Ops, opsFor } from "../../src/ops/index.ts";
import type { Random } from "../../src/tensor/random.ts";
import { positionOf, sizeOf } from "../../src/tensor/shape.ts";
import type { DType, Values } from "../../src/tensor/tensor.ts";
import { slopeOf } from "./differences.ts";
import { expectClose } from "./numbers.ts";

/** How far apart two ways to a number may be, relative to the largest of its kind and 1. */
interface Width {
  /** meaning and element: one rounding */
  readonly value: number;
  /** the executed derivative and the one that is read: a rounding at every node */
  readonly derivative: number;
  /** the executed derivative and differences of executed values */
  readonly differences: number;
  /** of those differences */
  readonly step: number;
}

const widths: Readonly<Record<DType, Width>> = {
  f64: { value: 1e-14, derivative: 1e-13, differences: 1e-8, step: 1e-3 },
  f32: { value: 2 ** -24, derivative: 1e-5, differences: 2e-3, step: 2e-2 },
};

/** Of differences of an expression, which is always evaluated in float64. */
const EXPRESSION = { differences: 1e-8, step: 1e-3 };

/**
 * Holds a primitive's parts against each other on one sample: meaning = element; finite differences of the
 * meaning = finite differences of the element = the vjp as executed = the vjp as it is read; the same of the
 * second derivative.
 * @throws Error that says which two parts differ
 */
export function checkPrimitive(op: Primitive, dtype: DType, random: Random): void {
  const setup = setUp(op, dtype, random);
  checkElement(setup);
  checkDerivative(setup, "first derivative", setup.first);
  if (setup.second) checkDerivative(setup, "second derivative", setup.second);
  else if (setup.sources.length > 0) throw new Error(`${op.name}: there is no second derivative to check`);
}

/** A scalar, and what it is differentiated by: adjoint is the node that should hold its gradient. */
interface Derivative {
  readonly of: Node;
  readonly by: readonly { readonly node: Node; readonly adjoint: Node }[];
}

interface Setup {
  readonly graph: Graph;
  readonly executable: Executable;
  readonly width: Width;
  readonly out: Node;
  /** The nodes that can be moved: the inputs, or a primitive that is an input itself. */
  readonly sources: readonly Node[];
  readonly first: Derivative;
  readonly second: Derivative | undefined;
}

function setUp(op: Primitive, dtype: DType, random: Random): Setup {
  const { inputs, attrs } = op.sample(random);
  const graph = new Graph(dtype);
  const ops = opsFor(graph);
  const given = new Map<Node, ArrayLike<number>>();
  const drawn = (node: Node): Node => {
    given.set(
      node,
      Float64Array.from({ length: sizeOf(node.shape) }, () => random.normal()),
    );
    return node;
  };

  const arguments_ = inputs.map(({ shape, values }) => {
    const node = ops.input(shape);
    given.set(node, values);
    return node;
  });
  const out = graph.add(op, arguments_, attrs);
  const sources = op.name === "input" || op.name === "state" ? [drawn(out)] : arguments_;
  const weights = drawn(ops.input(out.shape));
  const first = differentiate(graph, weighted(ops, [weights], [out]), [...sources, weights]);
  const gradients = first.by.slice(0, sources.length).map(({ adjoint }) => adjoint);
  const mix = gradients.map(({ shape }) => drawn(ops.input(shape)));
  const second =
    mix.length > 0 ? differentiate(graph, weighted(ops, mix, gradients), [...sources, weights]) : undefined;

  const executable = referenceBackend.compile({ graph, outputs: graph.nodes, updates: [] });
  for (const [node, values] of given) executable.write(node, values);
  executable.evaluate();
  return { graph, executable, width: widths[dtype], out, sources, first, second };
}

/** Σ weight · value over all elements of all nodes. */
function weighted(ops: Ops, weights: readonly Node[], nodes: readonly Node[]): Node {
  const sums = nodes.map((node, i) => {
    const products = ops.apply("mul", weights[i], node);
    return ops.sum(
      products,
      node.shape.map((_, axis) => axis),
    );
  });
  return sums.reduce((a, b) => ops.apply("add", a, b));
}

function differentiate(graph: Graph, of: Node, by: readonly Node[]): Derivative {
  verify(graph);
  const { adjoint } = backward(graph, of, by);
  verify(graph);
  return { of, by: by.map((node) => ({ node, adjoint: adjoint.get(node.id) as Node })) };
}

function checkElement({ executable, width, out }: Setup): void {
  const values = executable.read(out);
  const read = reader(executable, out);
  const scale = largest(values);
  for (let offset = 0; offset < values.length; offset++) {
    const worked = evaluate(unroll(elementOf(out, positionOf(out.shape, offset))), read);
    const what = `${out.op.name}: meaning against element, at ${offset}`;
    expectClose(values[offset], worked, { absolute: width.value * scale }, what);
  }
}

function checkDerivative(setup: Setup, order: string, { of, by }: Derivative): void {
  const { graph, executable, width, out } = setup;
  const whole = inline(graph.nodes, of, [], () => undefined);
  for (const [i, { node, adjoint }] of by.entries()) {
    const executed = executable.read(adjoint);
    const scale = largest(executed);
    const moving = new Moving(executable, node);
    for (let offset = 0; offset < executed.length; offset++) {
      const at = positionOf(node.shape, offset);
      const what = (against: string) => `${out.op.name}: ${order} ${i}, vjp against ${against}, at ${offset}`;
      const compare = (other: number, relative: number, against: string) =>
        expectClose(executed[offset], other, { absolute: relative * scale }, what(against));

      const reading = inline(graph.nodes, adjoint, at, () => undefined);
      compare(evaluate(reading, reader(executable, adjoint)), width.derivative, "the vjp as read");
      compare(moving.slopeOfNode(of, offset, width.step), width.differences, "differences of the meaning");
      const slope = moving.slopeOfExpression(whole, of, offset, EXPRESSION.step);
      compare(slope, Math.max(width.derivative, EXPRESSION.differences), "differences of the element");
    }
  }
}

/** One node, whose elements are moved one at a time while everything else stays. */
class Moving {
  readonly #executable: Executable;
  readonly #node: Node;
  readonly #values: Values;

  constructor(executable: Executable, node: Node) {
    this.#executable = executable;
    this.#node = node;
    this.#values = executable.read(node);
  }

  /** Of a scalar node as it is executed. */
  slopeOfNode(scalar: Node, offset: number, step: number): number {
    const before = this.#values[offset];
    const at = (x: number): number => {
      this.#set(offset, x);
      return this.#executable.read(scalar)[0];
    };
    const slope = slopeOf(at, before, step);
    this.#set(offset, before);
    return slope;
  }

  /** Of an expression over leaves, in float64. */
  slopeOfExpression(expr: Expr, owner: Node, offset: number, step: number): number {
    const read = reader(this.#executable, owner);
    const { id, shape } = this.#node;
    const moved = (element: Element): boolean =>
      element.node === id &&
      offset === element.at.reduce<number>((n, i, axis) => n * shape[axis] + Number(i), 0);
    const at = (x: number) => evaluate(expr, (element) => (moved(element) ? x : read(element)));
    return slopeOf(at, this.#values[offset], step);
  }

  #set(offset: number, x: number): void {
    const values = this.#values.slice();
    values[offset] = x;
    this.#executable.write(this.#node, values);
    this.#executable.evaluate();
  }
}

/** Reads elements of the nodes below `owner`, itself included, as they are now. */
function reader(executable: Executable, owner: Node): (element: Element) => number {
  const known = new Map<number, { values: Values; node: Node }>();
  const find = (node: Node): void => {
    if (known.has(node.id)) return;
    known.set(node.id, { node, values: executable.read(node) });
    for (const input of node.inputs) find(input);
  };
  find(owner);
  return ({ node: id, at }) => {
    const { node, values } = known.get(id) ?? { node: owner, values: [Number.NaN] };
    return values[at.reduce<number>((n, i, axis) => n * node.shape[axis] + Number(i), 0)];
  };
}

function largest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((most, x) => Math.max(most, Math.abs(x)), 1);
}
