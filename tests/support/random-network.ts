import fc from "fast-check";
import { type ActivationName, activations } from "../../src/nn/activations.ts";
import type { InitializerSpec } from "../../src/nn/initializers.ts";
import { type LossName, losses } from "../../src/nn/losses.ts";
import type { OptimizerName, OptimizerSpec } from "../../src/nn/optimizers.ts";
import type { Samples } from "../../src/nn/samples.ts";
import type { BiasSpec, DenseSpec, ModelSpec, Reduction } from "../../src/nn/spec.ts";
import { type Random, randomStream } from "../../src/tensor/random.ts";
import { tensor } from "../../src/tensor/tensor.ts";

/** A network to be trained, its batch, and how often it has been trained on it already. */
export interface RandomCase {
  readonly model: ModelSpec;
  readonly optimizer: OptimizerSpec;
  readonly batch: Samples;
  readonly seed: number;
  readonly stepsBefore: number;
  readonly biases: readonly BiasForm[];
}

export const biasForms = [
  "absent",
  "default",
  "one number",
  "per neuron",
  "frozen",
  "shared",
  "shared, frozen",
] as const;
type BiasForm = (typeof biasForms)[number];

export const activationNames = Object.keys(activations) as ActivationName[];
export const lossNames = Object.keys(losses) as LossName[];
export const reductions: readonly Reduction[] = ["mean", "sum"];

/** With settings of its own for each, none of them the default. */
export const optimizers: Readonly<Record<OptimizerName, OptimizerSpec>> = {
  sgd: { name: "sgd", learningRate: 0.1 },
  momentum: { name: "momentum", learningRate: 0.03, momentum: 0.8 },
  nesterov: { name: "nesterov", learningRate: 0.03, momentum: 0.7 },
  adam: { name: "adam", learningRate: 0.01, beta1: 0.8, beta2: 0.95, epsilon: 1e-6 },
  adamw: { name: "adamw", learningRate: 0.01, beta1: 0.85, beta2: 0.97, epsilon: 1e-6, weightDecay: 0.05 },
  rmsprop: { name: "rmsprop", learningRate: 0.005, decay: 0.9, epsilon: 1e-6 },
  adagrad: { name: "adagrad", learningRate: 0.02, epsilon: 1e-6 },
  adamax: { name: "adamax", learningRate: 0.01, beta1: 0.8, beta2: 0.95, epsilon: 1e-6 },
  nadam: { name: "nadam", learningRate: 0.01, beta1: 0.8, beta2: 0.95, epsilon: 1e-6, momentumDecay: 0.01 },
  adadelta: { name: "adadelta", learningRate: 0.5, decay: 0.8, epsilon: 1e-4 },
  lion: { name: "lion", learningRate: 0.01, beta1: 0.8, beta2: 0.9, weightDecay: 0.05 },
};

const initializers: readonly InitializerSpec[] = [
  "glorot-uniform",
  "he-normal",
  "lecun-uniform",
  { name: "normal", deviation: 0.8 },
];

/** Structure is drawn, and shrunk, by fast-check; the numbers come from a stream of the seed. */
export const randomCase: fc.Arbitrary<RandomCase> = fc
  .constantFrom(...lossNames)
  .chain((loss) =>
    fc.record({
      loss: fc.constant(loss),
      inputs: fc.integer({ min: 1, max: 8 }),
      hidden: fc.array(layerOf(activationNames, 1), { maxLength: 3, size: "max" }),
      last: layerOf(lastActivations(loss), smallestOutput(loss)),
      samples: fc.integer({ min: 1, max: 5 }),
      reduction: fc.constantFrom(...reductions),
      optimizer: fc.constantFrom(...Object.values(optimizers)),
      stepsBefore: fc.nat(2),
      seed: fc.nat(1_000_000),
    }),
  )
  .map(({ inputs, hidden, last, loss, reduction, samples, ...rest }) => {
    const random = randomStream(rest.seed, 1000);
    const drafts = [...hidden, last];
    const layers = drafts.map((draft) => denseOf(draft, random));
    return {
      model: { network: { inputs, layers }, loss, reduction },
      batch: batchFor(loss, samples, inputs, last.dense, random),
      biases: drafts.map(({ bias }) => bias),
      ...rest,
    };
  });

interface LayerDraft {
  readonly dense: number;
  readonly activation: ActivationName | undefined;
  readonly bias: BiasForm;
  readonly initializer: InitializerSpec;
  readonly trainable: boolean;
}

function layerOf(names: readonly (ActivationName | undefined)[], smallest: number): fc.Arbitrary<LayerDraft> {
  return fc.record({
    dense: fc.integer({ min: smallest, max: 8 }),
    activation: fc.constantFrom(...names),
    bias: fc.constantFrom(...biasForms),
    initializer: fc.constantFrom(...initializers),
    trainable: fc.constantFrom(true, true, true, false),
  });
}

/** What the last layer may do so that its outputs are what the loss takes. */
function lastActivations(loss: LossName): readonly (ActivationName | undefined)[] {
  const { outputs } = losses[loss];
  if (outputs) return outputs === "positive" ? ["softplus", "sigmoid", "softmax"] : ["sigmoid", "softmax"];
  return losses[loss].link ? [undefined, ...activationNames] : activationNames;
}

/** A softmax over one neuron is always 1, and the binary cross-entropy of 1 is infinite. */
function smallestOutput(loss: LossName): number {
  return loss === "binary-cross-entropy" ? 2 : 1;
}

function denseOf({ dense, activation, bias, initializer, trainable }: LayerDraft, random: Random): DenseSpec {
  return {
    dense,
    initializer,
    trainable,
    ...(activation !== undefined && { activation }),
    ...(bias !== "default" && { bias: biasOf(bias, dense, random) }),
  };
}

function biasOf(form: Exclude<BiasForm, "default">, dense: number, random: Random): BiasSpec {
  const number = () => 2 * random.uniform() - 1;
  switch (form) {
    case "absent":
      return false;
    case "one number":
      return number();
    case "per neuron":
      return Array.from({ length: dense }, number);
    case "frozen":
      return { values: Array.from({ length: dense }, number), trainable: false };
    case "shared":
      return { shared: number() };
    case "shared, frozen":
      return { shared: number(), trainable: false };
  }
}

function batchFor(loss: LossName, samples: number, inputs: number, outputs: number, random: Random): Samples {
  const draw = (count: number) => Array.from({ length: count }, () => random.normal());
  const targets = Array.from({ length: samples }, () => targetRow(loss, outputs, random));
  return {
    inputs: tensor([samples, inputs], draw(samples * inputs)),
    targets: tensor([samples, outputs], targets.flat()),
  };
}

/** The targets of one sample, of the kind that the loss takes. */
export function targetRow(loss: LossName, outputs: number, random: Random): number[] {
  const row = (draw: () => number) => Array.from({ length: outputs }, draw);
  switch (losses[loss].targets) {
    case "any":
      return row(random.normal);
    case "not negative":
      return row(() => Math.floor(5 * random.uniform()));
    case "signs":
      return row(() => (random.uniform() < 0.5 ? -1 : 1));
    case "probabilities":
      return row(random.uniform);
    case "distribution": {
      // whose margin is that of one class
      if (loss === "categorical-hinge") {
        const right = Math.floor(outputs * random.uniform());
        return Array.from({ length: outputs }, (_, j) => (j === right ? 1 : 0));
      }
      const shares = row(random.uniform);
      const whole = shares.reduce((sum, share) => sum + share, 0);
      return shares.map((share) => share / whole);
    }
  }
}
