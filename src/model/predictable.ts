import type { Encoding } from "../data/encoding.ts";
import { coneOf, type Graph } from "../graph/graph.ts";
import type { Node } from "../graph/node.ts";
import { everyKind } from "../nn/every-kind.ts";
import { buildModel } from "../nn/network.ts";
import { type InputFault, inputFault, inputShape, outputsOf } from "../nn/shapes.ts";
import { sizeOf } from "../tensor/shape.ts";
import type { DType, Tensor, Values } from "../tensor/tensor.ts";
import { type AnswerKind, answerKindOf } from "./answers.ts";
import type { TrainedModel } from "./trained-model.ts";

/** What makes outputs of inputs, and how these come from rows and are to be read. */
export interface Predictable {
  /** Undefined where inputs are numbers, and are given as they are taken. */
  readonly encoding?: Encoding;
  readonly answers: AnswerKind;
  readonly dtype: DType;
  /** Of a sample. */
  readonly inputs: number;
  readonly outputs: number;
  /** How many samples each graph is for, where that may be one number only. */
  readonly samples?: number;
  graphFor(samples: number): PredictionGraph;
  /** The first number that cannot be taken, if there is one. */
  faultIn(inputs: Tensor): InputFault | undefined;
}

/** A graph that predicts for so many samples. */
export interface PredictionGraph {
  readonly graph: Graph;
  /** samples × inputs */
  readonly input: Node;
  /** samples × outputs */
  readonly output: Node;
  /** The numbers of the states that the output needs. */
  readonly numbers: readonly (readonly [Node, Values])[];
}

/** @throws InputError where the layers do not fit */
export function predictable(trained: TrainedModel): Predictable {
  const { model, parameters, dtype, encoding } = trained;
  return {
    ...(encoding && { encoding }),
    answers: answerKindOf(trained),
    dtype,
    inputs: sizeOf(inputShape(model.network)),
    outputs: outputsOf(model.network, everyKind),
    faultIn: (inputs) => inputFault(model.network, inputs, everyKind),
    graphFor(samples) {
      const built = buildModel({ model, kinds: everyKind }, parameters, samples, dtype, "predict");
      const needed = new Set(coneOf([built.prediction]));
      const numbers = built.parameters.flatMap((node, i): [Node, Values][] =>
        needed.has(node) ? [[node, parameters[i].initial.values]] : [],
      );
      return { graph: built.graph, input: built.input, output: built.prediction, numbers };
    },
  };
}
