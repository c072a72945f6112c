import { distinctRefs, functionsOf } from "../graph/expression.ts";
import type { Derivation, Step } from "./derive.ts";
import { differBySample, sampleOf, signalOf } from "./names.ts";

/** Something that makes a gradient what it is, for a person to be told in words. */
export type Finding =
  | { readonly kind: "saturated"; readonly neuron: string; readonly slope: number }
  | { readonly kind: "dead"; readonly neuron: string }
  | { readonly kind: "cancelling"; readonly at: string; readonly sum: number; readonly size: number }
  | { readonly kind: "vanishing" | "exploding"; readonly layers: number; readonly factor: number };

/** One of several ways, and its share of the sum of their sizes. */
export interface Share {
  readonly name: string;
  readonly value: number;
  readonly share: number;
}

/** Where several ways meet: neurons of the next layer, or samples of the batch. */
export interface Fork {
  readonly at: string;
  readonly kind: "paths" | "samples";
  /** Largest first. */
  readonly shares: readonly Share[];
}

export interface Why {
  readonly of: string;
  /** `∂E/∂w1` */
  readonly root: string;
  readonly gradient: number;
  /** What is multiplied on the strongest way to the loss, smallest first. */
  readonly factors: readonly { readonly id: string; readonly value: number }[];
  readonly forks: readonly Fork[];
  readonly findings: readonly Finding[];
}

/** Below this slope an activation hardly passes anything on; the sigmoid's is at most 0.25. */
const SATURATED = 0.025;
/** Ways cancel where what is left of them is less than this part of their sizes. */
const CANCELLED = 0.2;
/** From this factor over two or more layers on, a gradient vanishes or explodes. */
const VANISHING = 0.01;

/**
 * Why a gradient is as large as it is: follows the strongest way to the loss through a derivation in the style
 * `paths`.
 */
export function whyOf(of: string, derivation: Derivation): Why {
  const { steps } = derivation;
  const root = stepOf(derivation.root);
  const factors: Step[] = [];
  const forks: Fork[] = [];
  for (let next: Step | undefined = root; next; ) next = follow(next);
  return {
    of,
    root: root.id,
    gradient: root.value,
    factors: factors
      .map(({ id, value }) => ({ id, value }))
      .sort((a, b) => Math.abs(a.value) - Math.abs(b.value)),
    forks,
    findings: [...factors.flatMap(slopeFindings), ...forks.flatMap(cancelling), ...depthFindings(factors)],
  };

  /** Collects the factors of one step of the way; returns the gradient at which it goes on. */
  function follow(step: Step): Step | undefined {
    const paths = usesOf(step).filter(({ rule }) => rule === "path");
    const way = paths.length > 0 ? takeFork(step, paths) : step;
    const further = usesOf(way).find(({ rule }) => rule === "gradient");
    if (!further) {
      factors.push(way);
      return undefined;
    }
    factors.push(...usesOf(way).filter((use) => use !== further));
    return further;
  }

  function takeFork(step: Step, paths: readonly Step[]): Step {
    const size = paths.reduce((sum, { value }) => sum + Math.abs(value), 0) || 1;
    const ordered = [...paths].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
    const through = ordered.map(({ symbol }) => symbol.through ?? "");
    const kind = differBySample(through) ? "samples" : "paths";
    forks.push({
      at: step.id,
      kind,
      shares: ordered.map(({ value }, i) => ({
        name: kind === "samples" ? (sampleOf(through[i]) ?? "") : signalOf(through[i]),
        value,
        share: Math.abs(value) / size,
      })),
    });
    return ordered[0];
  }

  function usesOf(step: Step): Step[] {
    return distinctRefs(step.expr).map(stepOf);
  }

  function stepOf(id: string): Step {
    const step = steps.get(id);
    if (!step) throw new Error(`no step ${id}`);
    return step;
  }
}

/** An activation that passes little on, or nothing. */
function slopeFindings({ symbol, expr, value }: Step): Finding[] {
  const neuron = slopeOf(symbol);
  if (neuron === undefined || Math.abs(value) >= SATURATED) return [];
  if (value === 0) return [{ kind: "dead", neuron }];
  // the small side of a leaky relu is small by design
  return functionsOf(expr).includes("step") ? [] : [{ kind: "saturated", neuron, slope: value }];
}

/** `h1` of ∂out_h1/∂net_h1. */
function slopeOf({ of, wrt }: Step["symbol"]): string | undefined {
  return wrt?.startsWith("net_") && of === wrt.replace("net_", "out_") ? wrt.slice("net_".length) : undefined;
}

function cancelling({ at, shares }: Fork): Finding[] {
  const size = shares.reduce((sum, { value }) => sum + Math.abs(value), 0);
  const sum = shares.reduce((total, { value }) => total + value, 0);
  return size > 0 && Math.abs(sum) < CANCELLED * size ? [{ kind: "cancelling", at, sum, size }] : [];
}

/** The slopes and weights on the way through several layers, multiplied. */
function depthFindings(factors: readonly Step[]): Finding[] {
  const layers = factors.filter(({ symbol }) => slopeOf(symbol) !== undefined).length;
  const between = factors.filter((step) => slopeOf(step.symbol) !== undefined || isWeight(step));
  const factor = between.reduce((product, { value }) => product * Math.abs(value), 1);
  if (layers < 2 || factor === 0) return [];
  if (factor < VANISHING) return [{ kind: "vanishing", layers, factor }];
  return factor > 1 / VANISHING ? [{ kind: "exploding", layers, factor }] : [];
}

/** A weight on the way: in a product of its own, or as ∂net_o1/∂out_h1. */
function isWeight({ symbol: { of, wrt }, rule }: Step): boolean {
  return rule === "given" ? of.startsWith("w") : (wrt?.startsWith("out_") ?? false);
}
