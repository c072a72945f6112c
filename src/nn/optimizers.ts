import type { Graph } from "../graph/graph.ts";
import type { Naming } from "../graph/naming.ts";
import type { Node } from "../graph/node.ts";
import { type Ops, opsFor } from "../ops/index.ts";
import { InputError } from "../tensor/error.ts";
import { offsetOf, positionOf, sizeOf } from "../tensor/shape.ts";

/** Rules and defaults are those of PyTorch's optimisers of these names. */
export type OptimizerSpec = (
  | { readonly name: "sgd"; readonly learningRate: number }
  | MomentumSpec<"momentum">
  | MomentumSpec<"nesterov">
  | {
      readonly name: "adam";
      readonly learningRate?: number;
      readonly beta1?: number;
      readonly beta2?: number;
      readonly epsilon?: number;
    }
  | {
      readonly name: "adamw";
      readonly learningRate?: number;
      readonly beta1?: number;
      readonly beta2?: number;
      readonly epsilon?: number;
      readonly weightDecay?: number;
    }
  | {
      readonly name: "rmsprop";
      readonly learningRate?: number;
      readonly decay?: number;
      readonly epsilon?: number;
      readonly epsilonInRoot?: boolean;
      /** The variance of the gradients in place of the mean of their squares. */
      readonly centered?: boolean;
      readonly momentum?: number;
      readonly velocity?: Velocity;
    }
  | {
      readonly name: "adagrad";
      readonly learningRate?: number;
      readonly epsilon?: number;
      readonly epsilonInRoot?: boolean;
    }
) & {
  /** What the optimiser keeps at the start, by name: `v_w5`, `m_w5`, `steps`; 0 of what is not named. */
  readonly state?: Readonly<Record<string, number>>;
};

/**
 * What a velocity adds up. gradients: v⁺ = μv + g, and w⁺ = w − ηv⁺, as PyTorch. steps: v⁺ = μv − ηg, and w⁺ = w + v⁺,
 * as Sutskever et al. (2013), Keras and CS231n.
 */
type Velocity = "gradients" | "steps";

interface MomentumSpec<Name extends string> {
  readonly name: Name;
  readonly learningRate: number;
  readonly momentum?: number;
  readonly velocity?: Velocity;
}

export type OptimizerName = OptimizerSpec["name"];

/** A state and its next value. */
interface StateUpdate {
  readonly of: Node;
  readonly next: Node;
}

/** What a rule may use; all arithmetic is element by element over one parameter. */
interface RuleContext {
  readonly weight: Node;
  readonly gradient: Node;
  /** A named setting, as η. */
  setting(symbol: string, value: number): Node;
  number(value: number): Node;
  /** The steps taken, this one included, counted once for all parameters. */
  step(): Node;
  /** Calls a node after the parameter: `m̂` gives m̂_w5. */
  name(prefix: string, node: Node, suffix?: string): Node;
  /** A number kept for each element of the parameter, 0 at first; `next` says what becomes of it. */
  slot(prefix: string, next: (before: Node) => Node): Node;
  readonly add: Binary;
  readonly sub: Binary;
  readonly mul: Binary;
  readonly div: Binary;
  readonly pow: Binary;
  readonly square: (x: Node) => Node;
  readonly sqrt: (x: Node) => Node;
}

type Binary = (x: Node, y: Node) => Node;

/** The next value of one parameter. */
type Rule = (spec: never, context: RuleContext) => Node;

const defaults = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

const rules: {
  readonly [N in OptimizerName]: (spec: Extract<OptimizerSpec, { name: N }>, c: RuleContext) => Node;
} = {
  sgd: ({ learningRate }, c) => c.sub(c.weight, c.mul(c.setting("η", learningRate), c.gradient)),
  momentum: momentumRule,
  nesterov: momentumRule,
  adam: (spec, c) => {
    const { learningRate = defaults.learningRate } = spec;
    return c.sub(c.weight, c.mul(c.setting("η", learningRate), adamDirection(spec, c)));
  },
  adamw: (spec, c) => {
    const { learningRate = defaults.learningRate, weightDecay = 0.01 } = spec;
    const rate = c.setting("η", learningRate);
    const decayed = c.sub(c.weight, c.mul(c.mul(rate, c.setting("λ", weightDecay)), c.weight));
    return c.sub(decayed, c.mul(rate, adamDirection(spec, c)));
  },
  rmsprop: rmspropRule,
  adagrad: ({ learningRate = 0.01, epsilon = 1e-10, epsilonInRoot }, c) => {
    const total = c.slot("s", (s) => c.add(s, c.square(c.gradient)));
    const scaled = c.div(c.gradient, root(c, total, epsilon, epsilonInRoot));
    return c.sub(c.weight, c.mul(c.setting("η", learningRate), scaled));
  },
};

type RmspropSpec = Extract<OptimizerSpec, { name: "rmsprop" }>;

/** w − η·g / (√average + ε) (Tieleman, Hinton, 2012); with momentum that is what a velocity adds up. */
function rmspropRule(spec: RmspropSpec, c: RuleContext): Node {
  const { learningRate = 0.01, decay = 0.99, epsilon = defaults.epsilon, momentum = 0 } = spec;
  const rho = c.setting("ρ", decay);
  const rest = c.sub(c.number(1), rho);
  const averaged = (prefix: string, of: Node) =>
    c.slot(prefix, (before) => c.add(c.mul(rho, before), c.mul(rest, of)));
  const squares = averaged("v", c.square(c.gradient));
  const average = spec.centered ? c.sub(squares, c.square(averaged("a", c.gradient))) : squares;
  const scaled = c.div(c.gradient, root(c, average, epsilon, spec.epsilonInRoot));
  const rate = c.setting("η", learningRate);
  if (momentum === 0) return c.sub(c.weight, c.mul(rate, scaled));
  const mu = c.setting("μ", momentum);
  if (spec.velocity === "steps") {
    return c.add(
      c.weight,
      c.slot("u", (u) => c.sub(c.mul(mu, u), c.mul(rate, scaled))),
    );
  }
  const velocity = c.slot("u", (u) => c.add(c.mul(mu, u), scaled));
  return c.sub(c.weight, c.mul(rate, velocity));
}

/** v⁺ = μ·v + g, then w − η·v⁺ (Polyak), or w − η·(g + μ·v⁺) (Nesterov, as Sutskever et al. 2013 restate it). */
function momentumRule(
  { name, learningRate, momentum = 0.9, velocity }: MomentumSpec<"momentum" | "nesterov">,
  c: RuleContext,
): Node {
  const mu = c.setting("μ", momentum);
  const rate = c.setting("η", learningRate);
  if (velocity === "steps") {
    const step = c.mul(rate, c.gradient);
    const moved = c.slot("v", (v) => c.sub(c.mul(mu, v), step));
    return c.add(c.weight, name === "nesterov" ? c.sub(c.mul(mu, moved), step) : moved);
  }
  const sum = c.slot("v", (v) => c.add(c.mul(mu, v), c.gradient));
  const direction = name === "nesterov" ? c.add(c.gradient, c.mul(mu, sum)) : sum;
  return c.sub(c.weight, c.mul(rate, direction));
}

/** m̂ / (√v̂ + ε) (Kingma, Ba, 2015). */
function adamDirection(
  spec: { readonly beta1?: number; readonly beta2?: number; readonly epsilon?: number },
  c: RuleContext,
): Node {
  const { beta1 = defaults.beta1, beta2 = defaults.beta2, epsilon = defaults.epsilon } = spec;
  const [b1, b2, one] = [c.setting("β1", beta1), c.setting("β2", beta2), c.number(1)];
  const m = c.slot("m", (before) => c.add(c.mul(b1, before), c.mul(c.sub(one, b1), c.gradient)));
  const v = c.slot("v", (before) => c.add(c.mul(b2, before), c.mul(c.sub(one, b2), c.square(c.gradient))));
  const corrected = (moment: Node, beta: Node) => c.div(moment, c.sub(one, c.pow(beta, c.step())));
  const mHat = c.name("m̂", corrected(m, b1));
  const vHat = c.name("v̂", corrected(v, b2));
  return c.div(mHat, c.add(c.sqrt(vHat), c.setting("ε", epsilon)));
}

/** √average + ε, or √(average + ε). */
function root(c: RuleContext, average: Node, epsilon: number, isInside = false): Node {
  const small = c.setting("ε", epsilon);
  return isInside ? c.sqrt(c.add(average, small)) : c.add(c.sqrt(average), small);
}

/** A trainable parameter and the node of its gradient. */
export interface Trainable {
  readonly node: Node;
  readonly gradient: Node;
}

/**
 * Adds the optimiser's arithmetic to a graph. The updated weight is called w5⁺, what the optimiser keeps m_w5,
 * v_w5, s_w5; all of it starts at zero, but for what `initialState` says.
 */
export function buildUpdates(
  graph: Graph,
  spec: OptimizerSpec,
  parameters: readonly Trainable[],
): StateUpdate[] {
  return graph.within(`optimizer ${spec.name}`, () => {
    const ops = opsFor(graph);
    const settings = sharedSettings(graph, ops);
    const updates = parameters.flatMap((parameter) => updatesOf(graph, ops, spec, parameter, settings));
    return [...updates, ...settings.updates];
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
  step(): Node;
}

/** Scalars that all parameters have in common: named once, used by all. */
function sharedSettings(graph: Graph, ops: Ops): Settings {
  const known = new Map<string, Node>();
  const updates: StateUpdate[] = [];
  const remember = (symbol: string, make: () => Node): Node => {
    const node = known.get(symbol) ?? graph.name(make(), { text: symbol });
    known.set(symbol, node);
    return node;
  };
  return {
    updates,
    setting: (symbol, value) => remember(symbol, () => ops.constant(value, [])),
    step: () =>
      remember("t", () => {
        const taken = graph.name(ops.state([]), { text: "steps" });
        const next = ops.apply("add", taken, ops.constant(1, []));
        updates.push({ of: taken, next });
        return next;
      }),
  };
}

function updatesOf(
  graph: Graph,
  ops: Ops,
  spec: OptimizerSpec,
  { node, gradient }: Trainable,
  settings: Settings,
): StateUpdate[] {
  const naming = graph.names.get(node.id);
  if (!naming) throw new Error(`%${node.id}: a parameter must have a name`);
  const updates: StateUpdate[] = [];
  const called = (prefix: string, suffix = ""): Naming => ({
    ...naming,
    text: prefix === "" ? naming.text : `${prefix}_${naming.text}`,
    suffix,
  });
  const spread = (scalar: Node) => (node.shape.length === 0 ? scalar : ops.broadcast(scalar, node.shape, []));
  const context: RuleContext = {
    weight: node,
    gradient,
    setting: (symbol, value) => spread(settings.setting(symbol, value)),
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
    square: (x) => ops.apply("square", x),
    sqrt: (x) => ops.apply("sqrt", x),
  };
  const next = graph.name((rules[spec.name] as Rule)(spec as never, context), called("", "⁺"));
  return [{ of: node, next }, ...updates];
}
