import { describe, expect, test } from "vitest";
import { createSession } from "../../src/index.ts";
import { everyKind } from "../../src/nn/every-kind.ts";
import "../support/relaxed-simd.ts";
import type { Backend } from "../../src/backends/backend.ts";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { wasmBackend } from "../../src/backends/wasm/wasm.ts";
import type { Node } from "../../src/graph/node.ts";
import type { LayerSpec } from "../../src/nn/layers/index.ts";
import { shapesOf } from "../../src/nn/shapes.ts";
import type { ModelSpec } from "../../src/nn/spec.ts";
import { spawnThread } from "../../src/node/threads.ts";
import { randomStream } from "../../src/tensor/random.ts";
import { type DType, tensor } from "../../src/tensor/tensor.ts";
import type { Session } from "../../src/train/session.ts";
import { numbersOf } from "../support/execute.ts";
import { expectAllClose } from "../support/numbers.ts";

const WIDTH = 130;
const BATCH = 32;
const P = 0.3;

const modelOf = (...between: readonly LayerSpec[]): ModelSpec => ({
  network: {
    inputs: 20,
    layers: [{ dense: WIDTH, activation: "relu" }, ...between, { dense: 3 }],
  },
  loss: "softmax-cross-entropy",
});
const model = modelOf({ dropout: P });

const samples = (() => {
  const random = randomStream(1, 1);
  const inputs = Float64Array.from({ length: BATCH * 20 }, () => random.normal());
  const targets = new Float64Array(BATCH * 3);
  for (let n = 0; n < BATCH; n++) targets[n * 3 + random.integer(3)] = 1;
  return { inputs: tensor([BATCH, 20], inputs), targets: tensor([BATCH, 3], targets) };
})();

function sessionOn(backend: Backend, dtype: DType = "f64", seed = 3): Session {
  return createSession({ model, optimizer: { name: "adam" }, backend, dtype, seed });
}

function run(session: Session, steps: number): number[] {
  const order = Uint32Array.from({ length: steps * BATCH }, (_, i) => i % BATCH);
  return [...session.run(samples, order, BATCH)];
}

/** The mask that the next step will use. */
function maskOf(session: Session): number[] {
  const executed = session.look(samples);
  const mask = executed.graph.nodes.find(({ op }) => op.name === "bernoulli") as Node;
  return [...numbersOf(executed, mask)];
}

function bitsOf(session: Session): number[][] {
  return session.parameters.map((parameter) => [...new Uint8Array(session.read(parameter).buffer)]);
}

describe("the mask", () => {
  const backends = [
    referenceBackend,
    wasmBackend(),
    wasmBackend({ wide: true }),
    wasmBackend({ threads: 3, spawn: spawnThread }),
  ];

  test("is the same on every backend and in either width, step after step", () => {
    const seen = backends.flatMap((backend) =>
      (["f64", "f32"] as const).map((dtype) => {
        const session = sessionOn(backend, dtype);
        const first = maskOf(session);
        run(session, 5);
        return [first, maskOf(session)];
      }),
    );
    for (const masks of seen) expect(masks).toEqual(seen[0]);
    expect(seen[0][0]).not.toEqual(seen[0][1]);
  });

  test("keeps as many as it should, of every sample and at every place, and another seed other ones", () => {
    const session = sessionOn(wasmBackend());
    const kept = new Float64Array(BATCH + WIDTH);
    let all = 0;
    for (let step = 0; step < 40; step++) {
      for (const [i, one] of maskOf(session).entries()) {
        kept[Math.floor(i / WIDTH)] += one / (40 * WIDTH);
        kept[BATCH + (i % WIDTH)] += one / (40 * BATCH);
        all += one / (40 * BATCH * WIDTH);
      }
      session.step(samples);
    }
    // six standard deviations of so many draws
    const within = (draws: number) => 6 * Math.sqrt((P * (1 - P)) / draws);
    expect(Math.abs(all - (1 - P))).toBeLessThan(within(40 * BATCH * WIDTH));
    for (const share of kept) expect(Math.abs(share - (1 - P))).toBeLessThan(within(40 * BATCH));
    expect(maskOf(sessionOn(referenceBackend, "f64", 4))).not.toEqual(maskOf(sessionOn(referenceBackend)));
  });

  test("is the one that an explanation shows", () => {
    const session = sessionOn(wasmBackend());
    run(session, 3);
    const executed = session.look(samples);
    const loss = executed.value(executed.backward.loss, []);
    expect(run(session, 1)).toEqual([loss]);
  });
});

test("two layers of one network leave out different numbers", () => {
  const twice = {
    model: modelOf({ dropout: 0.5 }, { dropout: 0.5 }),
    optimizer: { name: "sgd", learningRate: 0.1 },
  } as const;
  const executed = createSession({ ...twice, backend: referenceBackend }).look(samples);
  const masks = executed.graph.nodes.filter(({ op }) => op.name === "bernoulli");
  const [first, second] = masks.map((node) => [...numbersOf(executed, node)]);
  expect(first).not.toEqual(second);
});

test("what stays is divided by 1 − p, going forward and coming back", () => {
  const session = sessionOn(referenceBackend);
  const executed = session.look(samples);
  const { backward, graph } = executed;
  const numbers = (name: string) => {
    const { node } = graph.find(name) as { node: Node };
    return {
      values: numbersOf(executed, node),
      slopes: numbersOf(executed, backward.adjoint.get(node.id) as Node),
    };
  };
  const [before, behind, mask] = [numbers("out_h1.1#1"), numbers("out_h2.1#1"), maskOf(session)];
  const scaled = (values: ArrayLike<number>) => mask.map((one, i) => (one * values[i]) / (1 - P));
  expectAllClose(behind.values, scaled(before.values), { relative: 1e-14 }, "forward");
  expectAllClose(before.slopes, scaled(behind.slopes), { relative: 1e-14 }, "backward");
});

describe("training", () => {
  test("has the same bits with any number of threads, all at once, step by step, and whoever looks", () => {
    const wanted = sessionOn(wasmBackend(), "f32");
    run(wanted, 6);
    for (const threads of [2, 4]) {
      const shared = sessionOn(wasmBackend({ threads, spawn: spawnThread }), "f32");
      run(shared, 6);
      expect(bitsOf(shared)).toEqual(bitsOf(wanted));
    }
    const watched = sessionOn(wasmBackend(), "f32");
    run(watched, 2);
    watched.look(samples);
    watched.measure(samples);
    for (let step = 0; step < 2; step++) watched.step(samples);
    run(watched, 2);
    expect(bitsOf(watched)).toEqual(bitsOf(wanted));
  });

  test("goes on where it was, from the parameters", () => {
    const sgd = {
      model,
      optimizer: { name: "sgd", learningRate: 0.1 },
      backend: wasmBackend(),
      seed: 3,
    } as const;
    const [whole, first, second] = [
      createSession(sgd),
      createSession(sgd),
      createSession({ ...sgd, seed: 9 }),
    ];
    run(whole, 5);
    run(first, 2);
    for (const [i, parameter] of second.parameters.entries()) {
      second.write(parameter, first.read(first.parameters[i]));
    }
    run(second, 3);
    expect(bitsOf(second)).toEqual(bitsOf(whole));
  });

  test("is measured without it", () => {
    const without = {
      model: modelOf(),
      optimizer: { name: "sgd", learningRate: 0.1 },
      backend: referenceBackend,
      seed: 3,
    } as const;
    const plain = createSession(without);
    const session = sessionOn(referenceBackend);
    const weights = (one: Session) => one.parameters.filter(({ kind }) => kind !== "statistic");
    for (const [i, parameter] of weights(session).entries()) {
      plain.write(weights(plain)[i], session.read(parameter));
    }
    expect(session.measure(samples)).toEqual(plain.measure(samples));
  });
});

test.each([-0.1, 1, Number.NaN])("a probability of %d is refused, with the layer", (p) => {
  expect(() => shapesOf(modelOf({ dropout: p }).network, everyKind)).toThrow(
    `layer 2 (dropout): expected a probability from 0 up to, and without, 1, found ${p}`,
  );
});
