import { refsOf } from "../../graph/expression.ts";
import { positionOf, sizeOf } from "../../tensor/shape.ts";
import type { Calculation, Concrete, Step } from "../calculation.ts";
import type { Formula } from "./formula.ts";

/** A wide layer has more neighbours than anybody mixes up. */
const NEIGHBOURS = 6;

/** The same quantity of the other elements of a node, in the same sample. */
export function siblings({ kind, element, wrt, stage }: Step, calculation: Calculation): string[] {
  const moving = kind === "gradient" ? wrt : element;
  if (!moving || kind === "path" || kind === "formula") return [];
  return othersOf(moving).flatMap((other): string[] => {
    if (kind === "gradient") return present(calculation.gradient(other, stage));
    if (kind !== "local") return [calculation.value(other, stage)];
    const below = wrt && moved(wrt, other.at);
    return below ? [calculation.derivative(other, below, stage)] : [];
  });
}

/** At most so many on either side, in the same sample where the first axis is the batch. */
function othersOf({ node, at }: Concrete): Concrete[] {
  const { shape } = node;
  const isBatch = !isParameterNode(node) && shape.length > 1;
  const own = at.join();
  const count = isBatch ? sizeOf(shape.slice(1)) : sizeOf(shape);
  const others: Concrete[] = [];
  for (let offset = 0; offset < count && others.length < NEIGHBOURS; offset++) {
    const position = isBatch ? [at[0], ...positionOf(shape.slice(1), offset)] : positionOf(shape, offset);
    if (position.join() !== own) others.push({ node, at: position });
  }
  return others;
}

function moved({ node }: Concrete, at: readonly number[]): Concrete | undefined {
  const fits = node.shape.length === at.length && at.every((i, axis) => i < node.shape[axis]);
  return fits ? { node, at } : undefined;
}

function isParameterNode({ op }: Concrete["node"]): boolean {
  return op.name === "state";
}

export function isParameter({ element }: Pick<Step, "element">): boolean {
  return element !== undefined && isParameterNode(element.node);
}

export function isDerivative({ kind }: Step): boolean {
  return kind === "gradient" || kind === "path" || kind === "local";
}

/** The updated weight. */
export function nextOf({ element, stage }: Step, calculation: Calculation): string | undefined {
  if (!element || !isParameterNode(element.node)) return undefined;
  const { parameters } = calculation.executed(stage);
  const parameter = parameters.find(({ node }) => node.id === element.node.id);
  return parameter?.next && calculation.value({ node: parameter.next, at: element.at }, stage);
}

/** What an activation is applied to, of its output. */
export function netOf({ kind, expr, uses }: Step, calculation: Calculation): string | undefined {
  if (kind !== "value" || uses.length !== 1 || typeof expr === "number" || !("fn" in expr)) return undefined;
  return calculation.step(uses[0]).kind === "value" ? uses[0] : undefined;
}

export function localsOf(expr: Formula, calculation: Calculation): string[] {
  return [...new Set(refsOf(expr))].filter((ref) => calculation.step(ref).kind === "local");
}

/** Is it calculated from a target, or the loss itself? */
export function facesLoss(step: Step, calculation: Calculation): boolean {
  return isLoss(step, calculation) || step.uses.some((use) => use.startsWith("target"));
}

export function isLoss({ kind, element, stage }: Step, calculation: Calculation): boolean {
  return kind === "value" && element?.node === calculation.executed(stage).backward.loss;
}

export function targetCounts({ stage, uses }: Step, calculation: Calculation): number[] {
  const { graph } = calculation.executed(stage);
  const target = uses.find((use) => use.startsWith("target"));
  if (target !== undefined) return [...(calculation.step(target).element?.node.shape ?? [])];
  const [named] = [...graph.names].filter(([, { text }]) => text.startsWith("target"));
  return named ? [...graph.nodes[named[0]].shape] : [];
}

function present(id: string | undefined): string[] {
  return id === undefined ? [] : [id];
}
