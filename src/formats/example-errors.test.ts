import { expect, test } from "vitest";
import { errorLine as lineOf } from "../../tests/support/error-line.ts";
import { parseExample } from "./example.ts";

/** The line that is printed for a text; what is not an InputError is thrown on. */
function errorLine(text: string): string {
  return lineOf(() => parseExample(text, "net.yaml"));
}

const good = `backstep: 1
network:
  inputs: 2
  layers:
    - dense: 3
      activation: sigmoid
    - dense: 3
      activation: sigmoid
      weights: [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
      bias: { shared: 0.35 }
loss: half-squared-error
optimizer: { name: sgd, learningRate: 0.5 }
data: { inputs: [[0, 1]], targets: [[1, 0, 0]] }
training: { epochs: 10 }
`;

const allActivations = "sigmoid, tanh, relu, leaky-relu, softplus, gelu, silu, linear, softmax";
const allLosses = [
  "half-squared-error, squared-error, mean-squared-error, binary-cross-entropy, binary-cross-entropy-with-logits",
  "softmax-cross-entropy, absolute-error, mean-absolute-error, mean-absolute-percentage-error",
  "mean-squared-logarithmic-error, huber, log-cosh, poisson, hinge, squared-hinge, categorical-hinge, kl-divergence",
  "cosine-similarity",
].join(", ");
const aLoss = `${allLosses}, or a mapping (name, delta, labelSmoothing, classWeights)`;
const allKeys =
  "backstep, title, network, loss, reduction, regularization, optimizer, data, training, names, conventions";
const biasKinds = "a number, a list of numbers, false, or a mapping (shared, values, trainable)";
const fromZero = "a number not below 0 but below 1";

test("the text that the others change is right", () => {
  expect(errorLine(good)).toBe("no error");
});

/** What is replaced in the good text, by what, and the line that follows `net.yaml:`. */
const edits: readonly [string, string, string][] = [
  // words
  [
    "sigmoid\n    -",
    "sigmod\n    -",
    '6:19  unknown activation "sigmod": expected sigmoid, tanh, relu, …   did you mean "sigmoid"?',
  ],
  ["sigmoid\n    -", "swish\n    -", `6:19  unknown activation "swish": expected ${allActivations}`],
  ["sigmoid\n    -", "3\n    -", `6:19  activation: expected ${allActivations}, found 3`],
  ["sigmoid\n    -", "{ a: 1 }\n    -", `6:19  activation: expected ${allActivations}, found a mapping`],
  ["sigmoid\n    -", "\n    -", `6:19  activation: expected ${allActivations}, found nothing`],
  ["half-squared-error", "mse", `11:7  unknown loss "mse": expected ${allLosses}`],
  [
    "half-squared-error",
    "{ name: hubr }",
    `11:15  unknown loss "hubr": expected half-squared-error, squared-error, mean-squared-error, …   did you mean "huber"?`,
  ],
  ["half-squared-error", "{ name: huber, delta: 0 }", "11:29  delta: expected a number above 0, found 0"],
  ["half-squared-error", "{ name: hinge, delta: 2 }", "11:29  delta: expected the loss huber, found hinge"],
  [
    "half-squared-error",
    "{ name: huber, labelSmoothing: 0.1 }",
    "11:38  labelSmoothing: expected a loss whose targets are classes, found huber with 3 outputs",
  ],
  [
    "half-squared-error",
    "{ name: softmax-cross-entropy, classWeights: [1, 2] }",
    "11:52  classWeights: expected 3 numbers (one per class), found 2",
  ],
  [
    "sigmoid\n      weights: [[1, 2, 3], [4, 5, 6], [7, 8, 9]]\n      bias: { shared: 0.35 }\nloss: half-squared-error",
    "tanh\nloss: poisson",
    "9:7  poisson takes positive numbers: expected softplus, sigmoid, softmax or relu as the last activation, found tanh",
  ],
  ["half-squared-error", "hinge", "13:41  targets: expected -1 or 1 (hinge), found 0"],
  ["half-squared-error", "[1]", `11:7  loss: expected ${aLoss}, found a list of 1`],
  [
    "loss:",
    "reduction: men\nloss:",
    '11:12  unknown reduction "men": expected mean, sum   did you mean "mean"?',
  ],
  [
    "sgd",
    "adm",
    '12:20  unknown optimizer "adm": expected sgd, momentum, nesterov, …   did you mean "adam"?',
  ],
  [
    "name: sgd",
    "name: sgd, schedule: { name: cosin, over: 3 }",
    '12:43  unknown schedule "cosin": expected constant, step, milestones, …   did you mean "cosine"?',
  ],
  [
    "name: sgd",
    "name: sgd, schedule: { name: cosine, per: epoch }",
    '12:35  missing key "over" in schedule: expected a number above 0, found none',
  ],
  [
    "name: sgd",
    "name: sgd, schedule: { name: step, every: 2, per: week }",
    '12:64  unknown per "week": expected epoch',
  ],
  ["name: sgd", "name: sgd, clip: 3", "12:31  clip: expected a mapping (value, or norm), found 3"],
  ["name: sgd", "name: sgd, clip: { norm: 0 }", "12:39  norm: expected a number above 0, found 0"],
  [
    "epochs: 10",
    "metrics: [acuracy]",
    '14:23  unknown metric "acuracy": expected accuracy, top-2, top-3, …   did you mean "accuracy"?',
  ],
  [
    "dense: 3\n      a",
    "dense: 3\n      initializer: he-unifrom\n      a",
    '6:20  unknown initializer "he-unifrom": expected zeros, constant, uniform, …   did you mean "he-uniform"?',
  ],
  [
    "dense: 3\n      a",
    "dense: 3\n      initializer: { name: constnat }\n      a",
    '6:28  unknown initializer "constnat": expected zeros, glorot-uniform, glorot-normal, …   did you mean "constant"?',
  ],

  // keys
  [
    "      activation",
    "      activaton",
    '6:7  unknown key "activaton" in layer 1: expected dense, activation, weights, …   did you mean "activation"?',
  ],
  [
    "network:",
    "netwrok:",
    '2:1  unknown key "netwrok": expected backstep, title, network, …   did you mean "network"?',
  ],
  [
    "learningRate",
    "learnRate",
    '12:25  unknown key "learnRate" in optimizer: expected name, learningRate, state, …   did you mean "learningRate"?',
  ],
  [
    "name: sgd",
    "name: sgd, momentum: 1",
    '12:25  unknown key "momentum" in optimizer: expected name, learningRate, state, schedule, clip, accumulate',
  ],
  [
    "shared: 0.35",
    "shraed: 1",
    '10:15  unknown key "shraed" in bias: expected shared, values, trainable   did you mean "shared"?',
  ],
  [
    "targets",
    "targts",
    '13:27  unknown key "targts" in data: expected inputs, targets   did you mean "targets"?',
  ],
  ["backstep: 1", "__proto__: { a: 1 }\nbackstep: 1", `1:1  unknown key "__proto__": expected ${allKeys}`],
  ["backstep: 1", "constructor: 1\nbackstep: 1", `1:1  unknown key "constructor": expected ${allKeys}`],
  ["backstep: 1", "1: 1\nbackstep: 1", `1:1  unknown key "1": expected ${allKeys}`],
  ["backstep: 1", "? [a]\n: b\nbackstep: 1", "1:3  expected a name as key, found a list of 1"],
  ["backstep: 1", "? \n: b\nbackstep: 1", "1:3  expected a name as key, found nothing"],
  ["training:", "loss: half-squared-error\ntraining:", '14:1  expected each key once, found "loss" again'],
  ["loss: half-squared-error\n", "", `1:1  missing key "loss": expected ${aLoss}, found none`],
  [
    "name: sgd, ",
    "",
    '12:12  missing key "name" in optimizer: expected sgd, momentum, nesterov, adam, adamw, rmsprop, adagrad, adamax, nadam, adadelta, lion, found none',
  ],
  [
    ", learningRate: 0.5",
    "",
    '12:12  missing key "learningRate" in optimizer: expected a number above 0, found none',
  ],
  [
    "dense: 3\n      a",
    "a",
    '5:7  missing key "dense" in layer 1: expected a whole number from 1 to 1000000, found none',
  ],
  [
    ", targets: [[1, 0, 0]]",
    "",
    '13:7  missing key "targets" in data: expected a list of rows of numbers, found none',
  ],
  ["backstep: 1\n", "", '1:1  missing key "backstep": expected 1 (the version of this format), found none'],
  ["backstep: 1", "backstep: 2", "1:11  backstep: expected 1 (the version of this format), found 2"],
  [
    "backstep: 1",
    "title: { fr: Oui }\nbackstep: 1",
    '1:10  unknown key "fr" in title: expected en, zh-Hant, zh-Hans   did you mean "en"?',
  ],

  // kinds
  ["[[0, 1]]", '[["0.5", 1]]', '13:19  inputs: expected a number, found "0.5"'],
  ["[[0, 1]]", "[[0, n/a]]", '13:22  inputs: expected a number, found "n/a"'],
  ["[[0, 1]]", "[[0, 1_0]]", '13:22  inputs: expected a number, found "1_0"'],
  ["[[0, 1]]", "[[0, true]]", "13:22  inputs: expected a number, found true"],
  ["[[0, 1]]", "[[0, ]]", "13:18  row 1 of inputs: expected 2 numbers (2 inputs), found 1"],
  ["[[0, 1]]", "[[0, .nan]]", "13:22  inputs: expected a number, found .nan"],
  ["[[0, 1]]", "[[0, -.inf]]", "13:22  inputs: expected a number, found -.inf"],
  ["[[0, 1]]", "[[0, 1e999]]", "13:22  inputs: expected a number, found 1e999"],
  ["[[0, 1]]", "[0, 1]", "13:18  inputs: expected a list of numbers, found 0"],
  ["[[0, 1]]", "0", "13:17  inputs: expected a list of rows of numbers, found 0"],
  ["[[0, 1]]", "[]", "13:17  inputs: expected at least one sample, found an empty list"],
  ["[[1, 2, 3]", "[[1, .inf, 3]", "9:21  weights: expected a number, found .inf"],
  ["{ shared: 0.35 }", "true", `10:13  bias: expected ${biasKinds}, found true`],
  ["{ shared: 0.35 }", '"0.35"', `10:13  bias: expected ${biasKinds}, found "0.35"`],
  ["{ shared: 0.35 }", "[1, x, 3]", '10:17  bias: expected a number, found "x"'],
  ["shared: 0.35", "shared: no", '10:23  shared: expected a number, found "no"'],
  [
    "shared: 0.35",
    "shared: 1, values: 2",
    "10:34  values: expected either shared or values, not both, found 2",
  ],
  ["shared: 0.35", "shared: 1, trainable: no", '10:37  trainable: expected true or false, found "no"'],
  [
    "{ name: sgd, learningRate: 0.5 }",
    "sgd",
    '12:12  optimizer: expected a mapping (name, learningRate, …), found "sgd"',
  ],
  [
    "{ epochs: 10 }",
    "[10]",
    "14:11  training: expected a mapping (epochs, batchSize, seed, shuffle, validation, earlyStopping, metrics), found a list of 1",
  ],
  [
    "backstep: 1",
    "title: 3\nbackstep: 1",
    "1:8  title: expected a text or a mapping (en, zh-Hant, zh-Hans), found 3",
  ],

  // ranges
  [
    "dense: 3\n      a",
    "dense: 0\n      a",
    "5:14  dense: expected a whole number from 1 to 1000000, found 0",
  ],
  [
    "dense: 3\n      a",
    "dense: 1.5\n      a",
    "5:14  dense: expected a whole number from 1 to 1000000, found 1.5",
  ],
  ["inputs: 2", "inputs: 1e99", "3:11  inputs: expected a whole number from 1 to 1000000, found 1e99"],
  ["learningRate: 0.5", "learningRate: 0", "12:39  learningRate: expected a number above 0, found 0"],
  ["sgd", "momentum, momentum: 1", `12:40  momentum: expected ${fromZero}, found 1`],
  ["sgd", "adam, beta2: -0.1", `12:33  beta2: expected ${fromZero}, found -0.1`],
  ["sgd", "adam, epsilon: -1", "12:35  epsilon: expected a number not below 0, found -1"],
  ["epochs: 10", "epochs: -1", "14:21  epochs: expected a whole number from 0 to 1000000000, found -1"],
  ["epochs: 10", "epochs: 1e10", "14:21  epochs: expected a whole number from 0 to 1000000000, found 1e10"],
  ["epochs: 10", "batchSize: 0", "14:24  batchSize: expected a whole number from 1 to 1000000000, found 0"],
  [
    "epochs: 10",
    "seed: 9007199254740993",
    "14:19  seed: expected a whole number from 0 to 9007199254740991, found 9007199254740993",
  ],

  // shapes
  [
    "[[1, 2, 3], [4, 5, 6], [7, 8, 9]]",
    "[[1, 2, 3], [4, 5, 6]]",
    "9:16  weights of layer 2: expected 3 rows of 3 (3 neurons, 3 inputs), found 2 rows of 3",
  ],
  [
    "[4, 5, 6]",
    "[4, 5]",
    "9:16  weights of layer 2: expected 3 rows of 3 (3 neurons, 3 inputs), found rows of 3, 2, 3",
  ],
  ["{ shared: 0.35 }", "[1, 2]", "10:13  bias of layer 2: expected 3 numbers (one per neuron), found 2"],
  ["shared: 0.35", "values: [1]", "10:23  bias of layer 2: expected 3 numbers (one per neuron), found 1"],
  ["[[0, 1]]", "[[0, 1, 2]]", "13:18  row 1 of inputs: expected 2 numbers (2 inputs), found 3"],
  ["[[1, 0, 0]]", "[[1, 0]]", "13:37  row 1 of targets: expected 3 numbers (3 outputs), found 2"],
  ["[[0, 1]]", "[[0, 1], [2, 3]]", "13:44  targets: expected 2 rows (one per sample of inputs), found 1"],
  [
    "dense: 3\n      a",
    "dense: 3\n      initializer: { name: uniform, low: 2, high: 1 }\n      a",
    "6:20  initializer: expected low not above high, found 2 and 1",
  ],
];

test.each(edits)("%j → %j", (from, to, expected) => {
  const text = good.replace(from, () => to);
  expect(text).not.toBe(good);
  expect(errorLine(text)).toBe(`net.yaml:${expected}`);
});

test("asks whether transposed weights are transposed", () => {
  const text = good.replace("[[1, 2, 3], [4, 5, 6], [7, 8, 9]]", "[[1, 2], [3, 4], [5, 6]]");
  expect(
    errorLine(text.replaceAll("dense: 3\n      activation: sigmoid\n      w", "dense: 2\n      w")),
  ).toBe(
    "net.yaml:8:16  weights of layer 2: expected 2 rows of 3 (2 neurons, 3 inputs), found 3 rows of 2   is it transposed?",
  );
});
