import type { Random } from "../tensor/random.ts";
import type { Shape } from "../tensor/shape.ts";
import type { Tensor, Values } from "../tensor/tensor.ts";
import type { Expr, Fn, Index } from "./expression.ts";

/** Settings of a node that are known when the graph is built. */
export type Attrs = Readonly<Record<string, number | boolean | readonly number[]>>;

/** One operation of a graph, and its result. Nodes are immutable; ids count up in the order of calculation. */
export interface Node {
  readonly id: number;
  readonly op: Primitive;
  readonly inputs: readonly Node[];
  readonly attrs: Attrs;
  readonly shape: Shape;
  /** The innermost scope in which it was built. */
  readonly scope: number | undefined;
}

/**
 * Which element a view reads: along each axis of what it reads, `offset + Σ coefficient · p` over the axes p of the view.
 */
export interface ViewMap {
  /** One for each axis of what is read. */
  readonly offsets: readonly number[];
  /** For each axis of what is read, a coefficient for each axis of the view; row by row. */
  readonly coefficients: readonly number[];
  /** The number that stands outside of what is read. Default: 0. */
  readonly outside?: number;
}

/** What derivative rules are written in: a few operations, closed under differentiation. */
export interface Calculus {
  /** A tensor that holds one value everywhere. */
  constant(value: number, shape: Shape): Node;
  /** A scalar function, element by element; all arguments have the same shape. */
  apply(fn: Fn, ...args: readonly Node[]): Node;
  /** a·b of two matrices, either of them read transposed; or of as many pairs as all but the last two axes count. */
  matmul(a: Node, b: Node, read?: { transposeA?: boolean; transposeB?: boolean }): Node;
  /** Adds up over the given axes, which vanish. */
  sum(x: Node, axes: readonly number[]): Node;
  /** Repeats `x` to `shape`; axis i of `x` becomes axis `axes[i]`. */
  broadcast(x: Node, shape: Shape, axes: readonly number[]): Node;
  /** The same numbers in another shape. */
  reshape(x: Node, shape: Shape): Node;
  /** Elements of `x` as `map` reads them, and the number outside where it reads none of them. */
  view(x: Node, shape: Shape, map: ViewMap): Node;
  /** Adds up what a view of something of the given shape reads from each of its elements. */
  unview(x: Node, shape: Shape, map: ViewMap): Node;
  /** The rows of a table that the indices choose: the shape of the indices × the table's width. */
  gather(table: Node, indices: Node): Node;
  /** Adds rows up in a table of so many, where the indices say. */
  scatter(x: Node, indices: Node, rows: number): Node;
  /** The largest number over the given axes, which vanish. */
  largest(x: Node, axes: readonly number[]): Node;
  /** 1 at the first of the largest numbers over the given axes, else 0. */
  firstLargest(x: Node, axes: readonly number[]): Node;
}

/** What one element of a node was. */
export type KnownNumber = (node: Node, at: readonly Index[]) => number;

/** Inputs on which a primitive's gradient can be checked: smooth there, and well away from overflow. */
export interface Sample {
  readonly inputs: readonly Tensor[];
  readonly attrs: Attrs;
}

/**
 * An operation of the graph, and all that the project knows about it. Users' own operations are records of this
 * kind too.
 */
export interface Primitive {
  readonly name: string;
  /** How many nodes it reads. */
  readonly arity: number;
  /** @throws InputError that names the op, what it expected and what it got */
  shape(inputs: readonly Shape[], attrs: Attrs): Shape;
  /** The definition: fills `out` from the values of the inputs, in float64 arithmetic. */
  meaning(node: Node, inputs: readonly Values[], out: Values): void;
  /**
   * How one element of the output reads; `input(i, at)` stands for an element of the i-th input.
   * @param known the numbers that were executed, for an op that they tell what to read
   */
  element(
    node: Node,
    at: readonly Index[],
    input: (i: number, at: readonly Index[]) => Expr,
    known?: KnownNumber,
  ): Expr;
  /** What the i-th input's adjoint gains from this node's adjoint; undefined where nothing flows back. */
  vjp(calculus: Calculus, node: Node, i: number, adjoint: Node): Node | undefined;
  /** Its numbers are drawn by chance: an explanation takes them as given. */
  readonly isDrawn?: boolean;
  /** The value chosen where the derivative jumps, in a short sentence. */
  readonly ties?: string;
  sample(random: Random): Sample;
}
