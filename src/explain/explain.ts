import type { Executed } from "../autodiff/executed.ts";
import { type Element, type Fn, functionsOf } from "../graph/expression.ts";
import type { Graph } from "../graph/graph.ts";
import type { Node } from "../graph/node.ts";
import { largest } from "../ops/largest.ts";
import { scalars } from "../ops/scalars.ts";
import { positionsOf, sameShape, sizeOf } from "../tensor/shape.ts";
import { type Derivation, deriverOf, type Step, type Style } from "./derive.ts";
import { neuronOf, withoutSample } from "./names.ts";
import { type Reader, readerOf } from "./read.ts";
import { resolveTargets, type Target } from "./targets.ts";
import { type Why, whyOf } from "./why.ts";

/** A derivation somebody asked for. */
export interface Explained {
  /** `w5`, `net_h1` */
  readonly of: string;
  /** Of a parameter. */
  readonly place?: ExplainedPlace;
  /** On how many ways it acts on the loss; absent of a value. */
  readonly paths?: number;
  readonly derivation: Derivation;
  /** What becomes of a trained parameter; null where it is frozen, absent where it is no parameter. */
  readonly updated?: Derivation | null;
  readonly why?: Why;
}

/** Where a parameter belongs. */
export interface ExplainedPlace {
  readonly kind: "weight" | "bias" | "parameter";
  /** Counted from 1. */
  readonly layer: number;
  /** `h1 → o1` of a weight, `o1` of a neuron's own bias; absent where the layer shares it. */
  readonly neurons?: string;
}

/** How far a result has drifted from the exact one by calculating on with rounded numbers. */
export interface Drift {
  readonly id: string;
  readonly carried: number;
  readonly exact: number;
}

/** Everything a renderer needs; plain data over one map of steps. */
export interface Explanation {
  /** The ids of the forward pass, layer by layer in the order of calculation, the loss and its terms apart. */
  readonly forward: readonly (readonly string[])[];
  /** A network of layers, not a small graph of expressions. */
  readonly isLayered: boolean;
  readonly lossTerms: readonly string[];
  readonly loss: string;
  readonly samples: number;
  /** The names of the inputs of one sample. */
  readonly inputs: readonly string[];
  readonly explained: readonly Explained[];
  readonly steps: ReadonlyMap<string, Step>;
  /** Values chosen at kinks, of the functions that this network uses. */
  readonly ties: readonly { readonly op: string; readonly text: string }[];
  /** Where it was calculated on with rounded numbers: the results that came out differently. */
  readonly drifts?: readonly Drift[];
}

export interface ExplainOptions {
  /** Read losses and activations as they are executed, not in the short forms that people use. */
  readonly unfold?: boolean;
  /** The names of which it is to be said why their gradients are what they are; they are explained too. */
  readonly why?: readonly string[];
  /** Default: paths where there are at most eight of them, delta beyond. */
  readonly style?: Style;
}

/** Up to this many ways to the loss, each is shown. */
const PATHS_SHOWN = 8;

/** The scopes of what is calculated from the outputs and the targets. */
const LOSS: readonly string[] = ["loss", "regularization", "reduction"];

/** Above this many terms in its sums the forward pass is not written out but taken as given. */
const FORWARD_TERMS = 20_000;

/**
 * Explains quantities of one executed training step.
 * @param names what to explain, see `resolveTargets`; `["all"]` is every weight and bias
 * @throws InputError for a name that nothing has
 */
export function explain(
  executed: Executed,
  names: readonly string[],
  { style, why = [], unfold = false }: ExplainOptions = {},
): Explanation {
  const { graph, backward } = executed;
  const reader = readerOf(executed, unfold);
  const deriver = deriverOf(executed, forwardTerms(executed) > FORWARD_TERMS ? "given" : "derived", reader);
  const steps = deriver.value(backward.loss, []).steps;
  const named = [...graph.names.keys()].filter((id) => id < backward.firstId).sort((a, b) => a - b);
  const loss = graph.elementName(backward.loss.id, []);
  const isLayered = graph.scopes.some(({ kind }) => kind.startsWith("layers."));
  // what stands behind the layers belongs to the loss; without layers it is one expression among others
  const isLoss = (id: number) => {
    if (!isLayered) return false;
    const scope = outermost(graph, graph.nodes[id]);
    return scope !== undefined && LOSS.includes(graph.scopes[scope].kind);
  };
  // what becomes of a layer's statistics is no part of the way to the loss
  const isNext = (id: number) => executed.parameters.some(({ next }) => next?.id === id);
  const forward = named.filter((id) => graph.nodes[id].op.arity > 0 && !isLoss(id) && !isNext(id));
  const idsOf = (id: number): string[] =>
    positionsOf(graph.nodes[id].shape).map((at) => deriver.value(graph.nodes[id], at).root);

  const input = graph.nodes.find(({ op }) => op.name === "input");
  const keyOf = ({ node, at, of }: Target) => `${node.id}@${at.join()} ${of}`;
  const asked = new Set(resolveTargets(executed, reader, why).map(keyOf));
  const explained = resolveTargets(executed, reader, [...names, ...why]).map((target) =>
    explainTarget(target, asked.has(keyOf(target))),
  );

  return {
    isLayered,
    forward: byNeuron(graph, forward).map((layer) =>
      layer.map(({ node, at }) => deriver.value(node, at).root),
    ),
    lossTerms: named.filter((id) => isLoss(id) && id !== backward.loss.id).flatMap(idsOf),
    loss,
    samples: input?.shape[0] ?? 1,
    inputs: input ? inputNames(graph, input) : [],
    explained,
    steps,
    ties: tiesOf(steps, graph),
  };

  function explainTarget({ node, at, of: kind }: Target, isWhy: boolean): Explained {
    const of = graph.elementName(node.id, at);
    if (kind === "value") return { of, derivation: deriver.value(node, at) };
    const paths = deriver.paths(node, at);
    const derivation = deriver.gradient(
      node,
      at,
      style ?? (isLayered && paths > PATHS_SHOWN ? "delta" : "paths"),
    );
    const reasons = isWhy && {
      why: whyOf(of, deriverOf(executed, "given", reader).gradient(node, at, "paths")),
    };
    const parameter = executed.parameters.find((candidate) => candidate.node === node);
    if (!parameter) return { of, paths, derivation, ...reasons };
    const updated = parameter.next ? deriver.value(parameter.next, at) : null;
    const place = placeOf(executed, reader, parameter.path, node, at);
    return { of, ...(place && { place }), paths, derivation, updated, ...reasons };
  }
}

function inputNames(graph: Graph, { id, shape }: Node): string[] {
  return positionsOf(shape.slice(1)).map((at) => withoutSample(graph.elementName(id, [0, ...at])));
}

/** Within a layer neuron by neuron, as people calculate: net_h1, out_h1, net_h2, out_h2; not node by node. */
function byNeuron(graph: Graph, ids: readonly number[]): { node: Node; at: number[] }[][] {
  const layers: Node[][] = [];
  for (const node of ids.map((id) => graph.nodes[id])) {
    const layer = layers[layers.length - 1];
    const before = layer?.[0];
    const together =
      before && sameShape(before.shape, node.shape) && outermost(graph, before) === outermost(graph, node);
    if (together) layer.push(node);
    else layers.push([node]);
  }
  return layers.map((layer) =>
    positionsOf(layer[0].shape).flatMap((at) => layer.map((node) => ({ node, at }))),
  );
}

function outermost({ scopes }: Graph, { scope }: Node): number | undefined {
  let id = scope;
  while (id !== undefined && scopes[id].parent !== undefined) id = scopes[id].parent;
  return id;
}

/** How many terms the sums of the forward pass have, written out. */
function forwardTerms({ graph, backward }: Executed): number {
  return graph.nodes
    .slice(0, backward.firstId)
    .reduce(
      (terms, { op, shape, inputs }) =>
        terms + (op.name === "matmul" ? sizeOf(shape) * (inputs[1].shape.at(-1) ?? 1) : sizeOf(shape)),
      0,
    );
}

/** Where a parameter stands in the network, read off what it acts on. */
function placeOf(
  { graph }: Executed,
  reader: Reader,
  path: string,
  node: Node,
  at: readonly number[],
): ExplainedPlace | undefined {
  const [, layer, name] = path.split(".");
  if (name === undefined) return undefined;
  const kind = /bias$/i.test(name) ? "bias" : /weight$/i.test(name) ? "weight" : "parameter";
  const place = { kind, layer: Number(layer) } as const;
  const terms = reader.gradient(node, at);
  const [{ factor, of } = { factor: 0, of: undefined }] = terms;
  if (!of || node.shape.length === 0) return place;
  const neuron = (element: Element) => neuronOf(graph.elementName(element.node, element.at as number[]));
  // a kernel belongs to all positions that it was moved to
  if (new Set(terms.flatMap((term) => (term.of ? [neuron(term.of)] : []))).size > 1) return place;
  const from = typeof factor === "object" && "ref" in factor ? `${neuron(factor.ref)} → ` : "";
  return { ...place, neurons: `${from}${neuron(of)}` };
}

/** Of the functions that the steps are written with. */
function tiesOf(steps: ReadonlyMap<string, Step>, graph: Graph): Explanation["ties"] {
  const used = new Set<Fn>();
  let isPooled = false;
  for (const { id, rule, expr } of steps.values()) {
    if (rule === "given") continue;
    const isLargest = rule === "value" && graph.find(id)?.node.op === largest;
    for (const fn of functionsOf(expr)) if (!isLargest || fn !== "max") used.add(fn);
    isPooled ||= isLargest;
  }
  const ops = [
    ...Object.values(scalars).filter(({ name }) => used.has(name as Fn)),
    ...(isPooled ? [largest] : []),
  ];
  return ops.flatMap(({ name, ties }) => (ties === undefined ? [] : [{ op: name, text: ties }]));
}
