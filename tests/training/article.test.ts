import { describe, test } from "vitest";
import type { Executed } from "../../src/autodiff/executed.ts";
import type { BiasSpec, ModelSpec } from "../../src/nn/spec.ts";
import type { Session } from "../../src/train/session.ts";
import { numberOf } from "../support/execute.ts";
import { type PyTorch, readPyTorch } from "../support/fixtures.ts";
import { expectAllClose, expectClose, flat } from "../support/numbers.ts";
import { expectGradients, samplesOf, sessionOf, wantedOf } from "../support/sessions.ts";

const SAME = { relative: 1e-12, absolute: 1e-15 };

/** The figures written here are held to this. */
const FIGURE = { relative: 1e-12 };

/** The article's network, cross-checked with PyTorch; the article itself prints rounded figures. */
const figures = {
  forward: {
    net_h1: 0.3775,
    net_h2: 0.3925,
    out_h1: 0.5932699921071872,
    out_h2: 0.596884378259767,
    out_o1: 0.7513650695523157,
    out_o2: 0.7729284653214625,
    E: 0.2983711087600027,
  },
  gradients: {
    w1: 0.0004385677344743467,
    w2: 0.0008771354689486934,
    w3: 0.0004977127352608599,
    w4: 0.0009954254705217198,
    w5: 0.08216704056423077,
    w6: 0.08266762784753325,
    w7: -0.022602540477475067,
    w8: -0.02274024221597822,
  },
  updated: {
    "w1⁺": 0.1497807161327628,
    "w2⁺": 0.19956143226552567,
    "w3⁺": 0.24975114363236958,
    "w4⁺": 0.29950228726473915,
    "w5⁺": 0.35891647971788465,
    "w6⁺": 0.4086661860762334,
    "w7⁺": 0.5113012702387375,
    "w8⁺": 0.5613701211079891,
  },
};

type Variant = keyof PyTorch["article"]["variants"];

/** What training the article's network leads to, by the kind of its biases. */
interface Trained {
  readonly variant: Variant;
  readonly gradients: Readonly<Record<string, number>>;
  readonly after: readonly {
    readonly steps: number;
    readonly loss: number;
    readonly outputs?: readonly number[];
  }[];
}

const trained: readonly Trained[] = [
  {
    variant: "frozen",
    gradients: {},
    after: [
      { steps: 1, loss: 0.29102777369359933 },
      {
        steps: 10_000,
        loss: 3.510187782978851e-5,
        outputs: [0.015913620443550665, 0.9840642735146238],
      },
    ],
  },
  {
    variant: "shared",
    gradients: { b1: 0.01872560939470413, b2: 0.10040032511200073 },
    after: [{ steps: 10_000, loss: 4.355321066163729e-6 }],
  },
  {
    variant: "perNeuron",
    gradients: {
      b1: 0.008771354689486933,
      b2: 0.009954254705217198,
      b3: 0.13849856162855695,
      b4: -0.03809823651655623,
    },
    after: [{ steps: 10_000, loss: 2.4475622359322627e-6 }],
  },
];

const { inputs, targets, learningRate, activation, layers, loss, variants } = readPyTorch().article;
const samples = samplesOf({ inputs, targets });
const biases: Readonly<Record<Variant, (bias: number) => BiasSpec>> = {
  frozen: (shared) => ({ shared, trainable: false }),
  shared: (shared) => ({ shared }),
  perNeuron: (bias) => bias,
};
describe.each(["frozen", "shared", "perNeuron"] as const)("the article's network, biases %s", (variant) => {
  const expected = variants[variant];

  test("gradients, and parameters after one step", () => {
    const session = start(variant);
    expectGradients(session, session.look(samples), expected.gradients, SAME);
    session.step(samples);
    for (const parameter of session.parameters) {
      const wanted = wantedOf(parameter, expected.after1);
      if (wanted) expectAllClose(session.read(parameter), wanted, SAME, parameter.path);
    }
  });

  test("E at the start, after 1 and after 10,000 steps, and the outputs then", () => {
    const session = start(variant);
    const lossNow = () => session.measure(samples).loss;
    expectClose(lossNow(), expected.loss["0"], SAME, "E");
    session.step(samples);
    expectClose(lossNow(), expected.loss["1"], SAME, "E after 1 step");
    while (session.stepsTaken < 10_000) session.step(samples);
    expectClose(lossNow(), expected.loss["10000"], SAME, "E after 10,000 steps");
    const { predictions } = session.measure(samples);
    expectAllClose(predictions, flat(expected.outputs10000), SAME, "outputs after 10,000 steps");
  });
});

test("the figures written here: forward pass, gradients and updates", () => {
  const executed = start("frozen").look(samples);
  expectNumbers(executed, figures.forward);
  expectNumbers(executed, figures.updated);
  expectNumbers(executed, figures.gradients, "gradient");
});

test.each(trained)(
  "the figures written here: training with biases $variant",
  ({ variant, gradients, after }) => {
    const session = start(variant);
    expectNumbers(session.look(samples), gradients, "gradient");
    for (const { steps, loss: wanted, outputs } of after) {
      while (session.stepsTaken < steps) session.step(samples);
      const measured = session.measure(samples);
      expectClose(measured.loss, wanted, FIGURE, `E after ${steps} steps`);
      if (outputs) expectAllClose(measured.predictions, outputs, FIGURE, "outputs");
    }
  },
);

function start(variant: Variant): Session {
  const specs = layers.map(({ weights, bias }) => ({
    dense: weights.length,
    activation,
    weights,
    bias: biases[variant](bias),
  }));
  const model: ModelSpec = { network: { inputs: inputs[0].length, layers: specs }, loss };
  return sessionOf(model, { name: "sgd", learningRate });
}

function expectNumbers(executed: Executed, wanted: Readonly<Record<string, number>>, of?: "gradient"): void {
  for (const [name, number] of Object.entries(wanted)) {
    expectClose(numberOf(executed, name, of), number, FIGURE, of ? `∂E/∂${name}` : name);
  }
}
