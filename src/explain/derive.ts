import type { Executed } from "../autodiff/executed.ts";
import type { Element, Expr } from "../graph/expression.ts";
import { distinctRefs, mapRefs } from "../graph/expression.ts";
import type { Node } from "../graph/node.ts";
import { evaluate } from "../ops/evaluate.ts";
import { product, type Term, total } from "./algebra.ts";
import { type Reader, readerOf } from "./read.ts";

/**
 * given: a number that nobody computed here. value: part of the forward pass, or of an update. local: a
 * derivative of one quantity with respect to the one before. path: what one way to the loss adds to a gradient.
 */
export type Rule = "given" | "value" | "local" | "path" | "gradient";

/** What a step's id is made of: the name of a quantity, or a derivative, perhaps along one path. */
export interface StepSymbol {
  readonly of: string;
  readonly wrt?: string;
  readonly through?: string;
}

/** One line of a derivation: a quantity, and how it is computed from others. */
export interface Step {
  /** `net_h1`, `∂E/∂w5`, `∂out_o1/∂net_o1`, `w5⁺`. */
  readonly id: string;
  readonly symbol: StepSymbol;
  readonly rule: Rule;
  /** Over the ids of other steps. */
  readonly expr: Expr<string>;
  /** As executed; a local derivative or a path, which no node holds, is evaluated. */
  readonly value: number;
  readonly uses: readonly string[];
  /** Calculated by the forward pass. */
  readonly isForward: boolean;
}

/** A quantity and everything it was computed from: a graph without cycles, parts that are shared standing once. */
export interface Derivation {
  readonly root: string;
  readonly steps: ReadonlyMap<string, Step>;
}

/** Makes derivations of one executed step; what they have in common is worked out once. */
export interface Deriver {
  /** A forward value, or the next value of a parameter or of what an optimiser keeps. */
  value(node: Node, at: readonly number[]): Derivation;
  /** The gradient of the loss with respect to an element. */
  gradient(node: Node, at: readonly number[], style?: Style): Derivation;
  /** On how many ways an element acts on the loss, from one named quantity to the next. */
  paths(node: Node, at: readonly number[]): number;
}

/**
 * paths: the chain of local derivatives, and every way to the loss. delta: each neuron's δ = ∂E/∂net from those
 * of the next layer.
 */
export type Style = "paths" | "delta";

/**
 * @param forward `derived` takes every value back to inputs, parameters and targets; `given` takes the values of
 *   the forward pass as they are, for networks too large to write out
 */
export function deriverOf(
  executed: Executed,
  forward: "derived" | "given" = "derived",
  reader: Reader = readerOf(executed),
): Deriver {
  const { graph, backward } = executed;
  const steps = new Map<string, Step>();
  const pathCounts = new Map<string, number>();
  const loss = graph.elementName(backward.loss.id, []);

  return {
    value: (node, at) => ({ root: valueStep(node, at), steps }),
    gradient(node, at, style = "paths") {
      const element = { node: node.id, at };
      return { root: style === "paths" ? gradientStep(element) : deltaStep(element), steps };
    },
    paths: (node, at) => countPaths({ node: node.id, at }),
  };

  function nameOf({ node, at }: Element): string {
    return graph.elementName(node, at as number[]);
  }

  function addStep(
    symbol: StepSymbol,
    rule: Rule,
    expr: Expr<string>,
    value?: number,
    isForward = false,
  ): string {
    const id = idOf(symbol);
    const uses = distinctRefs(expr);
    const computed = value ?? evaluate(expr, (use) => steps.get(use)?.value ?? Number.NaN);
    steps.set(id, { id, symbol, rule, expr, value: computed, uses, isForward });
    return id;
  }

  function lossBy(element: Element): StepSymbol {
    return { of: loss, wrt: nameOf(element) };
  }

  /** The expression over step ids; makes the steps that it needs. */
  function overSteps(expr: Expr): Expr<string> {
    return mapRefs(expr, (element) => ({
      ref:
        element.of === "gradient"
          ? gradientStep(element)
          : valueStep(graph.nodes[element.node], element.at as number[]),
    }));
  }

  function valueStep(node: Node, at: readonly number[]): string {
    const id = graph.elementName(node.id, at);
    if (steps.has(id)) return id;
    const value = executed.value(node, at);
    const isForward = node.op.arity > 0 && node.id < backward.firstId;
    const isWorkedOut = node.op.arity > 0 && !node.op.isDrawn;
    if (isWorkedOut && (forward === "derived" || node.id >= backward.firstId)) {
      return addStep({ of: id }, "value", overSteps(reader.value(node, at)), value, isForward);
    }
    steps.set(id, { id, symbol: { of: id }, rule: "given", expr: value, value, uses: [], isForward });
    return id;
  }

  /**
   * ∂E/∂x. While x acts on one quantity only, the chain of local derivatives is followed; at a fork, or at the
   * loss, the gradient there is a step of its own.
   */
  function gradientStep(element: Element): string {
    const symbol = lossBy(element);
    if (steps.has(idOf(symbol))) return idOf(symbol);
    const locals: Expr<string>[] = [];
    let top = element;
    let terms = termsOf(top);
    for (let next = onlyWay(terms); next; next = onlyWay(terms)) {
      locals.unshift({ ref: localStep(next.of, top, next.factor) });
      top = next.of;
      terms = termsOf(top);
    }
    if (locals.length > 0) {
      const above = { ref: steps.has(idOf(lossBy(top))) ? idOf(lossBy(top)) : addAbove() };
      return addStep(symbol, "gradient", product(above, ...locals), gradientValue(element));
    }
    return addAbove();

    function addAbove(): string {
      return addStep(lossBy(top), "gradient", sumOfPaths(top, terms), gradientValue(top));
    }
  }

  /** δ of a neuron, or what a parameter gains from the δ of the neurons that it enters. */
  function deltaStep(element: Element): string {
    const neuron = netNeuron(nameOf(element));
    const symbol = neuron === undefined ? lossBy(element) : { of: `δ_${neuron}` };
    const id = idOf(symbol);
    return steps.has(id) ? id : addStep(symbol, "gradient", deltaExpr(element), gradientValue(element));
  }

  function deltaExpr(element: Element): Expr<string> {
    return total(
      ...termsOf(element).map(({ factor, of }) => {
        const factors = overSteps(factor);
        if (!of) return factors;
        // what stands outside of layers is shared as neurons are, or the ways through it would be written one by one
        const isShared = netNeuron(nameOf(of)) !== undefined || graph.nodes[of.node].scope === undefined;
        return product(isShared ? { ref: deltaStep(of) } : deltaExpr(of), factors);
      }),
    );
  }

  function countPaths(element: Element): number {
    const name = nameOf(element);
    const known = pathCounts.get(name);
    if (known !== undefined) return known;
    const count = termsOf(element).reduce((sum, { of }) => sum + (of ? countPaths(of) : 1), 0);
    pathCounts.set(name, count);
    return count;
  }

  function termsOf({ node, at }: Element): Term<Element>[] {
    return reader.gradient(graph.nodes[node], at as number[]);
  }

  function localStep(of: Element, wrt: Element, factor: Expr): string {
    const symbol = { of: nameOf(of), wrt: nameOf(wrt) };
    return steps.has(idOf(symbol)) ? idOf(symbol) : addStep(symbol, "local", overSteps(factor));
  }

  /** Several ways to the loss are steps of their own, added up; a single one is written in place. */
  function sumOfPaths(element: Element, terms: readonly Term<Element>[]): Expr<string> {
    const paths = terms.map(({ factor, of }) => {
      const factors = overSteps(factor);
      return { of, expr: of ? product({ ref: gradientStep(of) }, factors) : factors };
    });
    if (paths.length === 1) return paths[0].expr;
    return total(
      ...paths.map(({ of, expr }) => {
        const through = of ? nameOf(of) : loss;
        return { ref: addStep({ ...lossBy(element), through }, "path", expr) };
      }),
    );
  }

  function gradientValue({ node, at }: Element): number {
    const adjoint = backward.adjoint.get(node);
    if (!adjoint)
      throw new Error(`%${node} has no gradient: nothing that was executed leads from it to the loss`);
    return executed.value(adjoint, at as number[]);
  }
}

/** `h1` of `net_h1`; undefined of any other name. */
function netNeuron(name: string): string | undefined {
  return name.startsWith("net_") ? name.slice("net_".length) : undefined;
}

/** `∂E/∂w5` */
export function idOf({ of, wrt, through }: StepSymbol): string {
  const name = wrt === undefined ? of : `∂${of}/∂${wrt}`;
  return through === undefined ? name : `${name} through ${through}`;
}

function onlyWay(terms: readonly Term<Element>[]): { factor: Expr; of: Element } | undefined {
  const [{ factor, of } = { factor: 0, of: undefined }] = terms;
  return terms.length === 1 && of ? { factor, of } : undefined;
}

/** The steps a derivation needs, each after all that it uses; the root last. */
export function stepsInOrder({ root, steps }: Derivation): Step[] {
  const ordered = new Map<string, Step>();
  const visit = (id: string): void => {
    const step = steps.get(id);
    if (!step || ordered.has(id)) return;
    for (const use of step.uses) visit(use);
    ordered.set(id, step);
  };
  visit(root);
  return [...ordered.values()];
}

/** Works a derivation out once more from its given numbers alone. */
export function reevaluate(derivation: Derivation): number {
  const values = new Map<string, number>();
  for (const { id, rule, expr, value } of stepsInOrder(derivation)) {
    values.set(id, rule === "given" ? value : evaluate(expr, (use) => values.get(use) ?? Number.NaN));
  }
  return values.get(derivation.root) ?? Number.NaN;
}
