import { SAMPLE_COLUMNS } from "../data/frame.ts";
import type { ActivationName } from "../nn/activations.ts";
import { everyKind } from "../nn/every-kind.ts";
import { kindOf } from "../nn/layers/index.ts";
import { lossOf } from "../nn/losses.ts";
import { lastActivationIsLink } from "../nn/network.ts";
import { outputsOf } from "../nn/shapes.ts";
import type { TrainedModel } from "./trained-model.ts";

/** How outputs of a network are to be read. */
export type AnswerKind = ClassesKind | NumbersKind;

/** One of several classes. */
export interface ClassesKind {
  readonly kind: "classes";
  /** The column that is predicted. */
  readonly name: string;
  readonly classes: readonly string[];
  /** each: an output for each class, the largest of which says which. one: a single output for the second of two. */
  readonly outputs: "each" | "one";
  /** From where on a single output says the second class. */
  readonly threshold: number;
  /** Are the outputs probabilities? Else they are scores, of which more is more. */
  readonly areProbabilities: boolean;
}

/** Numbers, in the units of the column that is predicted: output · divisor + shift. */
export interface NumbersKind {
  readonly kind: "numbers";
  /** One for each output. */
  readonly names: readonly string[];
  readonly shift: readonly number[];
  readonly divisor: readonly number[];
}

export function answerKindOf({ model, encoding }: Pick<TrainedModel, "model" | "encoding">): AnswerKind {
  const outputs = outputsOf(model.network, everyKind);
  if (!encoding) return numbersKind(undefined, outputs);
  const { label } = encoding;
  if (label.kind === "number") {
    const { name, shift, divisor } = label;
    return { ...numbersKind(name === SAMPLE_COLUMNS.targets ? undefined : name, outputs), shift, divisor };
  }
  const last = lastActivation(model);
  const areProbabilities = last === "sigmoid" || last === "softmax";
  const { name, classes, outputs: form, no } = label;
  return { kind: "classes", name, classes, outputs: form, threshold: no === 0 ? 0.5 : 0, areProbabilities };
}

/** Outputs of which nothing is known but perhaps what classes they are of. */
export function scoresOf(classes: readonly string[], outputs: number): AnswerKind {
  if (classes.length !== outputs || outputs < 2) return numbersKind(undefined, outputs);
  return { kind: "classes", name: "class", classes, outputs: "each", threshold: 0, areProbabilities: false };
}

/** @param name of the column that is predicted; outputs without one are called out_o1, out_o2, … */
function numbersKind(name: string | undefined, outputs: number): NumbersKind {
  const each = Array.from({ length: outputs }, (_, i) => i + 1);
  return {
    kind: "numbers",
    names: each.map((i) => (name === undefined ? `out_o${i}` : outputs === 1 ? name : `${name}_${i}`)),
    shift: each.map(() => 0),
    divisor: each.map(() => 1),
  };
}

/** What the outputs have been through, the loss's own activation included. */
function lastActivation({ network, loss: spec }: TrainedModel["model"]): ActivationName | undefined {
  const last = network.layers[network.layers.length - 1];
  const loss = lossOf(spec);
  const own = kindOf(last).activation?.(last) ?? ("activate" in last ? last.activate : undefined);
  return lastActivationIsLink(own, loss) ? loss.link : own;
}

/** What a network says of one row. */
export type Answer = ClassAnswer | NumbersAnswer;

export interface ClassAnswer {
  readonly kind: "classes";
  readonly label: string;
  /** Probabilities or scores, one for each class; of a single output that is no probability, that output alone. */
  readonly scores: readonly number[];
}

export interface NumbersAnswer {
  readonly kind: "numbers";
  readonly values: readonly number[];
}

/** @param outputs of one row */
export function answerOf(kind: AnswerKind, outputs: ArrayLike<number>): Answer {
  const said = Array.from(outputs);
  if (kind.kind === "numbers") {
    return { kind: "numbers", values: said.map((value, i) => value * kind.divisor[i] + kind.shift[i]) };
  }
  if (kind.outputs === "one") {
    const [second] = said;
    const label = kind.classes[second >= kind.threshold ? 1 : 0];
    return { kind: "classes", label, scores: kind.areProbabilities ? [1 - second, second] : said };
  }
  let best = 0;
  for (const [i, score] of said.entries()) if (score > said[best]) best = i;
  return { kind: "classes", label: kind.classes[best], scores: said };
}

/** What the numbers of an answer are called, one for each: `p_setosa`, of scores `score_setosa`. */
export function scoreNames({ classes, areProbabilities, outputs }: ClassesKind): string[] {
  if (areProbabilities) return classes.map((name) => `p_${name}`);
  return outputs === "one" ? [`score_${classes[1]}`] : classes.map((name) => `score_${name}`);
}
