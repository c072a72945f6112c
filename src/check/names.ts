import { readDerivative, readSpelling } from "../explain/spelling.ts";
import { findElement } from "../explain/targets.ts";
import { type Expr, mapRefs, refsOf } from "../graph/expression.ts";
import { InputError } from "../tensor/error.ts";
import type { Calculation, Concrete } from "./calculation.ts";
import type { Printed } from "./claim.ts";
import { ANY_COUNTING, type Counting, layeredOf } from "./layered.ts";
import { type Named, namedOf, placedName } from "./named.ts";
import type { NameRef } from "./read/index.ts";
import type { CheckSubject } from "./subject.ts";

/** What names in a working can mean. */
export interface Names {
  /**
   * The ids of the quantities that may be meant, the likeliest first; none where no quantity has the name. A bare
   * `o1` may be the output or its target, and `w5` without a + its next value.
   * @param step after how many updates, where the working says so
   * @param sample which a bare name is of, from 1, where the working says so
   */
  meanings(name: string, step: number, sample?: number): readonly string[];
  /** Is the name one of those that count layers? */
  isLayered(name: string): boolean;
}

const LONGEST_NAME = 200;
/** Formulas of names may stand for names with formulas, this many deep. */
const DEEPEST = 8;

const GREEK: ReadonlyMap<string, string> = new Map([
  ["alpha", "α"],
  ["beta", "β"],
  ["gamma", "γ"],
  ["delta", "δ"],
  ["Delta", "Δ"],
  ["epsilon", "ε"],
  ["eta", "η"],
  ["theta", "θ"],
  ["sigma", "σ"],
  ["phi", "φ"],
]);

/** What else a neuron's number is called. */
const PREFIXES: readonly (readonly [RegExp, string])[] = [
  [/^(?:z|net|in|input|sum|s)_?(?=[a-z])/, "net_"],
  [/^(?:a|y|act|out|activation|output)_?(?=[a-z])/, "out_"],
  [/^(?:t|y|target)_?(?=o?\d)/, "target_"],
];

const LOSS = /^(?:[ELCJ]|loss|cost|error|[Ee]_?total)$/;
/** `new_w5`, `w5_new`, `w_{5,new}`, as some write w5⁺. */
const NEXT = /^(?:new|next|updated)_?(.+)$|^(.+?)[_,^]?\(?(?:new|next|updated)\)?$/i;
const RATE = /^(?:η|eta|\\eta|lr|alpha|α|\\alpha|learning_?rate)$/i;

/** A number that is one of so many samples' may be any of them where the working does not say whose. */
const FEW_SAMPLES = 4;

export function namesOf(
  subject: CheckSubject,
  calculation: Calculation,
  counting: Counting = ANY_COUNTING,
): Names {
  const formulas = new Map<string, Named>();
  for (const [name, formula] of subject.names ?? []) formulas.set(plain(name), namedOf(formula));
  const spelled = spellingsOf(formulas);
  const known = new Map<string, readonly string[]>();
  const layered = layeredOf(layersOf(calculation), counting);
  return {
    meanings(name, step, sample) {
      if (name.length > LONGEST_NAME) return [];
      const found = meaningsOf(name, step);
      if (sample === undefined) return found;
      const isOf = (id: string) => isOfSample(id, sample);
      if (found.some(isOf)) return found.filter(isOf);
      // the error of a sample with one output is that output's
      if (LOSS.test(plain(name)) && meaningsOf(`E_o2#${sample}`, step).length === 0)
        return [...found, ...meaningsOf(`E_o1#${sample}`, step).filter(isOf)];
      return found.length > 0 ? found : meaningsOf(`${name.trim()}#${sample}`, step).filter(isOf);
    },
    isLayered: (name) => name.length <= LONGEST_NAME && layered.symbols(barest(name)).length > 0,
  };

  function meaningsOf(name: string, step: number): readonly string[] {
    const key = `${step} ${name}`;
    const found = known.get(key) ?? meanings(name, step, 0);
    known.set(key, found);
    return found;
  }

  function meanings(name: string, step: number, depth: number): readonly string[] {
    try {
      const named = formulas.get(plain(name)) ?? spelled.get(loose(name));
      if (named !== undefined && depth < DEEPEST) return namedIds(name, named, step, depth);
      return [...new Set(ofSpelling(name, step))];
    } catch (error) {
      // an example without an optimiser has nothing after updates
      if (error instanceof InputError) return [];
      throw error;
    }
  }

  function namedIds(
    name: string,
    { formula, from, to }: Named,
    step: number,
    depth: number,
  ): readonly string[] {
    if (to === undefined) {
      const ids = formulaIds(name, formula, from ?? step, depth);
      return from === undefined ? ids : ids.slice(0, 1);
    }
    const terms: Expr<string>[] = [];
    for (let at = from ?? step; at <= to; at++) {
      const [id] = formulaIds(`a term of ${name}`, formula, at, depth);
      if (id === undefined) return [];
      terms.push({ ref: id });
    }
    return [calculation.formula(name, { fn: "add", args: terms }, to)];
  }

  /** Another name for one quantity is that quantity; anything else is a step of its own. */
  function formulaIds(
    name: string,
    formula: Expr<Printed | NameRef>,
    step: number,
    depth: number,
  ): readonly string[] {
    const [alias] = typeof formula === "object" && "ref" in formula ? [formula.ref] : [];
    if (alias !== undefined && "name" in alias) return idsOf(alias.name);
    const names = refsOf(formula).flatMap((part) => ("name" in part ? part.name : []));
    const ids = new Map(names.map((of) => [of, idsOf(of)]));
    if ([...ids.values()].some((found) => found.length === 0)) return [];
    // −b1 may be of the next b1, as b1 may
    const [only] = ids.size === 1 ? [...ids.values()] : [];
    return (only ?? [""]).map((_, which) => {
      const expr = mapRefs(formula, (part): Expr<string> => {
        if (!("name" in part)) return part.value;
        const found = ids.get(part.name) ?? [];
        return { ref: only ? found[which] : found[0] };
      });
      return calculation.formula(which === 0 ? name : `${name}⁺`, expr, step);
    });

    function idsOf(written: string): readonly string[] {
      const { name: of, step: at = step } = placedName(written);
      return plain(of) === plain(name) ? ofSpelling(of, at) : meanings(of, at, depth + 1);
    }
  }

  /** What an author's name for one quantity is called here; also of its next value, and as an end of `w(x1→h1)`. */
  function renamed(symbol: string): string | undefined {
    const connection = /^w\((.+)→(.+)\)(⁺?)$/.exec(symbol);
    if (connection) {
      const [from, to] = [1, 2].map(
        (i) => renamed(connection[i])?.replace(/^(?:out|net)_/, "") ?? connection[i],
      );
      return `w(${from}→${to})${connection[3]}`;
    }
    const [, base, mark] = /^(.*?)(⁺?)$/.exec(symbol) as RegExpExecArray;
    const { formula, from } = formulas.get(base) ?? {};
    if (typeof formula !== "object" || !("ref" in formula) || !("name" in formula.ref)) return undefined;
    return from === undefined ? `${plain(formula.ref.name)}${mark}` : undefined;
  }

  function ofSpelling(written: string, step: number): string[] {
    const exact = find(written.trim(), step);
    if (exact) return valueIds(exact, step);
    const name = tidied(written);
    const derivative = readDerivative(name);
    if (derivative) return derivativeIds(derivative.of, derivative.wrt, step);
    const gradient = gradientSpelling(plain(name));
    if (gradient !== undefined) return derivativeIds(lossName(step), gradient, step);
    const { symbol, of } = readSpelling(name, lossName(step));
    if (of === "gradient") return gradientIds(elements(symbol, step), step, /delta|δ/.test(name));
    const ids = symbolIds(symbol, step);
    if (ids.length > 0) return ids;
    // E⁽²⁾ is of the second sample, or where there is but one, after the second update: losses have no layers
    const [, loss, power] = /^(.+)#(\d+)$/.exec(symbol) ?? [];
    if (loss !== undefined && LOSS.test(loss)) return symbolIds(loss, Number(power));
    const [, before, behind] = NEXT.exec(plain(name)) ?? [];
    const base = before ?? behind;
    if (base !== undefined) return symbolIds(`${readSpelling(base, lossName(step)).symbol}⁺`, step);
    const [, top, bottom] = /^d([a-zA-Z]\w{0,20}?)d([a-zA-Z]\w{0,20})$/.exec(plain(name)) ?? [];
    const inOneWord = top === undefined ? [] : derivativeIds(top, bottom, step);
    if (inOneWord.length > 0) return inOneWord;
    const differential = /^d_?\(?(.+?)\)?$/.exec(plain(name))?.[1];
    if (differential === undefined || LOSS.test(differential)) return [];
    return derivativeIds(lossName(step), differential, step);
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
    return [id, ...nextOf(element, step).map((next) => calculation.value(next, step))];
  }

  function nextOf({ node, at }: Concrete, step: number): Concrete[] {
    const { graph } = calculation.executed(step);
    return present([graph.find(`${graph.elementName(node.id, at)}⁺`)]);
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
    const standard = renamed(symbol);
    const meant = standard === undefined || standard === symbol ? [] : standardElements(standard, step);
    return meant.length > 0 ? meant : standardElements(symbol, step);
  }

  function standardElements(symbol: string, step: number): Concrete[] {
    const spelled = symbol.replace(/([a-z]+)_(?=\d)/gi, "$1");
    const found = find(symbol, step) ?? find(spelled, step);
    if (found) return [found];
    const edge = /^(w\(.+\))⁺$/.exec(symbol);
    const edges = edge ? standardElements(edge[1], step).flatMap((weight) => nextOf(weight, step)) : [];
    if (edges.length > 0) return edges;
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
    const inLayer = layered.symbols(symbol).flatMap((name) => layerElements(name, step));
    return inLayer.length > 0 ? inLayer : ofAnySample(spelled, step);
  }

  function layerElements(name: string, step: number): Concrete[] {
    const base = find(name.replace("⁺", ""), step);
    if (!base) return ofAnySample(name, step);
    return name.endsWith("⁺") ? nextOf(base, step) : [base];
  }

  function ofAnySample(symbol: string, step: number): Concrete[] {
    if (symbol.includes("#") || find(`i1#${FEW_SAMPLES + 1}`, step)) return [];
    return present(Array.from({ length: FEW_SAMPLES }, (_, i) => find(`${symbol}#${i + 1}`, step)));
  }
}

/** Author's names by what is the same of all their spellings; not those that would be two's. */
function spellingsOf(formulas: ReadonlyMap<string, Named>): ReadonlyMap<string, Named> {
  const names = [...formulas.keys()].map(loose);
  const isOnce = (name: string) => names.indexOf(name) === names.lastIndexOf(name);
  return new Map(
    [...formulas].map(([name, named]) => [loose(name), named] as const).filter(([name]) => isOnce(name)),
  );
}

/** `\theta_5` as `θ5`. */
function loose(name: string): string {
  const letters = name.replaceAll(/\\([A-Za-z]+)/g, (command, letter) => GREEK.get(letter) ?? command);
  return plain(letters).replaceAll("_", "");
}

function isOfSample(id: string, sample: number): boolean {
  return [...id.matchAll(/#(\d+)/g)].some(([, number]) => Number(number) === sample);
}

function present(found: readonly (Concrete | undefined)[]): Concrete[] {
  return found.filter((element) => element !== undefined);
}

/** How many layers with weights there are. */
function layersOf(calculation: Calculation): number {
  const layers = calculation
    .executed(0)
    .parameters.map(({ path }) => /^layers\.(\d+)\./.exec(path)?.[1] ?? 0);
  return Math.max(0, ...layers.map(Number));
}

/** What a derivative is taken with respect to; of anything else, itself. */
function barest(name: string): string {
  if (name.length > LONGEST_NAME) return "";
  const spelled = tidied(name);
  return readDerivative(spelled)?.wrt ?? readSpelling(spelled, "E").symbol;
}

/** Without how letters look; `\frac{∂E}{∂W}[1,2]` with the place at the W, and δ⁽²⁾ in one spelling. */
function tidied(name: string): string {
  return name
    .replaceAll(/\\(?:mathcal|mathbf|boldsymbol|bm|vec)(?![a-zA-Z])\s?(?:\{([a-zA-Z])\})?/g, "$1")
    .replace(/^(\s*\\[dt]?frac.*)\}(\[[\d,]+\])$/, "$1$2}")
    .replace(/^\s*\\[dt]?frac\{\s*d\s?([^{}]{1,40})\}\s*\{\s*d\s?(.{1,60})\}\s*$/, "d$1/d$2")
    .replace(/^(?:\\delta|delta)(?=[\^\d[])/, "δ");
}

/** `grad w5`, `grad(w5)`, `w5.grad`, `∇w5`, `dw5`, as programs write ∂E/∂w5. */
function gradientSpelling(name: string): string | undefined {
  const found = /^grad\((.+)\)$|^(?:grad_?|∇_?)(.+)$|^(.+)\.grad$|^d_?([wb]_?\d+)$/.exec(name);
  return found?.slice(1).find((part) => part !== undefined);
}

function plain(name: string): string {
  return name.replaceAll(/[\s{}$]/g, "");
}
