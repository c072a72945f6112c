import type { Contribution } from "../autodiff/backward.ts";
import type { Executed } from "../autodiff/executed.ts";
import { type Element, type Expr, type Index, mapRefs, refsOf, unroll } from "../graph/expression.ts";
import type { ClosedRules } from "../graph/graph.ts";
import type { Node } from "../graph/node.ts";
import { inline } from "../graph/reading.ts";
import { firstLargest } from "../ops/first-largest.ts";
import { factored, linearTerms, product, type Term, tidy, total } from "./algebra.ts";

/** Reads formulas off an executed graph, from one named quantity to the next. */
export interface Reader {
  /** How a value is computed from the nearest named values. */
  value(node: Node, at: readonly number[]): Expr;
  /** How ∂E/∂element is computed: the sum over the nearest named elements that it acts on. */
  gradient(node: Node, at: readonly number[]): Term<Element>[];
}

/**
 * @param unfold reads composites (losses, activations) as they are executed, not in the short forms that people use
 */
export function readerOf({ graph, backward, parameters, value }: Executed, unfold = false): Reader {
  const { nodes, names } = graph;
  const closed = unfold ? [] : [...graph.closed];
  const closedByOutput = new Map(closed.map(([, rules]) => [rules.output.id, rules]));
  const parameterOfAdjoint = new Map<number, Node>();
  for (const { node } of parameters) {
    const adjoint = backward.adjoint.get(node.id);
    if (adjoint) parameterOfAdjoint.set(adjoint.id, node);
  }
  // matrices are written before what they are applied to; the scalars of an expression stand as they were written
  const matrices = parameters.filter(({ node }) => node.shape.length > 0);
  const rank = productRank(nodes, new Set(matrices.map(({ node }) => node.id)));
  const gradients = new Map<string, Term<Element>[]>();

  return {
    value: (node, at) => tidy(forwardValue(node, at), rank),
    gradient: (node, at) => gradient(node, at),
  };

  function forwardValue(node: Node, at: readonly number[]): Expr {
    return closedValue(node, at) ?? inline(nodes, node, at, named, known);
  }

  function known(node: Node, at: readonly Index[]): number {
    return value(node, at as readonly number[]);
  }

  function closedValue(node: Node, at: readonly number[]): Expr | undefined {
    const rules = closedByOutput.get(node.id);
    if (!rules?.value || rules.holds?.(at, value) === false) return undefined;
    return mapRefs(unroll(rules.value(at)), stopOrRead);
  }

  function stopOrRead(element: Element): Expr {
    return named(element) ?? forwardValue(nodes[element.node], element.at as number[]);
  }

  /** What a formula stops at: named values, leaves, and the gradients of parameters. */
  function named(element: Element): Expr | undefined {
    if (element.of === "gradient") return { ref: element };
    const node = nodes[element.node];
    const parameter = parameterOfAdjoint.get(node.id);
    if (parameter) return { ref: { node: parameter.id, at: element.at, of: "gradient" } };
    if (names.has(node.id) || node.op.arity === 0) {
      return node.op.name === "constant" && !names.has(node.id) ? undefined : { ref: element };
    }
    return closedValue(node, element.at as number[]);
  }

  function gradient(node: Node, at: readonly number[]): Term<Element>[] {
    const key = `${node.id}@${at.join()}`;
    const known = gradients.get(key);
    if (known) return known;
    const terms = merge(node === backward.loss ? [{ factor: 1, of: undefined }] : contributionsTo(node, at));
    gradients.set(key, terms);
    return terms;
  }

  function contributionsTo(node: Node, at: readonly number[]): Term<Element>[] {
    const folded = new Set<ClosedRules>();
    return (backward.contributions.get(node.id) ?? []).flatMap((contribution) => {
      const rules = closedAround(node, contribution.consumer);
      if (rules && folded.has(rules)) return [];
      const form = rules && closedForm(rules, node, at);
      if (form) folded.add(rules);
      const expr = form ?? readContribution(contribution, at);
      const terms = linearTerms(expr, ({ of }) => of === "gradient");
      return terms.filter(({ factor }) => factor !== 0).flatMap(towardsNamed);
    });
  }

  /** The rules of the scope that this edge enters, if it has any. */
  function closedAround(node: Node, consumer: Node): ClosedRules | undefined {
    for (const [scope, rules] of closed) {
      if (rules.inputs.includes(node) && graph.inside(consumer.scope, scope)) return rules;
    }
    return undefined;
  }

  function closedForm(rules: ClosedRules, node: Node, at: readonly number[]): Expr | undefined {
    if (rules.holds?.(at, value) === false) return undefined;
    const output = (outAt: readonly Index[]) => gradientRef(rules.output, outAt);
    const form = rules.gradient?.(rules.inputs.indexOf(node), at, output);
    return form && mapRefs(unroll(form), stopOrRead);
  }

  /** The contribution of one edge, over values and the gradient of its consumer. */
  function readContribution({ consumer, node }: Contribution, at: readonly number[]): Expr {
    const adjoint = backward.adjoint.get(consumer.id) as Node;
    const stop = (element: Element): Expr | undefined => {
      if (element.node === adjoint.id) return gradientRef(consumer, element.at);
      if (element.node < backward.firstId) return stopOrRead(element);
      // whether a number was the largest is a fact of this step, and not worked out again
      const { op } = nodes[element.node];
      return op === firstLargest ? value(nodes[element.node], element.at as number[]) : undefined;
    };
    return stop({ node: node.id, at }) ?? inline(nodes, node, at, stop, known);
  }

  function gradientRef(node: Node, at: readonly Index[]): Expr {
    return { ref: { node: node.id, at, of: "gradient" } };
  }

  /** Follows a term through nodes without a name, and inside of composites through gradients that are mere numbers. */
  function towardsNamed({ factor, of }: Term<Element>): Term<Element>[] {
    if (!of) return [{ factor, of }];
    const further = gradient(nodes[of.node], of.at as number[]);
    const isNumber = further.every((term) => term.of === undefined && refsOf(term.factor).length === 0);
    const isInside = nodes[of.node] === backward.loss || nodes[of.node].scope !== undefined;
    if (names.has(of.node) && !(isNumber && isInside)) return [{ factor, of }];
    return further.map((term) => ({ factor: product(factor, term.factor), of: term.of }));
  }

  /** One term for each element that is acted on, its factor as people write it. */
  function merge(terms: readonly Term<Element>[]): Term<Element>[] {
    const byElement = new Map<string, Term<Element>>();
    for (const { factor, of } of terms) {
      const key = of ? `${of.node}@${of.at.join()}` : "";
      const before = byElement.get(key);
      byElement.set(key, { factor: before ? total(before.factor, factor) : factor, of });
    }
    return [...byElement.values()].map(({ factor, of }) => ({
      factor: tidy(factored(factor, sameElement), rank),
      of,
    }));
  }
}

function sameElement(a: Element, b: Element): boolean {
  return a.node === b.node && a.of === b.of && a.at.join() === b.at.join();
}

/** In a product people write settings before gradients before weights before values. */
function productRank(nodes: readonly Node[], weights: ReadonlySet<number>): (element: Element) => number {
  return ({ node, of }) => {
    if (of === "gradient") return 1;
    if (nodes[node].op.name === "constant") return 0;
    return weights.has(node) ? 2 : 3;
  };
}
