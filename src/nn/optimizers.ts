import type { Graph } from "../graph/graph.ts";
import type { Node } from "../graph/node.ts";
import { type Ops, opsFor } from "../ops/index.ts";
import { InputError } from "../tensor/error.ts";
import { offsetOf, positionOf, sizeOf } from "../tensor/shape.ts";
import { accumulation } from "./optimizers/accumulation.ts";
import { type AdadeltaSpec, adadelta } from "./optimizers/adadelta.ts";
import { type AdagradSpec, adagrad } from "./optimizers/adagrad.ts";
import { type AdamSpec, type AdamWSpec, adam, adamw } from "./optimizers/adam.ts";
import { type AdamaxSpec, adamax } from "./optimizers/adamax.ts";
import { calledAfter } from "./optimizers/called.ts";
import { type ClipSpec, clipped } from "./optimizers/clipping.ts";
import { type LionSpec, lion } from "./optimizers/lion.ts";
import { type MomentumSpec, momentumRule } from "./optimizers/momentum.ts";
import { type NadamSpec, nadam } from "./optimizers/nadam.ts";
import { type RmspropSpec, rmsprop } from "./optimizers/rmsprop.ts";
import type { Rule, RuleContext } from "./optimizers/rule.ts";
import { type SgdSpec, sgd } from "./optimizers/sgd.ts";
import type { StateUpdate, Trainable } from "./optimizers/trainable.ts";
import { DROPS, type ScheduleSpec, scheduleFactor } from "./schedules.ts";

export type { Trainable } from "./optimizers/trainable.ts";

/** Rules and defaults are those of PyTorch's optimisers of these names; lion's those of its authors. */
type RuleSpec =
  | SgdSpec
  | MomentumSpec<"momentum">
  | MomentumSpec<"nesterov">
  | AdamSpec
  | AdamWSpec
  | AdamaxSpec
  | NadamSpec
  | AdadeltaSpec
  | AdagradSpec
  | RmspropSpec
  | LionSpec;

export type OptimizerSpec = RuleSpec & {
  /** What the optimiser keeps at the start, by name: `v_w5`, `m_w5`, `steps`; 0 of what is not named. */
  readonly state?: Readonly<Record<string, number>>;
  /** What becomes of the learning rate. Default: it stays. */
  readonly schedule?: ScheduleSpec;
  /** How gradients are kept from being too large. Default: they are not. */
  readonly clip?: ClipSpec;
  /** Of how many batches the mean gradient is taken before the parameters are updated. Default: 1. */
  readonly accumulate?: number;
};

export type OptimizerName = OptimizerSpec["name"];

/** An optimiser whose schedule counts updates where it counted epochs, of so many samples in such batches. */
export function inSteps(spec: OptimizerSpec, samples: number, batchSize: number): OptimizerSpec {
  const { schedule, accumulate = 1 } = spec;
  if (schedule?.per !== "epoch") return spec;
  const updates = Math.max(1, Math.round(Math.ceil(samples / batchSize) / accumulate));
  return { ...spec, schedule: { ...schedule, per: updates } };
}

const rules: { readonly [N in OptimizerName]: Rule<Extract<RuleSpec, { name: N }>> } = {
  sgd,
  momentum: momentumRule,
  nesterov: momentumRule,
  adam,
  adamw,
  adamax,
  nadam,
  adadelta,
  adagrad,
  rmsprop,
  lion,
};

/**
 * Adds the optimiser's arithmetic to a graph. The updated weight is called w5⁺, what the optimiser keeps m_w5,
 * v_w5, s_w5; all of it starts at zero, but for what `initialState` says.
 */
export function buildUpdates(
  graph: Graph,
  spec: OptimizerSpec,
  parameters: readonly Trainable[],
): StateUpdate[] {
  const { clip, accumulate = 1 } = spec;
  return graph.within(`optimizer ${spec.name}`, () => {
    const ops = opsFor(graph);
    const settings = sharedSettings(graph, ops, spec.schedule);
    const summed = accumulate > 1 ? accumulation(graph, ops, accumulate, parameters) : undefined;
    const given = summed?.parameters ?? parameters;
    const kept = clip ? clipped(graph, ops, clip, given) : given;
    const updates = kept.flatMap((parameter) => updatesOf(graph, ops, spec, parameter, settings));
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
function sharedSettings(graph: Graph, ops: Ops, schedule: ScheduleSpec | undefined): Settings {
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
      if (!schedule) return eta;
      return remember("η_t", () => {
        const factor = scheduleFactor(schedule, { ops, step: step(), drops });
        return ops.apply("mul", eta, factor);
      });
    },
  };
}

function updatesOf(
  graph: Graph,
  ops: Ops,
  spec: OptimizerSpec,
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
  const rule = rules[spec.name] as Rule<OptimizerSpec>;
  const next = graph.name(rule(spec, context), called("", "⁺"));
  return [{ of: node, next }, ...updates];
}
