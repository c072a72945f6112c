import { product, total } from "../explain/algebra.ts";
import { type Expr, mapRefs, refsOf } from "../graph/expression.ts";
import { positionOf, sizeOf } from "../tensor/shape.ts";
import type { Calculation, Concrete, Step } from "./calculation.ts";
import type { MistakeKind } from "./verdict.ts";

/** Another way to calculate one step: what somebody may have done instead. */
export interface Rewrite {
  readonly kind: MistakeKind;
  readonly expr: Expr<string>;
  /** What was left out, taken too early or taken instead, by id. */
  readonly about: readonly string[];
  /** Rewrites of several steps with the same mark are one habit; absent where it is a slip of one step. */
  readonly habit?: string;
}

type Formula = Expr<string>;

/** A wide layer has more neighbours than anybody mixes up. */
const NEIGHBOURS = 6;

/**
 * Every rewrite of a step that the catalogue knows.
 * @param expr the step's formula, with what nobody writes down written in place
 */
export function rewritesOf(step: Step, expr: Formula, calculation: Calculation): Rewrite[] {
  const context = { step, expr, calculation };
  return catalogue.flatMap((rule) => rule(context));
}

interface Context {
  readonly step: Step;
  readonly expr: Formula;
  readonly calculation: Calculation;
}

/** The likelier before the less likely. */
const catalogue: readonly ((context: Context) => Rewrite[])[] = [
  derivatives,
  otherDerivatives,
  rates,
  missingTerms,
  outputErrors,
  missingFactors,
  earlyUpdates,
  signs,
  halves,
  means,
  softmax,
  transposed,
  activations,
  stale,
  otherSteps,
  neighbours,
];

/** σ′ at net, or at the error, where it is a formula of out. */
function derivatives({ step, expr, calculation }: Context): Rewrite[] {
  const { kind, element, wrt, stage } = step;
  if (kind !== "local" || !element || !wrt) return [];
  const out = calculation.value(element, stage);
  if (!refsOf(expr).includes(out)) return [];
  const net = calculation.value(wrt, stage);
  const error = calculation.gradient(element, stage);
  const rewrites: Rewrite[] = [
    { kind: "derivative-at-net", expr: replaced(expr, out, { ref: net }), about: [net], habit: "" },
  ];
  if (error !== undefined) {
    for (const taken of [{ ref: error }, negated({ ref: error })]) {
      rewrites.push({
        kind: "derivative-at-error",
        expr: replaced(expr, out, taken),
        about: [error],
        habit: "",
      });
    }
  }
  return rewrites;
}

/** A derivative of another neuron of the layer. */
function otherDerivatives({ step, expr, calculation }: Context): Rewrite[] {
  const kind = "derivative-of-other-neuron";
  if (step.kind === "local") {
    return siblings(step, calculation).map((other) => ({ kind, expr: { ref: other }, about: [other] }));
  }
  return localsOf(expr, calculation).flatMap((local) =>
    siblings(calculation.step(local), calculation).map((other) => ({
      kind,
      expr: replaced(expr, local, { ref: other }),
      about: [local, other],
    })),
  );
}

/** The learning rate left out, or the step taken uphill. */
function rates({ step, expr }: Context): Rewrite[] {
  if (step.kind !== "update" || typeof expr !== "object" || !("fn" in expr) || expr.fn !== "sub") return [];
  const [from, by] = expr.args;
  const rewrites: Rewrite[] = [
    { kind: "rate-added", expr: { fn: "add", args: [from, by] }, about: [], habit: "" },
  ];
  if (refsOf(by).includes("η")) {
    const without = mapRefs(by, (ref): Formula => (ref === "η" ? 1 : { ref }));
    rewrites.unshift({
      kind: "rate-missing",
      expr: { fn: "sub", args: [from, without] },
      about: ["η"],
      habit: "",
    });
  }
  return rewrites;
}

function missingTerms({ step, expr, calculation }: Context): Rewrite[] {
  return places(expr, "add").flatMap(({ args, put }) =>
    args.map((term, i): Rewrite => {
      const rest = total(...args.filter((_, j) => j !== i));
      const about = refsOf(term);
      const isBias = step.kind === "value" && isRef(term) && calculation.step(term.ref).kind !== "value";
      const kind = isBias ? "bias-missing" : isDerivative(step) ? "path-missing" : "term-missing";
      return { kind, expr: put(rest), about, ...(isBias && { habit: "" }) };
    }),
  );
}

/** What the output got wrong, taken as what the hidden neuron got wrong. */
function outputErrors({ step, expr, calculation }: Context): Rewrite[] {
  const { wrt, stage } = step;
  if (!isDerivative(step) || !wrt || wrt.node.op.arity === 0) return [];
  const deltas = refsOf(expr).filter((ref) => calculation.step(ref).kind === "gradient");
  const errors = deltas.flatMap((delta) =>
    calculation.step(delta).uses.filter((use) => calculation.step(use).kind === "gradient"),
  );
  const kind = "output-error-for-hidden";
  const weights = refsOf(expr).filter((ref) => isParameter(calculation.step(ref)));
  if (weights.length === 0 || stage < 0) return [];
  const alone = [...new Set([...deltas, ...errors])].map(
    (error): Rewrite => ({ kind, expr: { ref: error }, about: [error] }),
  );
  const unweighted = mapRefs(expr, (ref): Formula => (weights.includes(ref) ? 1 : { ref }));
  return [...alone, { kind, expr: unweighted, about: weights }];
}

function missingFactors({ expr, calculation }: Context): Rewrite[] {
  return places(expr, "mul").flatMap(({ args, put }) =>
    args.flatMap((factor, i): Rewrite[] => {
      if (typeof factor === "number") return [];
      const about = refsOf(factor);
      if (about.includes("η")) return [];
      const isLocal = isRef(factor) && calculation.step(factor.ref).kind === "local";
      const kind = isLocal ? "derivative-missing" : "factor-missing";
      const rest = product(...args.filter((_, j) => j !== i));
      return [{ kind, expr: put(rest), about, ...(isLocal && { habit: "" }) }];
    }),
  );
}

/** Weights already updated, where those of the forward pass are meant. */
function earlyUpdates({ step, expr, calculation }: Context): Rewrite[] {
  if (!isDerivative(step)) return [];
  const next = new Map<string, string>();
  for (const ref of refsOf(expr)) {
    const updated = nextOf(calculation.step(ref), calculation);
    if (updated !== undefined) next.set(ref, updated);
  }
  const kind = "updated-too-early";
  const early = (refs: readonly string[]): Formula =>
    mapRefs(expr, (ref): Formula => ({ ref: refs.includes(ref) ? (next.get(ref) ?? ref) : ref }));
  const all = [...next.keys()];
  if (all.length === 0) return [];
  const each = all.length > 1 ? all.map((ref): Rewrite => ({ kind, expr: early([ref]), about: [ref] })) : [];
  return [{ kind, expr: early(all), about: all, habit: "" }, ...each];
}

function signs({ step, expr }: Context): Rewrite[] {
  const kind = "sign";
  const turned = places(expr, "add").flatMap(({ args, put }) =>
    args.map(
      (term, i): Rewrite => ({
        kind,
        expr: put(total(...args.map((other, j) => (i === j ? negated(other) : other)))),
        about: refsOf(term),
      }),
    ),
  );
  if (step.kind === "update" && step.element?.node.op.arity !== 0) return turned;
  const added = places(expr, "sub").map(
    ({ args, put }): Rewrite => ({ kind, expr: put({ fn: "add", args }), about: refsOf(args[1]) }),
  );
  const inside = places(expr, "sigmoid").map(
    ({ args, put }): Rewrite => ({
      kind,
      expr: put({ fn: "sigmoid", args: [negated(args[0])] }),
      about: refsOf(args[0]),
    }),
  );
  return [{ kind, expr: negated(expr), about: [], habit: step.kind }, ...turned, ...added, ...inside];
}

/** The ½ of the loss left out, or put in. */
function halves({ step, expr, calculation }: Context): Rewrite[] {
  if (!facesLoss(step, calculation)) return [];
  return [2, 0.5].flatMap((factor): Rewrite[] => [
    { kind: "half", expr: scaled(expr, factor), about: [], habit: `${step.kind} ${factor}` },
    { kind: "half", expr: scaled(expr, factor), about: [], habit: `${factor}` },
  ]);
}

/** A mean where a sum is meant, or the reverse: over outputs, samples, or the terms of a sum. */
function means({ step, expr, calculation }: Context): Rewrite[] {
  const counts = new Set<number>();
  if (facesLoss(step, calculation)) for (const count of targetCounts(step, calculation)) counts.add(count);
  const isSum = typeof expr === "object" && "fn" in expr && expr.fn === "add";
  if (isSum && (isDerivative(step) || isLoss(step, calculation))) counts.add(expr.args.length);
  return [...counts]
    .filter((count) => count > 1)
    .flatMap((count) =>
      [1 / count, count].map(
        (factor): Rewrite => ({
          kind: "mean-for-sum",
          expr: scaled(expr, factor),
          about: [],
          habit: `${factor}`,
        }),
      ),
    );
}

function softmax({ expr }: Context): Rewrite[] {
  if (places(expr, "exp").length < 2) return [];
  return [{ kind: "softmax-without-exp", expr: withoutExp(expr), about: refsOf(expr), habit: "" }];
}

/** Weights of the same layer with their indices the other way round. */
function transposed({ step, expr, calculation }: Context): Rewrite[] {
  const swaps = new Map<string, string>();
  for (const ref of refsOf(expr)) {
    const { element, stage, ...of } = calculation.step(ref);
    if (!element || !isParameter({ element, ...of }) || element.at.length !== 2) continue;
    const [row, column] = element.at;
    const [rows, columns] = element.node.shape;
    if (row === column || column >= rows || row >= columns) continue;
    swaps.set(ref, calculation.value({ node: element.node, at: [column, row] }, stage));
  }
  if (swaps.size === 0 || step.kind === "update") return [];
  const about = [...swaps].flat();
  return [
    {
      kind: "transposed",
      expr: mapRefs(expr, (ref): Formula => ({ ref: swaps.get(ref) ?? ref })),
      about,
      habit: isDerivative(step) ? "backward" : "forward",
    },
  ];
}

/** net in place of out. */
function activations({ step, expr, calculation }: Context): Rewrite[] {
  const kind = "activation-missing";
  const own = netOf(step, calculation);
  if (own !== undefined) return [{ kind, expr: { ref: own }, about: [step.id], habit: "" }];
  if (step.kind === "local") return [];
  return [...new Set(refsOf(expr))].flatMap((ref): Rewrite[] => {
    const net = netOf(calculation.step(ref), calculation);
    return net === undefined ? [] : [{ kind, expr: replaced(expr, ref, { ref: net }), about: [ref] }];
  });
}

/** Numbers of the forward pass before the update. */
function stale({ step, expr, calculation }: Context): Rewrite[] {
  if (step.stage === 0 || step.element?.node.op.arity === 0) return [];
  return [...new Set(refsOf(expr))].flatMap((ref): Rewrite[] => {
    const source = calculation.step(ref);
    const before = source.stage === step.stage ? calculation.restage(ref, step.stage - 1) : undefined;
    const isForward = source.kind === "value" || source.kind === "local";
    if (before === undefined || !isForward) return [];
    return [
      { kind: "stale-forward", expr: replaced(expr, ref, { ref: before }), about: [before], habit: "" },
    ];
  });
}

/** The number of a step earlier. */
function otherSteps({ step, calculation }: Context): Rewrite[] {
  const before = step.stage > 0 ? calculation.restage(step.id, step.stage - 1) : undefined;
  return before === undefined ? [] : [{ kind: "off-by-one-step", expr: { ref: before }, about: [before] }];
}

/** A neighbour's number: another input, another weight of the layer, another δ. */
function neighbours({ step, expr, calculation }: Context): Rewrite[] {
  const kind = "other-quantity";
  const whole = siblings(step, calculation).map(
    (other): Rewrite => ({ kind, expr: { ref: other }, about: [step.id, other] }),
  );
  const parts = [...new Set(refsOf(expr))].flatMap((ref) =>
    siblings(calculation.step(ref), calculation).map(
      (other): Rewrite => ({ kind, expr: replaced(expr, ref, { ref: other }), about: [ref, other] }),
    ),
  );
  return [...parts, ...(step.kind === "local" ? [] : whole)];
}

/** The same quantity of the other elements of a node, in the same sample. */
function siblings({ kind, element, wrt, stage }: Step, calculation: Calculation): string[] {
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

function isParameter({ element }: Pick<Step, "element">): boolean {
  return element !== undefined && isParameterNode(element.node);
}

function isDerivative({ kind }: Step): boolean {
  return kind === "gradient" || kind === "path" || kind === "local";
}

/** The updated weight. */
function nextOf({ element, stage }: Step, calculation: Calculation): string | undefined {
  if (!element || !isParameterNode(element.node)) return undefined;
  const { parameters } = calculation.executed(stage);
  const parameter = parameters.find(({ node }) => node.id === element.node.id);
  return parameter?.next && calculation.value({ node: parameter.next, at: element.at }, stage);
}

/** What an activation is applied to, of its output. */
function netOf({ kind, expr, uses }: Step, calculation: Calculation): string | undefined {
  if (kind !== "value" || uses.length !== 1 || typeof expr === "number" || !("fn" in expr)) return undefined;
  return calculation.step(uses[0]).kind === "value" ? uses[0] : undefined;
}

function localsOf(expr: Formula, calculation: Calculation): string[] {
  return [...new Set(refsOf(expr))].filter((ref) => calculation.step(ref).kind === "local");
}

/** Is it calculated from a target, or the loss itself? */
function facesLoss(step: Step, calculation: Calculation): boolean {
  return isLoss(step, calculation) || step.uses.some((use) => use.startsWith("target"));
}

function isLoss({ kind, element, stage }: Step, calculation: Calculation): boolean {
  return kind === "value" && element?.node === calculation.executed(stage).backward.loss;
}

function targetCounts({ stage, uses }: Step, calculation: Calculation): number[] {
  const { graph } = calculation.executed(stage);
  const target = uses.find((use) => use.startsWith("target"));
  if (target !== undefined) return [...(calculation.step(target).element?.node.shape ?? [])];
  const [named] = [...graph.names].filter(([, { text }]) => text.startsWith("target"));
  return named ? [...graph.nodes[named[0]].shape] : [];
}

interface Place {
  readonly args: readonly Formula[];
  /** The whole formula with something else in this place. */
  put(other: Formula): Formula;
}

/** Where a formula calls a function. */
function places(expr: Formula, fn: string): Place[] {
  if (typeof expr === "number" || !("fn" in expr)) return [];
  const { args } = expr;
  const inner = args.flatMap((arg, i) =>
    places(arg, fn).map(
      (place): Place => ({
        args: place.args,
        put: (other) => ({
          fn: expr.fn,
          args: args.map((before, j) => (i === j ? place.put(other) : before)),
        }),
      }),
    ),
  );
  return expr.fn === fn ? [{ args, put: (other) => other }, ...inner] : inner;
}

function replaced(expr: Formula, ref: string, by: Formula): Formula {
  return mapRefs(expr, (other): Formula => (other === ref ? by : { ref: other }));
}

function withoutExp(expr: Formula): Formula {
  if (typeof expr === "number" || !("fn" in expr)) return expr;
  return expr.fn === "exp" ? withoutExp(expr.args[0]) : { fn: expr.fn, args: expr.args.map(withoutExp) };
}

function scaled(expr: Formula, factor: number): Formula {
  return { fn: "mul", args: [factor, expr] };
}

function negated(expr: Formula): Formula {
  return { fn: "neg", args: [expr] };
}

function isRef(expr: Formula): expr is { ref: string } {
  return typeof expr === "object" && "ref" in expr;
}

function present(id: string | undefined): string[] {
  return id === undefined ? [] : [id];
}
