import type { Style } from "../explain/derive.ts";
import type { Explanation } from "../explain/explain.ts";
import { type Fn, functionsOf } from "../graph/expression.ts";
import type { Random } from "../tensor/random.ts";
import { isAlias, type Steps, stepOf } from "./formula.ts";

/** net: a neuron. delta: a term of the loss, and δ. chain: a gradient with its factors, and the update. */
export type Difficulty = "net" | "delta" | "chain";

/** The style of the derivations from which blanks are chosen. */
export const styles: Readonly<Record<Difficulty, Style>> = { net: "paths", delta: "delta", chain: "paths" };

/** What somebody is to calculate. */
export interface Asked {
  /** By id, in the order of calculation. */
  readonly blanks: readonly string[];
  /** The names of what is to be explained, so that all of them are. */
  readonly names: readonly string[];
}

export function chooseBlanks(explanation: Explanation, difficulty: Difficulty, random: Random): Asked {
  const { blanks, names = blanks } = chosenBy[difficulty](explanation, random);
  const isTrivial = (id: string) => {
    const step = stepOf(id, explanation.steps);
    return step.rule === "local" && isAlias(step);
  };
  return { blanks: [...new Set(blanks)].filter((id) => !isTrivial(id)), names };
}

type Chosen = Pick<Asked, "blanks"> & Partial<Asked>;

const chosenBy: Readonly<Record<Difficulty, (explanation: Explanation, random: Random) => Chosen>> = {
  net: neuron,
  delta: deltas,
  chain,
};

function neuron({ forward, isLayered }: Explanation, random: Random): Chosen {
  const ids = forward.flat();
  // net_h1 and out_h1 are of one neuron; an expression is calculated with the next
  const first = pick(
    ids.filter((id, i) =>
      isLayered ? neuronOf(id) !== neuronOf(ids[i - 1]) : i + 1 < ids.length || i === 0,
    ),
    random,
  );
  const [id, next] = ids.slice(ids.indexOf(first));
  const together = next !== undefined && (!isLayered || neuronOf(next) === neuronOf(id));
  return { blanks: together ? [id, next] : [id] };
}

function deltas(explanation: Explanation, random: Random): Chosen {
  const { forward, lossTerms, loss, steps, isLayered, explained } = explanation;
  const of = (ids: readonly string[]) => {
    const known = ids
      .map((id) => (isLayered ? `δ_${neuronOf(id)}` : `∂${loss}/∂${id}`))
      .filter((id) => steps.has(id));
    return known.length === 0 ? [] : [pick([...new Set(known)], random)];
  };
  if (!isLayered) {
    const inner = of(forward.flat().filter((id) => id !== loss));
    return { blanks: [loss, ...(inner.length > 0 ? inner : [pick(explained, random).derivation.root])] };
  }
  const hidden = forward.length > 1 ? of(forward[0]) : [];
  const term = pick(lossTerms.length > 0 ? lossTerms : [loss], random);
  return { blanks: [term, ...of(forward[forward.length - 1]), ...hidden] };
}

/** Of a weight of the first layer, which is the longest; of expressions from the beginning. */
function chain({ explained, steps, forward, isLayered }: Explanation, random: Random): Chosen {
  const first = explained.filter(({ place }) => !place || (place.layer === 1 && place.kind === "weight"));
  const { of, derivation, updated } = pick(first, random);
  const factors = stepOf(derivation.root, steps).uses.filter((id) =>
    ["local", "gradient"].includes(stepOf(id, steps).rule),
  );
  const before = isLayered ? [] : forward.flat();
  return {
    blanks: [...before, ...factors, derivation.root, ...(updated ? updateOf(updated.root, steps) : [])],
    names: [...before, of],
  };
}

/** An update with what it is calculated through; none where that takes more than sums and products, as Adam's does. */
function updateOf(root: string, steps: Steps): string[] {
  const { uses, expr } = stepOf(root, steps);
  if (functionsOf(expr).some((fn) => !SIMPLE.includes(fn))) return [];
  const through = uses.filter((id) => stepOf(id, steps).rule === "value" && !stepOf(id, steps).isForward);
  const before = through.map((id) => updateOf(id, steps));
  return before.some((ids) => ids.length === 0) ? [] : [...before.flat(), root];
}

const SIMPLE: readonly Fn[] = ["add", "sub", "mul", "neg"];

function neuronOf(id: string | undefined): string | undefined {
  return id?.slice(id.indexOf("_") + 1);
}

function pick<T>(from: readonly T[], random: Random): T {
  return from[random.integer(from.length)];
}
