import type { Graph } from "../graph/graph.ts";
import type { Node } from "../graph/node.ts";
import { type Ops, opsFor } from "../ops/index.ts";
import { InputError } from "../tensor/error.ts";
import { offsetOf, positionOf, sizeOf } from "../tensor/shape.ts";
import { type Kinds, ruleOf } from "./kinds.ts";
import { accumulation } from "./optimizers/accumulation.ts";
import { calledAfter } from "./optimizers/called.ts";
import { clipped } from "./optimizers/clipping.ts";
import type { Rule, RuleContext } from "./optimizers/rule.ts";
import type { OptimizerSpec } from "./optimizers/spec.ts";
import type { StateUpdate, Trainable } from "./optimizers/trainable.ts";
import { DROPS, type ScheduleSpec } from "./schedules.ts";

export { inSteps, type OptimizerName, type OptimizerSpec } from "./optimizers/spec.ts";
export type { Trainable } from "./optimizers/trainable.ts";

/**
 * Adds the optimiser's arithmetic to a graph. The updated weight is called w5⁺, what the optimiser keeps m_w5,
 * v_w5, s_w5; all of it starts at zero, but for what `initialState` says.
 */
export function buildUpdates(
  graph: Graph,
  spec: OptimizerSpec,
  parameters: readonly Trainable[],
  kinds: Kinds,
): StateUpdate[] {
  const { clip, accumulate = 1 } = spec;
  return graph.within(`optimizer ${spec.name}`, () => {
    const ops = opsFor(graph);
    const settings = sharedSettings(graph, ops, spec.schedule, kinds);
    const summed = accumulate > 1 ? accumulation(graph, ops, accumulate, parameters) : undefined;
    const given = summed?.parameters ?? parameters;
    const kept = clip ? clipped(graph, ops, clip, given) : given;
    const rule = ruleOf(kinds, spec.name);
    const updates = kept.flatMap((parameter) => updatesOf(graph, ops, spec, rule, parameter, settings));
    const all = [...updates, ...settings.updates];
    return summed ? summed.updates(all) : all;
  });
}

/**
 * What the optimiser keeps, where it does not start at zero.
 * @throws InputError for a name that nothing has that this optimiser keeps
 */
export function initialState(
  graph: Graph,
  { name, state = {} }: OptimizerSpec,
  updates: readonly StateUpdate[],
): { readonly node: Node; readonly values: Float64Array }[] {
  const kept = updates.map(({ of }) => of).filter(({ scope }) => isOptimizers(graph, scope));
  const known = new Map<Node, Float64Array>();
  for (const [key, value] of Object.entries(state)) {
    const found = graph.find(key);
    if (!found || !kept.includes(found.node)) {
      const words = kept.map(({ id, shape }) => graph.elementName(id, positionOf(shape, 0)));
      const expected = words.length > 0 ? words.join(", ") : "nothing";
      throw new InputError(`state: expected what ${name} keeps (${expected}), found ${JSON.stringify(key)}`);
    }
    const { node, at } = found;
    const values = known.get(node) ?? new Float64Array(sizeOf(node.shape));
    values[offsetOf(node.shape, at)] = value;
    known.set(node, values);
  }
  return [...known].map(([node, values]) => ({ node, values }));
}

function isOptimizers(graph: Graph, scope: number | undefined): boolean {
  return scope !== undefined && graph.scopes[scope].kind.startsWith("optimizer");
}

interface Settings {
  readonly updates: StateUpdate[];
  setting(symbol: string, value: number): Node;
  rate(value: number): Node;
  step(): Node;
}

/** Scalars that all parameters have in common: named once, used by all. */
function sharedSettings(
  graph: Graph,
  ops: Ops,
  schedule: ScheduleSpec | undefined,
  { schedules }: Kinds,
): Settings {
  if (schedule && !schedules) throw new InputError(`expected no schedule, found ${schedule.name}`);
  const known = new Map<string, Node>();
  const updates: StateUpdate[] = [];
  const remember = (symbol: string, make: () => Node): Node => {
    const node = known.get(symbol) ?? graph.name(make(), { text: symbol });
    known.set(symbol, node);
    return node;
  };
  const setting = (symbol: string, value: number) => remember(symbol, () => ops.constant(value, []));
  const step = () =>
    remember("t", () => {
      const taken = graph.name(ops.state([]), { text: "steps" });
      const next = ops.apply("add", taken, ops.constant(1, []));
      updates.push({ of: taken, next });
      return next;
    });
  const drops = (next?: (before: Node) => Node): Node =>
    remember(DROPS, () => {
      const before = ops.state([]);
      if (next) updates.push({ of: before, next: graph.name(next(before), { text: DROPS, suffix: "⁺" }) });
      return before;
    });
  return {
    updates,
    setting,
    step,
    rate: (value) => {
      const eta = setting("η", value);
      if (!schedule || !schedules) return eta;
      return remember("η_t", () => {
        const factor = schedules(schedule, { ops, step: step(), drops });
        return ops.apply("mul", eta, factor);
      });
    },
  };
}

function updatesOf(
  graph: Graph,
  ops: Ops,
  spec: OptimizerSpec,
  rule: Rule<OptimizerSpec>,
  { node, gradient }: Trainable,
  settings: Settings,
): StateUpdate[] {
  const updates: StateUpdate[] = [];
  const called = (prefix: string, suffix = "") => calledAfter(graph, node, prefix, suffix);
  const spread = (scalar: Node) => (node.shape.length === 0 ? scalar : ops.broadcast(scalar, node.shape, []));
  const context: RuleContext = {
    weight: node,
    gradient,
    setting: (symbol, value) => spread(settings.setting(symbol, value)),
    rate: (value) => spread(settings.rate(value)),
    number: (value) => ops.constant(value, node.shape),
    step: () => spread(settings.step()),
    name: (prefix, named, suffix) => graph.name(named, called(prefix, suffix)),
    slot: (prefix, next) => {
      const before = graph.name(ops.state(node.shape), called(prefix));
      const after = graph.name(next(before), called(prefix, "⁺"));
      updates.push({ of: before, next: after });
      return after;
    },
    add: (x, y) => ops.apply("add", x, y),
    sub: (x, y) => ops.apply("sub", x, y),
    mul: (x, y) => ops.apply("mul", x, y),
    div: (x, y) => ops.apply("div", x, y),
    pow: (x, y) => ops.apply("pow", x, y),
    max: (x, y) => ops.apply("max", x, y),
    neg: (x) => ops.apply("neg", x),
    square: (x) => ops.apply("square", x),
    sqrt: (x) => ops.apply("sqrt", x),
    positive: (x) => ops.apply("step", x),
  };
  const next = graph.name(rule(spec, context), called("", "⁺"));
  return [{ of: node, next }, ...updates];
}
