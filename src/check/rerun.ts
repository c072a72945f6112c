import type { Expr } from "../graph/expression.ts";
import { scalars } from "../ops/scalars.ts";
import { positionsOf } from "../tensor/shape.ts";
import { type Calculation, nextElement, type Sequential } from "./calculation.ts";
import { coneOf } from "./cone.ts";
import { type Hypothesis, habitsOf } from "./hypotheses.ts";
import type { Mistake } from "./verdict.ts";

/** What a habit makes of a number after many updates. */
export interface Rerun {
  readonly mistake: Omit<Mistake, "value">;
  readonly value: number;
}

/** Larger calculations are not done again. */
const STEPS = 1000;
/** Steps times updates times habits, in one working. */
const WORK = 25_000_000;

/**
 * Trains again from the start with every habit that shows in a step of training. Each habit is followed once, however
 * many numbers are asked for.
 */
export function rerunsOf(calculation: Calculation): (id: string) => Rerun[] {
  const trained = new Map<string, Trained | undefined>();
  let work = 0;
  return (id) => {
    const { stage } = calculation.step(id);
    const first = stage > 0 ? calculation.restage(id, 0) : undefined;
    if (first === undefined || !isRepeated(calculation, stage)) return [];
    return habitsIn(calculation, first).flatMap(({ mistake, overrides }): Rerun[] => {
      const key = `${stage} ${mistake.kind} ${[...overrides.keys()].join()} ${JSON.stringify([...overrides.values()])}`;
      if (!trained.has(key)) trained.set(key, train(overrides, first, stage));
      const value = trained.get(key)?.(first);
      return value === undefined ? [] : [{ mistake, value }];
    });
  };

  function train(overrides: Hypothesis["overrides"], first: string, stage: number): Trained | undefined {
    const program = compile(calculation, overrides, first);
    if (!program) return undefined;
    work += program.size * stage;
    return work > WORK ? undefined : program.run(stage);
  }
}

export type Trained = (id: string) => number | undefined;

/**
 * Trains again with every number a little off, as in another program whose functions and sums round otherwise.
 * @param unit by what part of itself a number may be off
 * @returns undefined where that is too much work
 */
export function trainedInexactly(
  calculation: Calculation,
  wanted: string,
  stage: number,
  unit: number,
): Trained | undefined {
  const program = compile(calculation, new Map(), wanted);
  return program && program.size * stage < WORK ? program.run(stage, unit) : undefined;
}

/** Are the samples the same in every step? */
function isRepeated(calculation: Calculation, stage: number): boolean {
  const now = calculation.executed(0);
  const then = calculation.executed(stage);
  return now.graph.nodes
    .filter(({ op }) => op.name === "input")
    .every((node) => {
      const last = node.shape.map((size) => size - 1);
      const first = node.shape.map(() => 0);
      return [first, last].every((at) => now.value(node, at) === then.value(then.graph.nodes[node.id], at));
    });
}

/** What parameters are after updates by the rule that the calculation itself follows. */
export function trainedLeaves(): Sequential {
  const trained = new Map<number, Trained | undefined>();
  return {
    leaf(calculation, id, stage) {
      if (!trained.has(stage)) {
        const program = compile(calculation, new Map(), id);
        trained.set(stage, program && program.size * stage < WORK ? program.run(stage) : undefined);
      }
      return trained.get(stage)?.(id);
    },
  };
}

function habitsIn(calculation: Calculation, id: string): Hypothesis[] {
  const rewritten = new Map<string, number>();
  for (const root of [id, ...updatesOf(calculation).values()]) {
    for (const [at, distance] of coneOf(root, calculation, () => false, STEPS))
      rewritten.set(at, distance + 1);
  }
  return habitsOf(rewritten, calculation);
}

/** What every parameter, and whatever else an optimiser keeps, is replaced by. */
function updatesOf(calculation: Calculation): Map<string, string> {
  const { graph } = calculation.executed(0);
  const updates = new Map<string, string>();
  for (const [id] of graph.names) {
    const node = graph.nodes[id];
    if (node.op.name !== "state") continue;
    for (const at of positionsOf(node.shape)) {
      const next = nextElement(graph, graph.elementName(id, at));
      if (next) updates.set(calculation.value({ node, at }, 0), calculation.value(next, 0));
    }
  }
  return updates;
}

interface Program {
  readonly size: number;
  /** @param noise by what part of itself every number is off, one up and the next down */
  run(updates: number, noise?: number): Trained | undefined;
}

type Values = Float64Array;

/** The training step as closures over one array of numbers; nothing of it is text that is executed. */
function compile(
  calculation: Calculation,
  overrides: Hypothesis["overrides"],
  wanted: string,
): Program | undefined {
  const updates = updatesOf(calculation);
  const slots = new Map<string, number>();
  const steps: { slot: number; of: (values: Values) => number }[] = [];
  const initial: number[] = [];
  // with updated weights taken too early, a weight that is used more than once would have to be known already
  let isCyclic = false;
  const open = new Set<string>();
  const visit = (id: string): number => {
    const known = slots.get(id);
    if (known !== undefined) return known;
    if (open.has(id)) {
      isCyclic = true;
      return 0;
    }
    open.add(id);
    const step = calculation.step(id);
    const expr = overrides.get(id) ?? step.expr;
    const of = step.kind === "given" ? undefined : closure(expr, visit);
    const slot = initial.push(step.value) - 1;
    slots.set(id, slot);
    if (of) steps.push({ slot, of });
    return slot;
  };
  for (const id of [wanted, ...updates.values()]) visit(id);
  if (isCyclic || steps.length > STEPS) return undefined;
  const moves = [...updates].map(([before, next]) => [visit(before), visit(next)] as const);
  return {
    size: steps.length,
    run(count, noise = 0) {
      const values = Float64Array.from(initial);
      let state = 1;
      const off = (): number => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return 1 + (state / 2 ** 31 - 1) * noise;
      };
      for (let taken = 0; ; taken++) {
        for (const { slot, of } of steps) values[slot] = noise === 0 ? of(values) : of(values) * off();
        if (taken === count) break;
        const next = moves.map(([, from]) => values[from]);
        for (const [i, [to]] of moves.entries()) values[to] = next[i];
      }
      return (id) => {
        const slot = slots.get(id);
        return slot === undefined ? undefined : values[slot];
      };
    },
  };
}

function closure(expr: Expr<string>, slotOf: (id: string) => number): (values: Values) => number {
  if (typeof expr === "number") return () => expr;
  if ("ref" in expr) {
    const slot = slotOf(expr.ref);
    return (values) => values[slot];
  }
  if ("sum" in expr) throw new Error("closure: unroll the sums first");
  const { value, arity } = scalars[expr.fn].scalar;
  const [first, second, ...others] = expr.args.map((arg) => closure(arg, slotOf));
  if (arity === 1 || !second) {
    return arity === 1 ? (values) => value(first(values), 0) : first;
  }
  return others.reduce(
    (result, next) => (values) => value(result(values), next(values)),
    (values: Values): number => value(first(values), second(values)),
  );
}
