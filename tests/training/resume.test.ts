import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Backend,
  createSession,
  type EpochsOptions,
  InputError,
  type OptimizerName,
  type OptimizerSpec,
  type Position,
  randomStream,
  referenceBackend,
  type Samples,
  type ScheduleSpec,
  type Session,
  type Trained,
  type TrainingState,
  tensor,
  trainEpochs,
  wasmBackend,
} from "../../src/index.ts";

const optimizers = Object.keys({
  sgd: true,
  momentum: true,
  nesterov: true,
  adam: true,
  adamw: true,
  adamax: true,
  nadam: true,
  adadelta: true,
  adagrad: true,
  rmsprop: true,
  lion: true,
} satisfies Record<OptimizerName, true>) as OptimizerName[];

const schedules: readonly (ScheduleSpec | undefined)[] = [
  undefined,
  { name: "step", every: 3, factor: 0.5 },
  { name: "milestones", at: [2, 5] },
  { name: "cosine", over: 20, warmUp: 3 },
  { name: "plateau", factor: 0.5, patience: 0, minDelta: 0.05 },
];

const backends: Readonly<Record<string, () => Backend>> = {
  reference: () => referenceBackend,
  wasm: () => wasmBackend(),
};

const plans = fc.record({
  optimizer: fc.constantFrom(...optimizers),
  schedule: fc.constantFrom(...schedules),
  accumulate: fc.constantFrom(1, 3),
  clip: fc.constantFrom(undefined, { norm: 0.5 }),
  dtype: fc.constantFrom("f32" as const, "f64" as const),
  backend: fc.constantFrom("reference", "wasm"),
  count: fc.integer({ min: 4, max: 9 }),
  batchSize: fc.integer({ min: 2, max: 9 }),
  epochs: fc.integer({ min: 2, max: 5 }),
  shuffle: fc.boolean(),
  validation: fc.boolean(),
  patience: fc.constantFrom(undefined, 1, 3),
  seed: fc.nat(1000),
  /** Where it is cut, as a share of the steps. */
  cut: fc.double({ min: 0, max: 1, noNaN: true }),
  paces: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
});
type Plan = Parameters<Parameters<typeof plans.map>[0]>[0];

function samplesOf(count: number, seed: number): Samples {
  const random = randomStream(seed, 4001);
  const draw = (size: number) => Array.from({ length: size }, () => random.normal());
  return { inputs: tensor([count, 3], draw(3 * count)), targets: tensor([count, 2], draw(2 * count)) };
}

function setUp(plan: Plan): { session: Session; samples: Samples; options: EpochsOptions } {
  const { count, batchSize, epochs, shuffle, validation, patience, seed } = plan;
  const optimizer = {
    name: plan.optimizer,
    learningRate: 0.1,
    ...(plan.schedule && { schedule: plan.schedule }),
    ...(plan.clip && { clip: plan.clip }),
    accumulate: plan.accumulate,
  } as OptimizerSpec;
  const options: Parameters<typeof createSession>[0] = {
    model: {
      network: {
        inputs: 3,
        layers: [
          { dense: 4, activation: "tanh" },
          { batchNorm: true },
          { dropout: 0.3 },
          { dense: 2, bias: { shared: 0.1 } },
        ],
      },
      loss: "mean-squared-error",
      regularization: { l2: 0.01 },
    },
    optimizer,
    backend: backends[plan.backend](),
    dtype: plan.dtype,
    seed,
  };
  return {
    session: createSession(options),
    samples: samplesOf(count, seed),
    options: {
      epochs,
      batchSize,
      shuffle,
      ...(validation && { validation: samplesOf(3, seed + 1) }),
      ...(patience !== undefined && { earlyStopping: { patience } }),
    },
  };
}

interface Stopped {
  readonly state: TrainingState;
  readonly position: Position;
  readonly losses: readonly number[];
}

interface Ended {
  readonly state: TrainingState;
  readonly trained: Trained;
  readonly losses: readonly number[];
}

/** Trains to the end, or until so many steps have been taken. */
function run(plan: Plan, pace: number, from?: Stopped, until = Number.POSITIVE_INFINITY): Stopped | Ended {
  const { session, samples, options } = setUp(plan);
  if (from) session.restore(from.state);
  const losses = [...(from?.losses ?? [])];
  const training = trainEpochs(session, samples, {
    ...options,
    ...(from && { from: from.position }),
    stepsAtOnce: () => Math.min(pace, until - session.stepsTaken),
  });
  for (;;) {
    const next = training.next();
    if (next.done) return { state: session.state(), trained: next.value, losses };
    losses.push(...next.value.losses);
    if (session.stepsTaken < until) continue;
    return { state: session.state(), position: next.value.position(), losses };
  }
}

describe("a training that goes on from a state", () => {
  test("ends with the bits of one that was never stopped, wherever that was", () => {
    const property = fc.property(plans, (plan) => {
      const [first, second] = plan.paces;
      const whole = run(plan, first) as Ended;
      const until = 1 + Math.floor(plan.cut * (whole.losses.length - 1));
      // a copy: nothing of the first session is needed any more
      const stopped = structuredClone(run(plan, second, undefined, until)) as Stopped;
      expect(endOf(run(plan, second, stopped) as Ended)).toEqual(endOf(whole));
    });
    fc.assert(property, { numRuns: 60, seed: 7 });
  });

  test.each(optimizers)("%s: all that it keeps is in the state", (optimizer) => {
    const plan: Plan = {
      optimizer,
      schedule: undefined,
      accumulate: 3,
      clip: undefined,
      dtype: "f64",
      backend: "reference",
      count: 6,
      batchSize: 2,
      epochs: 4,
      shuffle: true,
      validation: false,
      patience: undefined,
      seed: 1,
      cut: 0.5,
      paces: [1, 1],
    };
    const stopped = run(plan, 1, undefined, 7) as Stopped;
    expect(stopped.state.stepsTaken).toBe(7);
    const whole = run(plan, 1) as Ended;
    expect(endOf(run(plan, 1, stopped) as Ended)).toEqual(endOf(whole));
    // each of them counts: with another number the end is another
    const names = [...stopped.state.tensors.keys()].filter((name) =>
      /^(G_|m_|v_|s_|d_|u_|w|batches)/.test(name),
    );
    expect(names).toEqual(expect.arrayContaining(["w1", "batches", "G_w1"]));
    for (const name of names) {
      const state = structuredClone(stopped.state);
      (state.tensors.get(name) as { values: Float64Array }).values[0] += name === "batches" ? 1 : 0.5;
      expect((run(plan, 1, { ...stopped, state }) as Ended).state, name).not.toEqual(whole.state);
    }
  });

  test("a training that is over stays over, and one that is given more epochs goes on", () => {
    const plan = fc.sample(plans, { numRuns: 1, seed: 3 })[0];
    const base = { ...plan, patience: undefined, epochs: 3, schedule: undefined };
    const longer = run({ ...base, epochs: 5 }, 2) as Ended;
    const last = run(base, 2, undefined, (3 * longer.losses.length) / 5) as Stopped;
    expect((run(base, 2, last) as Ended).state).toEqual(last.state);
    expect(run({ ...base, epochs: 5 }, 2, last)).toEqual(longer);
  });
});

describe("a state of another session is refused, and nothing is changed", () => {
  const sessionOf = (optimizer: OptimizerSpec, dense = 2, dtype: "f32" | "f64" = "f64") =>
    createSession({
      model: { network: { inputs: 1, layers: [{ dense }] }, loss: "mean-squared-error" },
      optimizer,
      dtype,
      seed: 5,
    });
  const adam = { name: "adam" } as const;

  test.each([
    [
      "another optimiser",
      sessionOf({ name: "sgd", learningRate: 1 }),
      "expected m_w1 [2, 1] in f64, found none",
    ],
    ["something more", sessionOf({ name: "rmsprop", centered: true }), 'expected nothing called "'],
    ["another width", sessionOf(adam, 2, "f32"), "expected w1 [2, 1] in f64, found [2, 1] in f32"],
    ["another shape", sessionOf(adam, 3), "expected w1 [2, 1] in f64, found [3, 1] in f64"],
  ])("%s", (_what, other, message) => {
    const session = sessionOf(adam);
    const before = bitsOf(session.state());
    const restore = () => session.restore(other.state());
    expect(restore).toThrow(InputError);
    expect(restore).toThrow(message);
    expect(bitsOf(session.state())).toEqual(before);
  });
});

/** Every bit of a state; −0 is not 0. */
function bitsOf({ stepsTaken, tensors }: TrainingState): object {
  const bits = [...tensors].map(([name, { shape, values }]) => [
    name,
    shape,
    Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("hex"),
  ]);
  return { stepsTaken, bits };
}

function endOf({ state, trained, losses }: Ended): object {
  return { state: bitsOf(state), trained, losses };
}
