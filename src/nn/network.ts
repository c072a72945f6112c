import { Graph } from "../graph/graph.ts";
import type { Naming } from "../graph/naming.ts";
import type { Node } from "../graph/node.ts";
import { type Ops, opsFor } from "../ops/index.ts";
import { InputError } from "../tensor/error.ts";
import type { Shape } from "../tensor/shape.ts";
import type { DType } from "../tensor/tensor.ts";
import type { ActivationName } from "./activations.ts";
import { activationOf, type Kinds, lossKindOf } from "./kinds.ts";
import type { LayerContext, Mode, ParameterKind } from "./layers/kind.ts";
import { ofLayer } from "./layers/of-layer.ts";
import type { PlacedLayer } from "./layers/placed.ts";
import { INPUT } from "./layers/wiring.ts";
import { type Given, lossTerms } from "./losses/terms.ts";
import { type Loss, lossSettings } from "./losses.ts";
import type { Parameter } from "./parameters.ts";
import { type Part, wholeOf } from "./part.ts";
import { type KeptSmall, regularize } from "./regularization.ts";
import { inputShape, neuronText, outputsOf, placedOf } from "./shapes.ts";
import type { ModelSpec, Reduction, RegularizationSpec } from "./spec.ts";

/** What becomes of a statistic after a step. */
interface StateUpdate {
  readonly of: Node;
  readonly next: Node;
}

/** A model, and what its names stand for. */
export interface KnownModel {
  readonly model: ModelSpec;
  readonly kinds: Kinds;
}

/** One batch through a network, as a graph. */
export interface BuiltModel {
  readonly graph: Graph;
  /** samples × inputs */
  readonly input: Node;
  /** samples × outputs */
  readonly target: Node;
  /** samples × outputs: what the network says. */
  readonly prediction: Node;
  readonly loss: Node;
  /** Without what keeps the weights small. */
  readonly dataLoss: Node;
  /** In the order of `parametersOf`. */
  readonly parameters: readonly Node[];
  /** What the layers keep of the batches they see; empty where the network is only used. */
  readonly updates: readonly StateUpdate[];
  /** Settings that are kept beside the parameters, and are never trained. */
  readonly given: readonly Given[];
}

/**
 * Does the loss apply the last layer's activation by itself? It does where the layer has none of its own, or has
 * the very one of the loss.
 */
export function lastActivationIsLink(activation: ActivationName | undefined, loss: Loss): boolean {
  return (
    loss.link !== undefined &&
    (activation === undefined || activation === "linear" || activation === loss.link)
  );
}

/**
 * Builds the graph of one batch, or of part of one: forward calculation and loss.
 * @throws InputError that names the layer that does not fit
 */
export function buildModel(
  { model, kinds }: KnownModel,
  parameters: readonly Parameter[],
  batch: number | Part,
  dtype: DType,
  mode: Mode = "train",
): BuiltModel {
  const part = typeof batch === "number" ? wholeOf(batch) : batch;
  const { samples } = part;
  const { network, reduction = "mean", regularization } = model;
  const loss = lossKindOf(kinds, model.loss);
  const graph = new Graph(dtype);
  const ops = opsFor(graph);
  const updates: StateUpdate[] = [];
  const input = graph.name(ops.input([samples, ...inputShape(network)]), namesFor("i", inputShape(network)));
  const nodes = parameters.map((parameter) =>
    graph.name(ops.state(parameter.initial.shape), parameter.naming),
  );

  const outs: Node[] = [];
  let out = input;
  let prediction = input;
  for (const [layer, placed] of placedOf(network, kinds).entries()) {
    const incoming = placed.from.map((source) => (source === INPUT ? input : outs[source]));
    [out, prediction] = ofLayer(placed.kind, layer, () =>
      graph.within(`layers.${layer + 1}`, () => buildLayer(placed, layer, incoming)),
    );
    outs.push(out);
  }
  outputsOf(network, kinds);
  if (loss.link && out === prediction) {
    prediction = graph.name(activationOf(kinds, loss.link)(graph, out), namesFor("p_o", [out.shape[1]]));
  }

  const target = graph.name(ops.input(out.shape), namesFor("target_o", [out.shape[1]]));
  const settings = lossSettings(model.loss);
  const { terms, given } = graph.within("loss", () =>
    lossTerms(ops, graph, loss, settings, { output: out, target, prediction }),
  );
  const ofData = reduce(graph, ops, loss, terms, reduction, part);
  return {
    graph,
    input,
    target,
    prediction,
    dataLoss: ofData,
    loss: regularization ? regularize(graph, ops, ofData, kept(regularization), part) : ofData,
    parameters: nodes,
    updates,
    given,
  };

  function kept(spec: RegularizationSpec): KeptSmall {
    const kinds: readonly ParameterKind[] = spec.biases === true ? ["weight", "bias"] : ["weight"];
    return { spec, parameters: nodes.filter((_, i) => kinds.includes(parameters[i].kind)) };
  }

  /** What the next layer takes, and what the layer says to people: the same, but where the loss applies the activation. */
  function buildLayer({ kind, spec }: PlacedLayer, layer: number, incoming: readonly Node[]): [Node, Node] {
    const [x] = incoming;
    const isLast = layer === network.layers.length - 1;
    const text = neuronText(network, layer);
    const built = kind.build(spec, x, contextOf(layer, incoming));
    const shape = built.shape.slice(1);
    if (!kind.activation) {
      const isNamed =
        built !== x && (isLast || !(kind.onlyMoves || kind.namesOutputs)) && !graph.names.has(built.id);
      if (isNamed) graph.name(built, namesFor(`out_${text}`, shape));
      return [built, built];
    }
    if (built !== x) graph.name(built, namesFor(`net_${text}`, shape));
    const own: ActivationName = kind.activation(spec);
    const linked = isLast && lastActivationIsLink(own, loss);
    const activation = (linked && loss.link) || own;
    const activated = graph.name(
      activationOf(kinds, activation)(graph, built),
      namesFor(`out_${text}`, shape),
    );
    return [linked ? built : activated, activated];
  }

  function contextOf(layer: number, incoming: readonly Node[]): LayerContext {
    const parameter = (name: string): Node | undefined =>
      nodes[parameters.findIndex(({ path }) => path === `layers.${layer + 1}.${name}`)];
    return {
      graph,
      ops,
      mode,
      firstSample: part.from,
      incoming,
      activate: (name, net) => activationOf(kinds, name)(graph, net),
      parameter,
      update(name, next) {
        const of = parameter(name);
        if (!of) throw new InputError(`expected a statistic called "${name}" among the layer's parameters`);
        if (mode === "train") updates.push({ of, next: nameNext(of, next) });
      },
      name: (node, symbol, { hasSamples = true, step } = {}) => {
        const text = `${symbol}_${neuronText(network, layer)}`;
        if (step !== undefined) return graph.name(node, atStep(text, node.shape, step));
        return graph.name(
          node,
          hasSamples ? namesFor(text, node.shape.slice(1)) : namesOver(text, node.shape),
        );
      },
    };
  }

  /** What becomes of a statistic is called as an updated weight is. */
  function nameNext(of: Node, next: Node): Node {
    const naming = graph.names.get(of.id);
    return naming && !graph.names.has(next.id) ? graph.name(next, { ...naming, suffix: "⁺" }) : next;
  }

  /** Neurons are counted, as h1; what has more axes is told by its place, as h1[1,3,2]. */
  function namesFor(text: string, shape: Shape): Naming {
    const sample = samples > 1 ? { sample: 0 } : {};
    if (shape.length === 0) return { text: text.replace(/\.$/, ""), ...sample };
    if (shape.length === 1) return { text, first: 1, strides: [0, 1], ...sample };
    return { text: text.replace(/\.$/, ""), axes: shape.map((_, axis) => axis + 1), ...sample };
  }

  /** Of one step in time: c_h1[3,2]. */
  function atStep(text: string, shape: Shape, step: number): Naming {
    const axes = shape.map((_, axis) => axis).slice(1);
    return { text: text.replace(/\.$/, ""), axes, place: [step], ...(samples > 1 && { sample: 0 }) };
  }

  /** The same, of what all samples share. */
  function namesOver(text: string, shape: Shape): Naming {
    if (shape.length === 1) return { text, first: 1, strides: [1] };
    return { text: text.replace(/\.$/, ""), axes: shape.map((_, axis) => axis) };
  }
}

/** From the terms of the loss to the one number E, or the part's share of it. */
function reduce(
  graph: Graph,
  ops: Ops,
  loss: Loss,
  terms: Node,
  reduction: Reduction,
  { samples, of }: Part,
): Node {
  return graph.within("reduction", () => {
    let each = terms;
    if (loss.terms === "outputs") {
      graph.name(terms, { text: "E_o", first: 1, strides: [0, 1], ...(samples > 1 && { sample: 0 }) });
      each = ops.sum(terms, [1]);
      if (loss.over === "mean of outputs")
        each = ops.apply("div", each, ops.constant(terms.shape[1], [samples]));
    }
    // with one output the term is the sample's loss
    if (samples > 1 && terms.shape[1] !== 1) graph.name(each, { text: "E", sample: 0 });
    const total = ops.sum(each, [0]);
    const mean = of > 1 && reduction === "mean";
    return graph.name(mean ? ops.apply("div", total, ops.constant(of, [])) : total, { text: "E" });
  });
}
