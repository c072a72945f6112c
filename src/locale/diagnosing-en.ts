import type { DiagnosingWords } from "./diagnosing.ts";

const listed = (names: readonly string[], count: number): string => {
  if (count > names.length) return `${names.join(", ")} and ${count - names.length} more`;
  return names.length < 2
    ? names.join("")
    : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
};
const are = (count: number): string => (count === 1 ? "is" : "are");

export const diagnosingEn: DiagnosingWords = {
  warning: "warning",
  headings: {
    "not-finite": "A number is no longer finite",
    "loss-rising": "The loss rises",
    "loss-oscillating": "The loss goes up and down",
    "loss-not-falling": "The loss does not fall",
    "rate-too-high": "The learning rate is far too high",
    "rate-too-low": "The learning rate is far too low",
    "gradients-vanishing": "Gradients vanish",
    "gradients-exploding": "Gradients explode",
    "dead-units": "Dead units",
    "saturated-units": "Saturated units",
    "constant-feature": "A constant feature",
    "unscaled-features": "Features that are not scaled",
    "targets-out-of-reach": "Targets out of reach",
    "classes-unbalanced": "Classes out of balance",
    "over-fitting": "Over-fitting",
  },
  findings: {
    "not-finite": ({ layer, by, about, measured }) =>
      about.length === 0
        ? "the loss is no longer finite"
        : `${about[0]} became ${measured} in ${layer || "the input"} (${by}), the first number to do so`,
    "loss-rising": ({ measured }) => `the loss is ${measured} times what it was at the start`,
    "loss-oscillating": ({ measured }) =>
      `the loss goes up and down: a step raises it by ${measured} of all it has fallen, on average; the learning rate is too high`,
    "loss-not-falling": ({ measured, threshold }) =>
      `the loss has fallen by ${measured} of what it was at the start, less than ${threshold}`,
    "rate-too-high": ({ measured, threshold }) =>
      `the learning rate is far too high: a step moves the weights by ${measured} of their size, where 0.001 is usual and ${threshold} too much`,
    "rate-too-low": ({ measured, threshold }) =>
      `the learning rate is far too low: a step moves the weights by ${measured} of their size, where 0.001 is usual and ${threshold} too little for this training`,
    "gradients-vanishing": ({ layer, about, measured, count }) =>
      `the gradients vanish: those of ${layer} are ${measured} times those of ${about[0]}, over ${count} layers`,
    "gradients-exploding": ({ layer, about, measured, count }) =>
      `the gradients explode: those of ${layer} are ${measured} times those of ${about[0]}, over ${count} layers`,
    "dead-units": ({ layer, by, about, count, among }) =>
      `${layer}: ${count} of ${among} ${by} units ${are(count)} dead, 0 for every sample, with no slope left to learn by: ${listed(about, count)}`,
    "saturated-units": ({ layer, by, about, count, among }) =>
      `${layer}: ${count} of ${among} ${by} units ${are(count)} saturated for every sample, with hardly a slope to learn by: ${listed(about, count)}`,
    "constant-feature": ({ about, count, measured }) =>
      count === 1
        ? `feature ${about[0]} is ${measured} in every sample, so nothing can be learnt from it`
        : `features ${listed(about, count)} are the same in every sample (${about[0]}: ${measured}), so nothing can be learnt from them`,
    "unscaled-features": ({ about, measured }) =>
      about.length === 0
        ? `the inputs are not scaled: their size is ${measured}, where weights are drawn for about 1`
        : `features differ in scale: ${about[0]} is up to ${measured} times as large as ${about[1]}, and so are the gradients of its weights`,
    "targets-out-of-reach": ({ by, about, count, among, measured, threshold }) =>
      `${about[0]} is ${measured}, but ${by} goes no further than ${threshold}; so it is with ${count} of ${among} targets`,
    "classes-unbalanced": ({ about, count, among }) =>
      `class ${about[0]} has ${count} of ${among} samples: whoever never says it is hardly ever wrong`,
    "over-fitting": ({ about, measured }) =>
      `the validation loss is ${measured} times what it was after epoch ${about[0]}, while the training loss falls`,
  },
  advice: {
    "lower-rate": "a learning rate a third to a tenth as large",
    "raise-rate": "a learning rate ten times as large",
    "clip-gradients": "clip: { norm: 1 } in the optimizer",
    "other-optimizer": "adam, which finds a rate for each weight",
    "scale-inputs": "data scaled with scale: standard",
    "check-data": "looking at where these numbers come from",
    "check-targets": "looking at whether targets belong to their inputs",
    "drop-feature": "leaving the feature out",
    relu: "relu in the hidden layers",
    "leaky-relu": "leaky-relu, which passes something on below 0",
    initializer: "another initializer: he-normal for relu, glorot-uniform for tanh and sigmoid",
    "normalize-layers": "normalising between the layers",
    "fewer-layers": "fewer layers",
    "more-units": "more units or layers",
    "linear-output": "linear as the last activation",
    "scale-targets": "targets scaled to what the last activation can put out",
    "class-weights": "classWeights in the loss",
    "other-metric": "f1 or a confusion matrix beside the accuracy",
    "early-stopping": "earlyStopping: { patience: 10 } in the training",
    regularize: "l2 in the regularization, or fewer units",
    "more-data": "more samples",
  },
  tries: (advice) => `try ${advice.join("; or ")}`,
  afterStep: (step) => `after ${step} ${step === "1" ? "step" : "steps"}`,
  summary: (findings, steps, epochs) =>
    `${findings} ${findings === 1 ? "finding" : "findings"} in ${steps} steps (${epochs} epochs)`,
  healthy: (steps, epochs) => `Nothing is off in ${steps} steps (${epochs} epochs).`,
  shown: (part, samples) =>
    `worked for ${part === "validation" ? "validation " : ""}${samples.length === 1 ? "sample" : "samples"} ${listed(samples.map(String), samples.length)}${part === "batch" ? " of the next batch" : ""}${samples.length > 1 ? `, here called 1 to ${samples.length}` : ""}:`,
  tooLarge: "the network is too large for a derivation of this to be written out",
};
