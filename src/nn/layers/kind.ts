import type { Graph } from "../../graph/graph.ts";
import type { Node } from "../../graph/node.ts";
import type { Ops } from "../../ops/index.ts";
import type { Random } from "../../tensor/random.ts";
import type { Shape } from "../../tensor/shape.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { ActivationName } from "../activations.ts";
import type { Incoming, Source } from "./wiring.ts";

/** train: as the parameters are fitted. predict: as the network is used. Where a layer does not differ, both are one. */
export type Mode = "train" | "predict";

/**
 * What a parameter is to its layer. Weights are what a regularisation keeps small; a statistic is never trained, but
 * replaced by the layer itself.
 */
export type ParameterKind = "weight" | "bias" | "statistic";

/** A parameter that a layer asks for. */
export interface LayerParameter {
  /** `weight`, `bias`: the last word of its path, and how `build` finds it. */
  readonly name: string;
  readonly kind: ParameterKind;
  readonly shape: Shape;
  readonly trainable: boolean;
  /** The first values; `random` is a stream of the parameter's own. */
  initial(random: Random): Tensor;
  /** Counted through the network, as w5 and b2, rather than called by its path: of layers of neurons. */
  readonly isNumbered?: boolean;
}

interface NameOptions {
  /** Its first axis is that of the samples. Default: true. */
  readonly hasSamples?: boolean;
  /** Counted from 1, where the node is that of one step in time. */
  readonly step?: number;
}

/** What a layer builds its graph with. */
export interface LayerContext {
  readonly graph: Graph;
  readonly ops: Ops;
  readonly mode: Mode;
  /** The place in the batch of the first sample that comes in: 0, unless these are part of one. */
  readonly firstSample: number;
  /** What comes in, of each source. */
  readonly incoming: readonly Node[];
  /** The activation of that name, applied. */
  activate(name: ActivationName, net: Node): Node;
  /** Undefined where the layer has no parameter of that name. */
  parameter(name: string): Node | undefined;
  /**
   * Calls a node that the layer builds by the symbol and the layer's neurons, as mask_h1; of a layer that goes through time by
   * its place as well, as `c_h1[3,2]` at its third step.
   */
  name(node: Node, symbol: string, options?: NameOptions): Node;
  /** After a training step, the statistic of that name becomes `next`. */
  update(name: string, next: Node): void;
}

/** A kind of layer. Users' own kinds are records of this kind too. */
export interface LayerKind<Spec> {
  readonly name: string;
  /** What the layer takes, where that may be more than one. */
  sources?(spec: Spec): readonly Source[];
  /**
   * The shape of one sample behind the layer, from that before it.
   * @param incoming of each source; `input` is the first one's shape
   * @throws InputError that says what was expected and what was found; the caller says of which layer
   */
  shape(spec: Spec, input: Shape, incoming: readonly Incoming[]): Shape;
  /** @throws InputError where given values do not fit */
  parameters?(spec: Spec, input: Shape, layer: number): readonly LayerParameter[];
  /**
   * samples × the input's shape → samples × the output's, before the activation where the kind has one.
   * @param x the first of what comes in
   */
  build(spec: Spec, x: Node, context: LayerContext): Node;
  /** What is applied to the net input; a kind without this has no net input of its own. */
  activation?(spec: Spec): ActivationName;
  /** What it puts out has names already, element by element. */
  readonly namesOutputs?: boolean;
  /** What it expects of each number that comes in, where this one is not; a kind without this takes any. */
  takes?(spec: Spec, number: number): string | undefined;
  /** Its outputs are the numbers of the layer before it, in another shape, and keep their names. */
  readonly onlyMoves?: boolean;
}
