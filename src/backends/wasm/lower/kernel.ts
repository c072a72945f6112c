import type { IndexVar } from "../../../graph/expression.ts";
import type { Node } from "../../../graph/node.ts";
import { formatShape, type Shape } from "../../../tensor/shape.ts";
import { type Term, termToText } from "./term.ts";

/** One node, element by element. */
export interface Statement {
  readonly node: Node;
  /** Over the indices of the kernel; references to earlier statements of the kernel stand at those very indices. */
  readonly term: Term;
  /** Does anybody outside of the kernel read it? */
  readonly isStored: boolean;
  /** Where its numbers go, where that is not the position itself; nobody inside of the kernel reads them then. */
  readonly to?: Target;
}

/** How the positions of a kernel are those of a node. */
export interface Target {
  /** How far, in elements, each index of the kernel moves it. */
  readonly strides: readonly number[];
  readonly start: number;
  /** Several positions go to one element, and are added up. */
  readonly isAdding: boolean;
  /** Every element is written to. */
  readonly isWhole: boolean;
  /** What stands in those that are not. */
  readonly outside: number;
  /** Indices that are alone in deciding a part of where they go: threads may share them out. */
  readonly isAlone: readonly boolean[];
}

/** A loop nest: for each position, the statements in order. */
export interface Nest {
  readonly kind: "nest";
  readonly shape: Shape;
  readonly indices: readonly IndexVar[];
  readonly statements: readonly Statement[];
}

/** A matrix product by blocks; its statements, the first of which is the product itself, are done tile by tile. */
export interface Product {
  readonly kind: "product";
  readonly shape: Shape;
  readonly indices: readonly IndexVar[];
  readonly statements: readonly Statement[];
  readonly left: Operand;
  readonly right: Operand;
  readonly inner: number;
}

export interface Operand {
  readonly node: Node;
  /** As it is read. */
  readonly shape: Shape;
  readonly isTransposed: boolean;
}

/** One node that reads its inputs as a whole, by instructions of its own. */
export interface Whole {
  readonly kind: "whole";
  readonly shape: Shape;
  readonly indices: readonly IndexVar[];
  readonly statements: readonly Statement[];
  readonly node: Node;
  /** Where the numbers of its inputs are. */
  readonly inputs: readonly Node[];
}

export type Kernel = Nest | Product | Whole;

/** The kernels as text, for people to read. */
export function kernelsToText(kernels: readonly Kernel[]): string {
  return kernels.map(kernelToText).join("\n\n");
}

function kernelToText(kernel: Kernel): string {
  const indices = kernel.indices.map(({ index }) => index).join(", ");
  const lines = kernel.statements.map(({ node, term, isStored }, i) => {
    const mark = isStored ? "" : "   (not stored)";
    const first = kernel.kind === "nest" || i > 0 ? undefined : firstToText(kernel);
    return `  %${node.id}[${indices}] = ${first ?? termToText(term)}${mark}`;
  });
  return [`${kernel.kind} ${formatShape(kernel.shape)}`, ...lines].join("\n");
}

function firstToText(kernel: Product | Whole): string {
  if (kernel.kind === "product") return productToText(kernel);
  return `${kernel.node.op.name}(${kernel.inputs.map(({ id }) => `%${id}`).join(", ")})`;
}

function productToText({ left, right }: Product): string {
  const text = ({ node, isTransposed }: Operand) => `%${node.id}${isTransposed ? "ᵀ" : ""}`;
  return `${text(left)} · ${text(right)}`;
}
