import { Graph } from "../graph/graph.ts";
import type { Naming } from "../graph/naming.ts";
import type { Node } from "../graph/node.ts";
import { type Ops, opsFor } from "../ops/index.ts";
import { InputError } from "../tensor/error.ts";
import { randomStream } from "../tensor/random.ts";
import type { Shape } from "../tensor/shape.ts";
import { type DType, fromNested, type Tensor, tensor } from "../tensor/tensor.ts";
import { type ActivationName, activations } from "./activations.ts";
import { type InitializerSpec, initialize } from "./initializers.ts";
import { type Given, lossTerms } from "./losses/terms.ts";
import { type Loss, lossOf, lossSettings } from "./losses.ts";
import { type KeptSmall, regularize } from "./regularization.ts";
import type { DenseSpec, ModelSpec, NetworkSpec, Reduction, RegularizationSpec } from "./spec.ts";

/** A weight matrix or the bias of a layer, before there is a graph. */
export interface Parameter {
  /** `layers.1.weight`, counted from 1. */
  readonly path: string;
  readonly kind: "weight" | "bias";
  /** Counted from 0. */
  readonly layer: number;
  readonly trainable: boolean;
  /** Weights: neurons × inputs. Biases: neurons, or a scalar where the layer shares one. */
  readonly initial: Tensor;
  readonly naming: Naming;
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
  /** Settings that are kept beside the parameters, and are never trained. */
  readonly given: readonly Given[];
}

/** What the neurons of a layer are called: h1, h2 …, with more than one hidden layer h1.1 …; the last layer's o1 … */
export function neuronText(network: NetworkSpec, layer: number): string {
  const last = network.layers.length - 1;
  if (layer < 0) return "i";
  if (layer === last) return "o";
  return last === 1 ? "h" : `h${layer + 1}.`;
}

export function outputsOf(network: NetworkSpec): number {
  return network.layers[network.layers.length - 1].dense;
}

/**
 * The parameters of a network with their first values, drawn by (seed, layer) where the spec gives none.
 * @throws InputError where given weights do not fit the layer
 */
export function parametersOf(network: NetworkSpec, seed: number): Parameter[] {
  const parameters: Parameter[] = [];
  let weights = 0;
  let biases = 0;
  for (const [layer, spec] of network.layers.entries()) {
    const inputs = layer === 0 ? network.inputs : network.layers[layer - 1].dense;
    const initial = weightsOf(spec, layer, inputs, seed);
    parameters.push({
      path: `layers.${layer + 1}.weight`,
      kind: "weight",
      layer,
      trainable: spec.trainable ?? true,
      initial,
      naming: { text: "w", first: weights + 1, strides: [inputs, 1] },
    });
    weights += spec.dense * inputs;
    const bias = biasOf(spec, layer);
    if (!bias) continue;
    parameters.push({
      path: `layers.${layer + 1}.bias`,
      kind: "bias",
      layer,
      ...bias,
      naming: { text: "b", first: biases + 1, strides: [1] },
    });
    biases += bias.initial.values.length;
  }
  return parameters;
}

function weightsOf(spec: DenseSpec, layer: number, inputs: number, seed: number): Tensor {
  const shape = [spec.dense, inputs];
  if (!spec.weights) {
    const initializer = spec.initializer ?? defaultInitializer(spec.activation);
    return initialize(initializer, shape, randomStream(seed, INITIAL, layer));
  }
  const wrong = weightsFault(spec.weights, shape, layer);
  if (wrong) throw new InputError(wrong);
  return fromNested(spec.weights);
}

/** What the numbers drawn with a seed are for, so that each use has a stream of its own. */
const INITIAL = 1;

function defaultInitializer(activation: ActivationName = "linear"): InitializerSpec {
  return activation === "relu" || activation === "leaky-relu" ? "he-uniform" : "glorot-uniform";
}

/** Says what is wrong with the shape of a layer's weights; undefined where they fit. */
export function weightsFault(
  weights: readonly (readonly number[])[],
  [neurons, inputs]: Shape,
  layer: number,
): string | undefined {
  const rows = weights.length;
  const columns = weights.map((row) => row.length);
  if (rows === neurons && columns.every((count) => count === inputs)) return undefined;
  const even = columns.every((count) => count === columns[0]);
  const found = even
    ? `${rows} ${rows === 1 ? "row" : "rows"} of ${columns[0] ?? 0}`
    : `rows of ${columns.join(", ")}`;
  const transposed = even && rows === inputs && columns[0] === neurons ? "   is it transposed?" : "";
  return `weights of layer ${layer + 1}: expected ${neurons} rows of ${inputs} (${neurons} neurons, ${inputs} inputs), found ${found}${transposed}`;
}

function biasOf(
  { dense, bias = 0 }: DenseSpec,
  layer: number,
): { initial: Tensor; trainable: boolean } | undefined {
  if (bias === false) return undefined;
  const spec = typeof bias === "number" || isArray(bias) ? { values: bias } : bias;
  const trainable = spec.trainable ?? true;
  if ("shared" in spec) return { initial: tensor([], [spec.shared]), trainable };
  const { values = 0 } = spec;
  const each = isArray(values) ? values : new Array<number>(dense).fill(values);
  if (each.length !== dense) {
    throw new InputError(
      `bias of layer ${layer + 1}: expected ${dense} numbers (one per neuron), found ${each.length}`,
    );
  }
  return { initial: tensor([dense], each), trainable };
}

function isArray(value: unknown): value is readonly number[] {
  return Array.isArray(value);
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

/** Builds the graph of one batch: forward calculation and loss. */
export function buildModel(
  model: ModelSpec,
  parameters: readonly Parameter[],
  samples: number,
  dtype: DType,
): BuiltModel {
  const { network, reduction = "mean", regularization } = model;
  const loss: Loss = lossOf(model.loss);
  const graph = new Graph(dtype);
  const ops = opsFor(graph);
  const sample = samples > 1 ? { sample: 0 } : {};
  const neurons = (text: string): Naming => ({ text, first: 1, strides: [0, 1], ...sample });

  const input = graph.name(ops.input([samples, network.inputs]), neurons("i"));
  const nodes = parameters.map((parameter) =>
    graph.name(ops.state(parameter.initial.shape), parameter.naming),
  );

  let out = input;
  let prediction = input;
  for (const [layer, spec] of network.layers.entries()) {
    const text = neuronText(network, layer);
    const isLast = layer === network.layers.length - 1;
    const linked = isLast && lastActivationIsLink(spec.activation, loss);
    const activation = (linked && loss.link) || (spec.activation ?? "linear");
    const net = graph.within(`layers.${layer + 1}`, () => {
      const weighted = graph.name(netInput(out, layer), neurons(`net_${text}`));
      prediction = graph.name(activations[activation](graph, weighted), neurons(`out_${text}`));
      return weighted;
    });
    out = linked ? net : prediction;
  }
  if (loss.link && out === prediction) {
    prediction = graph.name(activations[loss.link](graph, out), neurons("p_o"));
  }

  const target = graph.name(ops.input(out.shape), neurons("target_o"));
  const settings = lossSettings(model.loss);
  const { terms, given } = graph.within("loss", () =>
    lossTerms(ops, graph, settings, { output: out, target, prediction }),
  );
  const ofData = reduce(graph, ops, loss, terms, reduction);
  return {
    graph,
    input,
    target,
    prediction,
    dataLoss: ofData,
    loss: regularization ? regularize(graph, ops, ofData, kept(regularization), samples) : ofData,
    parameters: nodes,
    given,
  };

  function kept(spec: RegularizationSpec): KeptSmall {
    const small = parameters.map(({ kind }) => kind === "weight" || spec.biases === true);
    return { spec, parameters: nodes.filter((_, i) => small[i]) };
  }

  function netInput(from: Node, layer: number): Node {
    const find = (kind: Parameter["kind"]) =>
      nodes[parameters.findIndex((parameter) => parameter.layer === layer && parameter.kind === kind)];
    const weighted = ops.matmul(from, find("weight"), { transposeB: true });
    const bias = find("bias");
    if (!bias) return weighted;
    return ops.apply(
      "add",
      weighted,
      ops.broadcast(bias, weighted.shape, bias.shape.length === 0 ? [] : [1]),
    );
  }
}

/** From the terms of the loss to the one number E. */
function reduce(graph: Graph, ops: Ops, loss: Loss, terms: Node, reduction: Reduction): Node {
  const samples = terms.shape[0];
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
    const mean = samples > 1 && reduction === "mean";
    return graph.name(mean ? ops.apply("div", total, ops.constant(samples, [])) : total, { text: "E" });
  });
}
