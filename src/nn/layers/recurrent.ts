import type { Node } from "../../graph/node.ts";
import { InputError } from "../../tensor/error.ts";
import type { Random } from "../../tensor/random.ts";
import { formatShape, type Shape } from "../../tensor/shape.ts";
import { filled, type Nested, type Tensor } from "../../tensor/tensor.ts";
import { sliceOf, stacked, takenAt } from "./assemble.ts";
import { givenNumbers } from "./given.ts";
import type { LayerContext, LayerKind, LayerParameter } from "./kind.ts";
import { linear } from "./linear.ts";

/** What all recurrent layers are told, over time × features. */
export interface RecurrentSettings {
  /** Puts out time × units rather than the units of the last step. Default: false. */
  readonly returnSequences?: boolean;
  /** Gates · units rows, gate after gate, one column per feature, or per unit for the hidden ones. */
  readonly weights?: { readonly input?: Nested; readonly hidden?: Nested };
  /** Two, of what comes in and of what is carried on, as PyTorch has them; false: none. */
  readonly bias?: boolean | { readonly input?: readonly number[]; readonly hidden?: readonly number[] };
  /** false freezes all of its parameters. */
  readonly trainable?: boolean;
}

/** What is carried from one step to the next; undefined before the first, where it is 0. */
type Carried = Readonly<Record<string, Node>> | undefined;

/** One step in time of a kind of recurrent layer. */
export interface Cell<Spec> {
  readonly name: string;
  /** One letter each, in the order of their rows. */
  readonly gates: readonly string[];
  units(spec: Spec): number;
  /**
   * @param input the gates' share of what comes in, samples × gates · units, its bias included
   * @param hidden the same of what is carried on; undefined where that is 0 and there is no bias
   * @returns what is carried on; `out` is what the layer puts out
   */
  step(
    spec: Spec,
    input: Node,
    hidden: Node | undefined,
    carried: Carried,
    context: StepContext,
  ): Readonly<Record<"out", Node>> & Readonly<Record<string, Node>>;
}

/** What a step builds its graph with. */
export interface StepContext extends Pick<LayerContext, "graph" | "ops" | "activate"> {
  /** Calls a node of this step. */
  name(node: Node, word: string): Node;
  /** The part of a gate, counted from 0. */
  gate(all: Node, gate: number): Node;
}

/**
 * A layer that goes through time step by step with the same weights. What comes in is multiplied for all steps at once; what is
 * carried on, step by step. A weight's gradient is a sum over the steps.
 */
export function recurrent<Spec extends RecurrentSettings>(cell: Cell<Spec>): LayerKind<Spec> {
  const rowsOf = (spec: Spec) => cell.gates.length * cell.units(spec);
  return {
    name: cell.name,

    shape(spec, input) {
      if (input.length !== 2) {
        const hint = input.length === 1 ? `; put reshape before it, as [${input[0]}, 1]` : "";
        throw new InputError(`expected time × features, found ${formatShape(input)}${hint}`);
      }
      const units = cell.units(spec);
      return spec.returnSequences ? [input[0], units] : [units];
    },

    parameters(spec, [, features], layer) {
      const [rows, units] = [rowsOf(spec), cell.units(spec)];
      const { weights, bias = true, trainable = true } = spec;
      const given = typeof bias === "boolean" ? {} : bias;
      const order = cell.gates.length > 1 ? ` (gates ${cell.gates.join(", ")}, one after the other)` : "";
      const initial = (name: string, shape: Shape, nested: Nested | undefined) => {
        const found = givenNumbers(`${name} of layer ${layer + 1}`, nested, shape, order);
        return (random: Random) => found ?? uniform(shape, 1 / Math.sqrt(units), random);
      };
      const parameter = (
        kind: "weight" | "bias",
        of: "input" | "hidden",
        shape: Shape,
        nested: Nested | undefined,
      ): LayerParameter => {
        const name = of + (kind === "weight" ? "Weight" : "Bias");
        return { name, kind, shape, trainable, initial: initial(name, shape, nested) };
      };
      return [
        parameter("weight", "input", [rows, features], weights?.input),
        parameter("weight", "hidden", [rows, units], weights?.hidden),
        ...(bias === false
          ? []
          : [
              parameter("bias", "input", [rows], given.input),
              parameter("bias", "hidden", [rows], given.hidden),
            ]),
      ];
    },

    build(spec, x, context) {
      const { graph, ops, activate } = context;
      const [samples, time, features] = x.shape;
      const [rows, units] = [rowsOf(spec), cell.units(spec)];
      const [inputWeight, hiddenWeight] = ["inputWeight", "hiddenWeight"].map(context.parameter);
      if (!inputWeight || !hiddenWeight) throw new Error(`${cell.name}: no weights`);
      const flat = ops.reshape(x, [samples * time, features]);
      const biased = linear(ops, flat, inputWeight, context.parameter("inputBias"));
      const inputs = ops.reshape(biased, [samples, time, rows]);
      const outs: Node[] = [];
      let carried: Carried;
      for (let step = 0; step < time; step++) {
        const hidden = hiddenShare(context, carried?.out, hiddenWeight, samples);
        carried = cell.step(spec, takenAt(ops, inputs, 1, step), hidden, carried, {
          graph,
          ops,
          activate,
          name: (node, word) => context.name(node, word, { step: step + 1 }),
          gate: (gates, gate) => sliceOf(ops, gates, 1, gate * units, units),
        });
        outs.push(carried.out);
      }
      return spec.returnSequences ? stacked(ops, outs, 1) : outs[time - 1];
    },

    namesOutputs: true,
  };
}

/** h·Wᵀ + b; of the first step, whose h is 0, the bias alone. */
function hiddenShare(
  context: LayerContext,
  h: Node | undefined,
  weight: Node,
  samples: number,
): Node | undefined {
  const bias = context.parameter("hiddenBias");
  if (h) return linear(context.ops, h, weight, bias);
  return bias && context.ops.broadcast(bias, [samples, weight.shape[0]], [1]);
}

/** The share of what comes in and that of what is carried on, added up. */
export function net({ ops }: StepContext, input: Node, hidden: Node | undefined): Node {
  return hidden ? ops.apply("add", input, hidden) : input;
}

/** Uniform between ±`reach`: of 1/√units, as PyTorch draws all parameters of its recurrent layers. */
function uniform(shape: Shape, reach: number, random: Random): Tensor {
  return filled(shape, () => reach * (2 * random.uniform() - 1));
}
