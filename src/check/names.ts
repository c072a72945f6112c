import { readDerivative, readSpelling } from "../explain/spelling.ts";
import { findElement } from "../explain/targets.ts";
import { type Expr, mapRefs } from "../graph/expression.ts";
import { InputError } from "../tensor/error.ts";
import type { Calculation, Concrete } from "./calculation.ts";
import type { Printed } from "./claim.ts";
import { type NameRef, parseFormula } from "./read/index.ts";
import type { CheckSubject } from "./subject.ts";

/** What names in a working can mean. */
export interface Names {
  /**
   * The ids of the quantities that may be meant, the likeliest first; none where no quantity has the name. A bare
   * `o1` may be the output or its target, and `w5` without a + its next value.
   * @param step after how many updates, where the working says so
   */
  meanings(name: string, step: number): readonly string[];
}

const LONGEST_NAME = 200;
/** Formulas of names may stand for names with formulas, this many deep. */
const DEEPEST = 8;

/** What else a neuron's number is called. */
const PREFIXES: readonly (readonly [RegExp, string])[] = [
  [/^(?:z|in|input|sum|s)_?(?=[a-z])/, "net_"],
  [/^(?:a|y|act|activation|output)_?(?=[a-z])/, "out_"],
  [/^(?:t|y|target)_?(?=o?\d)/, "target_"],
];

const LOSS = /^(?:[ELCJ]|loss|cost|error|[Ee]_?total)$/;
const RATE = /^(?:η|eta|\\eta|lr|alpha|α|\\alpha|learning_?rate)$/i;

export function namesOf(subject: CheckSubject, calculation: Calculation): Names {
  const formulas = new Map<string, Expr<Printed | NameRef>>();
  for (const [name, formula] of subject.names ?? []) formulas.set(plain(name), parseFormula(formula));
  const known = new Map<string, readonly string[]>();
  return {
    meanings(name, step) {
      if (name.length > LONGEST_NAME) return [];
      const key = `${step} ${name}`;
      const found = known.get(key) ?? meanings(name, step, 0);
      known.set(key, found);
      return found;
    },
  };

  function meanings(name: string, step: number, depth: number): readonly string[] {
    const formula = formulas.get(plain(name));
    if (formula !== undefined && depth < DEEPEST) return formulaIds(name, formula, step, depth);
    try {
      return [...new Set(ofSpelling(name, step))];
    } catch (error) {
      // an example without an optimiser has nothing after updates
      if (error instanceof InputError) return [];
      throw error;
    }
  }

  /** Another name for one quantity is that quantity; anything else is a step of its own. */
  function formulaIds(name: string, formula: Expr<Printed | NameRef>, step: number, depth: number): string[] {
    let isKnown = true;
    const expr = mapRefs(formula, (part): Expr<string> => {
      if (!("name" in part)) return part.value;
      const [id] =
        plain(part.name) === plain(name) ? ofSpelling(part.name, step) : meanings(part.name, step, depth + 1);
      if (id === undefined) isKnown = false;
      return { ref: id ?? "" };
    });
    if (!isKnown) return [];
    return typeof expr === "object" && "ref" in expr ? [expr.ref] : [calculation.formula(name, expr, step)];
  }

  function ofSpelling(name: string, step: number): string[] {
    const exact = find(name.trim(), step);
    if (exact) return valueIds(exact, step);
    const derivative = readDerivative(name);
    if (derivative) return derivativeIds(derivative.of, derivative.wrt, step);
    const gradient = gradientSpelling(plain(name));
    if (gradient !== undefined) return derivativeIds(lossName(step), gradient, step);
    const { symbol, of } = readSpelling(name, lossName(step));
    if (of === "gradient") return gradientIds(elements(symbol, step), step, /delta|δ/.test(name));
    return symbolIds(symbol, step);
  }

  /** `w5⁺` under "after 1 update" is what that update gave. */
  function symbolIds(symbol: string, step: number): string[] {
    const here = elements(symbol, step).flatMap((element) => valueIds(element, step));
    if (!symbol.includes("⁺") || step === 0) return here;
    const before = elements(symbol, step - 1).map((element) => calculation.value(element, step - 1));
    return [...before, ...here];
  }

  /** A parameter without a + may also be its next value. */
  function valueIds(element: Concrete, step: number): string[] {
    const id = calculation.value(element, step);
    if (element.node.op.arity > 0) return [id];
    const { graph } = calculation.executed(step);
    const next = graph.find(`${graph.elementName(element.node.id, element.at)}⁺`);
    return next ? [id, calculation.value(next, step)] : [id];
  }

  function gradientIds(found: readonly Concrete[], step: number, isDelta: boolean): string[] {
    return found.flatMap((element) => {
      const id = calculation.gradient(element, step);
      if (id === undefined) return [];
      if (!isDelta || subject.conventions?.delta !== "-dE/dnet") return [id];
      return [calculation.formula(`−${id}`, { fn: "neg", args: [{ ref: id }] }, step)];
    });
  }

  function derivativeIds(of: string, wrt: string, step: number): string[] {
    const { loss } = calculation.executed(step).backward;
    const tops = LOSS.test(of) ? [{ node: loss, at: [] }] : elements(of, step);
    const bottoms = elements(wrt, step);
    return tops.flatMap((top) =>
      bottoms.flatMap((bottom): string[] => {
        if (top.node === loss) return gradientIds([bottom], step, false);
        if (bottom.node.id > top.node.id) return [];
        return [calculation.derivative(top, bottom, step)];
      }),
    );
  }

  function lossName(step: number): string {
    const { graph, backward } = calculation.executed(step);
    return graph.elementName(backward.loss.id, []);
  }

  function find(symbol: string, step: number): Concrete | undefined {
    return findElement(calculation.executed(step), calculation.reader(step), symbol);
  }

  /** The numbers that a symbol may stand for. */
  function elements(symbol: string, step: number): Concrete[] {
    const spelled = symbol.replace(/^([a-z]+)_(?=\d)/i, "$1");
    const found = find(symbol, step) ?? find(spelled, step);
    if (found) return [found];
    const { backward } = calculation.executed(step);
    if (LOSS.test(symbol)) return [{ node: backward.loss, at: [] }];
    if (RATE.test(symbol)) return present([find("η", step)]);
    const bare = present(
      [`out_${spelled}`, `target_${spelled}`, `net_${spelled}`].map((name) => find(name, step)),
    );
    if (bare.length > 0) return bare;
    for (const [prefix, standard] of PREFIXES) {
      const other = find(spelled.replace(prefix, standard).replace(/^(target_)(?=\d)/, "$1o"), step);
      if (other && prefix.test(spelled)) return [other];
    }
    return [];
  }
}

function present(found: readonly (Concrete | undefined)[]): Concrete[] {
  return found.filter((element) => element !== undefined);
}

/** `grad w5`, `w5.grad`, `∇w5`, `dw5`, as programs write ∂E/∂w5. */
function gradientSpelling(name: string): string | undefined {
  const found = /^(?:grad_?|∇_?)(.+)$|^(.+)\.grad$|^d_?([wb]_?\d+)$/.exec(name);
  return found?.slice(1).find((part) => part !== undefined);
}

function plain(name: string): string {
  return name.replaceAll(/[\s{}$]/g, "");
}
