import type { Executed } from "../autodiff/executed.ts";
import { product, type Term, total } from "../explain/algebra.ts";
import { type Reader, readerOf } from "../explain/read.ts";
import { distinctRefs, type Element, type Expr, mapRefs } from "../graph/expression.ts";
import type { Graph } from "../graph/graph.ts";
import type { Node } from "../graph/node.ts";
import { evaluate } from "../ops/evaluate.ts";
import { InputError } from "../tensor/error.ts";

/**
 * given: a number that nobody calculates. value: of the forward pass. update: the next value of a parameter, or of
 * what an optimiser keeps. gradient: ∂E/∂x. local: ∂y/∂x. path: what one way to the loss adds to a gradient.
 * formula: what an author gave a name of his own.
 */
type StepKind = "given" | "value" | "update" | "gradient" | "local" | "path" | "formula";

/** One number of the calculation, and how it follows from others. */
export interface Step {
  /** `net_h1`, `∂E/∂w5`, `∂out_o1/∂net_o1`, `w5⁺`; after updates `E after 1`. */
  readonly id: string;
  readonly kind: StepKind;
  /** After how many updates. */
  readonly stage: number;
  /** Over the ids of other steps; of a given one its number. */
  readonly expr: Expr<string>;
  readonly uses: readonly string[];
  readonly value: number;
  /** The element whose value or derivative it is; absent of a formula. */
  readonly element?: Concrete;
  /** With respect to what; of gradients, local derivatives and paths. */
  readonly wrt?: Concrete;
}

/** One number of a node. */
export interface Concrete {
  readonly node: Node;
  readonly at: readonly number[];
}

/**
 * All that follows from an example, from one named quantity to the next: the forward pass, the loss, every
 * derivative, the update, and the same after further updates. Steps are read off the executed graph when they are
 * asked for.
 */
export interface Calculation {
  /** @throws Error for an id that none of the methods below has given */
  step(id: string): Step;
  executed(stage: number): Executed;
  reader(stage: number): Reader;
  value(element: Concrete, stage: number): string;
  /** ∂E/∂x; undefined where the loss does not depend on it. */
  gradient(wrt: Concrete, stage: number): string | undefined;
  /** ∂y/∂x over all ways between them. */
  derivative(of: Concrete, wrt: Concrete, stage: number): string;
  /** What the way through `through`, the next quantity above, adds to ∂E/∂x. */
  path(wrt: Concrete, through: Concrete, stage: number): string | undefined;
  formula(name: string, expr: Expr<string>, stage: number): string;
  /** The same quantity after other updates; undefined of what is given there. */
  restage(id: string, stage: number): string | undefined;
}

/** Up to this many updates, the numbers after them are linked to those before; beyond, parameters are given. */
const LINKED_STAGES = 3;

/** In updates; a working is no reason to train for hours. */
const MAX_STAGE = 100_000;
const MAX_STAGES = 300;

/** Where an author's rule of updating is not the executed one. */
export interface Sequential {
  /** What a parameter is after so many updates by that rule. */
  leaf(calculation: Calculation, id: string, stage: number): number | undefined;
}

/**
 * @param at the step that follows after so many updates, executed
 * @param sequential gradients are taken with weights that are already updated; nothing that follows from them is as
 *   executed then, but evaluated
 */
export function calculationOf(at: (stage: number) => Executed, sequential?: Sequential): Calculation {
  const stages = new Map<number, { executed: Executed; reader: Reader; loss: string }>();
  const steps = new Map<string, Step>();
  const declared = new Map<string, () => Step>();
  const calculation: Calculation = {
    step,
    executed: (stage) => stageOf(stage).executed,
    reader: (stage) => stageOf(stage).reader,
    value: ({ node, at }, stage) => declareValue(node, at, stage),
    gradient: (wrt, stage) => {
      const { backward } = stageOf(stage).executed;
      return wrt.node === backward.loss || backward.adjoint.has(wrt.node.id)
        ? declareGradient(wrt, stage)
        : undefined;
    },
    derivative: declareDerivative,
    path: declarePath,
    formula: (name, expr, stage) =>
      declare(name, stage, (id) => finish({ id, kind: "formula", stage, expr })),
    restage,
  };
  return calculation;

  function stageOf(stage: number) {
    const known = stages.get(stage);
    if (known) return known;
    if (!isReachable(stage)) {
      throw new InputError(`expected at most ${MAX_STAGES} different steps, of at most ${MAX_STAGE} updates`);
    }
    const executed = at(stage);
    const loss = executed.graph.elementName(executed.backward.loss.id, []);
    const made = { executed, reader: readerOf(executed), loss };
    stages.set(stage, made);
    return made;
  }

  function isReachable(stage: number): boolean {
    return stages.has(stage) || (stage <= MAX_STAGE && stages.size < MAX_STAGES);
  }

  function step(id: string): Step {
    const known = steps.get(id);
    if (known) return known;
    const make = declared.get(id);
    if (!make) throw new Error(`no step has the id ${id}`);
    const made = make();
    steps.set(id, made);
    return made;
  }

  function declare(name: string, stage: number, make: (id: string) => Step): string {
    const id = stage === 0 ? name : `${name} after ${stage}`;
    if (!declared.has(id)) declared.set(id, () => make(id));
    return id;
  }

  function finish(parts: Omit<Step, "uses" | "value">, value?: number): Step {
    const uses = distinctRefs(parts.expr);
    const executed = sequential && uses.length > 0 ? undefined : value;
    return { ...parts, uses, value: executed ?? evaluate(parts.expr, (use) => step(use).value) };
  }

  function nameOf({ node, at }: Concrete, stage: number): string {
    return stageOf(stage).executed.graph.elementName(node.id, at);
  }

  function concrete({ node, at }: Element, stage: number): Concrete {
    return { node: stageOf(stage).executed.graph.nodes[node], at: at as number[] };
  }

  function overSteps(expr: Expr, stage: number): Expr<string> {
    return mapRefs(expr, (ref) => {
      const element = concrete(ref, stage);
      const { node, at } = element;
      return {
        ref: ref.of === "gradient" ? declareGradient(element, stage) : declareValue(node, at, stage),
      };
    });
  }

  function declareValue(node: Node, at: readonly number[], stage: number): string {
    const element = { node, at };
    return declare(nameOf(element, stage), stage, (id) => {
      const { executed, reader } = stageOf(stage);
      const value = executed.value(node, at);
      if (node.op.arity === 0) {
        const source = updatedBefore(element, stage);
        if (source !== undefined) {
          return finish({ id, kind: "update", stage, expr: { ref: source }, element }, value);
        }
        const given =
          (stage > 0 ? sequential?.leaf(calculation, nameOf(element, stage), stage) : undefined) ?? value;
        return finish({ id, kind: "given", stage, expr: given, element }, given);
      }
      const kind = node.id >= executed.backward.firstId ? "update" : "value";
      return finish({ id, kind, stage, expr: overSteps(reader.value(node, at), stage), element }, value);
    });
  }

  /** The update that a parameter, or what an optimiser keeps, comes from. */
  function updatedBefore(element: Concrete, stage: number): string | undefined {
    if (stage === 0 || stage > LINKED_STAGES) return undefined;
    const { graph } = stageOf(stage - 1).executed;
    const next = nextElement(graph, nameOf(element, stage));
    return next && declareValue(next.node, next.at, stage - 1);
  }

  function declareGradient(wrt: Concrete, stage: number): string {
    const { executed, loss } = stageOf(stage);
    return declare(`∂${loss}/∂${nameOf(wrt, stage)}`, stage, (id) => {
      const expr = sumOfPaths(wrt, stage);
      const adjoint = executed.backward.adjoint.get(wrt.node.id);
      const value = adjoint && executed.value(adjoint, wrt.at);
      const element = { node: executed.backward.loss, at: [] };
      return finish({ id, kind: "gradient", stage, expr, element, wrt }, value);
    });
  }

  function termsOf({ node, at }: Concrete, stage: number): Term<Element>[] {
    return stageOf(stage).reader.gradient(node, at);
  }

  /** Several ways to the loss are steps of their own, added up; a single one is written in place. */
  function sumOfPaths(wrt: Concrete, stage: number): Expr<string> {
    const terms = termsOf(wrt, stage);
    if (terms.length === 1) return termExpr(terms[0], wrt, stage);
    return total(
      ...terms.map(
        (term): Expr<string> =>
          term.of ? { ref: pathOf(term, concrete(term.of, stage), wrt, stage) } : termExpr(term, wrt, stage),
      ),
    );
  }

  function termExpr({ factor, of }: Term<Element>, wrt: Concrete, stage: number): Expr<string> {
    if (!of) return overSteps(factor, stage);
    const above = concrete(of, stage);
    return product<string>({ ref: declareGradient(above, stage) }, localFactor(factor, above, wrt, stage));
  }

  /** A derivative that is a mere number or quantity stands as it is; any other is a step of its own. */
  function localFactor(factor: Expr, of: Concrete, wrt: Concrete, stage: number): Expr<string> {
    if (typeof factor === "number") return factor;
    if ("ref" in factor) return sequential ? updated(factor.ref, stage) : overSteps(factor, stage);
    return { ref: declareLocal(factor, of, wrt, stage) };
  }

  /** A weight that is trained as it is after the update; anything else as it is. */
  function updated(ref: Element, stage: number): Expr<string> {
    const { parameters } = stageOf(stage).executed;
    const next = parameters.find(({ node }) => node.id === ref.node)?.next;
    return next ? { ref: declareValue(next, ref.at as number[], stage) } : overSteps({ ref }, stage);
  }

  function declareLocal(factor: Expr, of: Concrete, wrt: Concrete, stage: number): string {
    return declare(`∂${nameOf(of, stage)}/∂${nameOf(wrt, stage)}`, stage, (id) =>
      finish({ id, kind: "local", stage, expr: overSteps(factor, stage), element: of, wrt }),
    );
  }

  function declareDerivative(of: Concrete, wrt: Concrete, stage: number): string {
    const { executed } = stageOf(stage);
    if (of.node === executed.backward.loss) return declareGradient(wrt, stage);
    const part = asPartOfGradient(of, wrt, stage);
    if (part !== undefined) return part;
    const direct = termsOf(wrt, stage).find((term) => term.of && isSame(concrete(term.of, stage), of));
    if (direct) return declareLocal(direct.factor, of, wrt, stage);
    return declare(`∂${nameOf(of, stage)}/∂${nameOf(wrt, stage)}`, stage, (id) =>
      finish({ id, kind: "local", stage, expr: between(of, wrt, stage), element: of, wrt }),
    );
  }

  /** ∂of/∂wrt as a sum over the quantities that `wrt` acts on. */
  function between(of: Concrete, wrt: Concrete, stage: number): Expr<string> {
    if (isSame(of, wrt)) return 1;
    return total(
      ...termsOf(wrt, stage).map(({ factor, of: next }) => {
        if (!next) return shareOfTerm(of, wrt, factor, stage);
        const above = concrete(next, stage);
        if (above.node.id > of.node.id) return 0;
        const local = localFactor(factor, above, wrt, stage);
        if (isSame(above, of)) return local;
        const further = declareDerivative(of, above, stage);
        return step(further).expr === 0 ? 0 : product<string>({ ref: further }, local);
      }),
    );
  }

  /** ∂E_o1/∂x where the loss is the sum of its terms: all of ∂E/∂x, or one of the ways that it is added up from. */
  function asPartOfGradient(of: Concrete, wrt: Concrete, stage: number): string | undefined {
    if (weightInLoss(of, stage) !== 1) return undefined;
    const terms = termsOf(wrt, stage);
    const active = terms.filter((term) => actsOn(of, wrt, term, stage));
    if (active.length !== 1) return undefined;
    const [{ of: next }] = active;
    if (!next) return terms.length === 1 ? declareGradient(wrt, stage) : undefined;
    const above = concrete(next, stage);
    if (asPartOfGradient(of, above, stage) !== declareGradient(above, stage)) return undefined;
    return terms.length === 1 ? declareGradient(wrt, stage) : pathOf(active[0], above, wrt, stage);
  }

  /** Does the way that begins with this term lead through the quantity `of`? */
  function actsOn(of: Concrete, wrt: Concrete, { of: next }: Term<Element>, stage: number): boolean {
    if (!next) return mentions(stageOf(stage).reader.value(of.node, of.at), wrt);
    const above = concrete(next, stage);
    if (above.node.id > of.node.id) return false;
    return isSame(above, of) || termsOf(above, stage).some((term) => actsOn(of, above, term, stage));
  }

  /** By what number a term of the loss is multiplied in it; undefined of anything else. */
  function weightInLoss(term: Concrete, stage: number): number | undefined {
    const [{ factor, of } = { factor: 0, of: undefined }, ...others] = termsOf(term, stage);
    return others.length === 0 && !of && typeof factor === "number" && factor !== 0 ? factor : undefined;
  }

  /** What acts on the loss through one of its terms: the derivative of the term is that of the loss, but for its weight. */
  function shareOfTerm(term: Concrete, wrt: Concrete, factor: Expr, stage: number): Expr<string> {
    const weight = weightInLoss(term, stage);
    const acts = mentions(stageOf(stage).reader.value(term.node, term.at), wrt);
    return weight !== undefined && acts ? product(1 / weight, overSteps(factor, stage)) : 0;
  }

  function declarePath(wrt: Concrete, through: Concrete, stage: number): string | undefined {
    const term = termsOf(wrt, stage).find(({ of }) => of && isSame(concrete(of, stage), through));
    return term && pathOf(term, through, wrt, stage);
  }

  function pathOf(term: Term<Element>, through: Concrete, wrt: Concrete, stage: number): string {
    const name = `∂${stageOf(stage).loss}/∂${nameOf(wrt, stage)} through ${nameOf(through, stage)}`;
    return declare(name, stage, (id) =>
      finish({ id, kind: "path", stage, expr: termExpr(term, wrt, stage), element: through, wrt }),
    );
  }

  function restage(id: string, stage: number): string | undefined {
    const { kind, element, wrt } = step(id);
    const there = (part: Concrete): Concrete => ({
      node: stageOf(stage).executed.graph.nodes[part.node.id],
      at: part.at,
    });
    if (!element || kind === "given" || kind === "formula" || !isReachable(stage)) return undefined;
    if (!wrt) return declareValue(there(element).node, element.at, stage);
    if (kind === "gradient") return declareGradient(there(wrt), stage);
    return kind === "path"
      ? declarePath(there(wrt), there(element), stage)
      : declareDerivative(there(element), there(wrt), stage);
  }
}

/** What a parameter, or what an optimiser keeps, becomes; undefined of what no update changes. */
export function nextElement(graph: Graph, name: string): Concrete | undefined {
  const next = graph.find(`${name}⁺`);
  if (next || name !== "steps") return next;
  // the number of steps taken is called t where this one is counted
  const [taken, counted] = [graph.find(name), graph.find("t")];
  const isCounter = taken && counted?.node.inputs.includes(taken.node);
  return isCounter ? counted : undefined;
}

function isSame(a: Concrete, b: Concrete): boolean {
  return a.node.id === b.node.id && a.at.join() === b.at.join();
}

function mentions(expr: Expr, { node, at }: Concrete): boolean {
  if (typeof expr === "number") return false;
  if ("ref" in expr) return expr.ref.node === node.id && expr.ref.at.join() === at.join();
  return "fn" in expr
    ? expr.args.some((arg) => mentions(arg, { node, at }))
    : mentions(expr.of, { node, at });
}
