import type { Calculation } from "./calculation.ts";
import { type Trained, trainedInexactly } from "./rerun.ts";

/** One run with other rounding is one of many; some of them end further off. */
const OTHERS = 16;

/**
 * How far a number that many updates gave may be from what another program gets, whose functions and sums round
 * otherwise: what a run makes of it in which every number is a little off.
 * @param unit of what a program keeps of a number, relative to it
 */
export function scatterOf(calculation: Calculation, unit: number): (id: string) => number {
  const runs = new Map<number, Trained | undefined>();
  return (id) => {
    const { stage, element, value } = calculation.step(id);
    if (!element) return 0;
    const { graph } = calculation.executed(0);
    const first = calculation.value({ node: graph.nodes[element.node.id], at: element.at }, 0);
    if (!runs.has(stage)) runs.set(stage, trainedInexactly(calculation, first, stage, unit));
    const other = runs.get(stage)?.(first);
    return other === undefined || !Number.isFinite(other) ? 0 : OTHERS * Math.abs(other - value);
  };
}
