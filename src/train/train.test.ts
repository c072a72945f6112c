import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Samples } from "../nn/samples.ts";
import { tensor } from "../tensor/tensor.ts";
import { takeRows } from "./rows.ts";
import type { Session } from "./session.ts";
import { batchAfter, train } from "./train.ts";

/** Sample n has the input n and the target 1000 + n. */
function numbered(count: number): Samples {
  const numbers = Array.from({ length: count }, (_, n) => n);
  return {
    inputs: tensor([count, 1], numbers),
    targets: tensor(
      [count, 1],
      numbers.map((n) => 1000 + n),
    ),
  };
}

/** Stands for a session: keeps what it is trained on. */
function recorder(seed: number): { session: Session; batches: number[][] } {
  const batches: number[][] = [];
  const step = ({ inputs, targets }: Samples): number => {
    expect([...targets.values]).toEqual(Array.from(inputs.values, (n) => 1000 + n));
    batches.push([...inputs.values]);
    return batches.length;
  };
  return { session: { options: { seed }, step } as unknown as Session, batches };
}

const plans = fc.record({
  count: fc.integer({ min: 1, max: 12 }),
  batchSize: fc.option(fc.integer({ min: 1, max: 15 }), { nil: undefined }),
  shuffle: fc.boolean(),
  epochs: fc.integer({ min: 0, max: 4 }),
  seed: fc.nat(1000),
});

describe("the batches of a training", () => {
  const run = ({
    count,
    seed,
    batchSize,
    ...plan
  }: {
    count: number;
    seed: number;
    batchSize: number | undefined;
    shuffle: boolean;
    epochs: number;
  }) => {
    const options = { ...plan, ...(batchSize !== undefined && { batchSize }) };
    const { session, batches } = recorder(seed);
    const progress = [...train(session, numbered(count), options)];
    return { options, batches, progress };
  };

  test("hold every sample once in each epoch", () => {
    const property = fc.property(plans, (plan) => {
      const { batches, progress } = run(plan);
      const perEpoch = Math.ceil(plan.count / (plan.batchSize ?? plan.count));
      expect(batches).toHaveLength(plan.epochs * perEpoch);
      for (let epoch = 0; epoch < plan.epochs; epoch++) {
        const seen = batches.slice(epoch * perEpoch, (epoch + 1) * perEpoch).flat();
        if (plan.shuffle) seen.sort((a, b) => a - b);
        expect(seen).toEqual(Array.from({ length: plan.count }, (_, n) => n));
      }
      expect(progress).toEqual(
        batches.map((_, i) => ({
          epoch: Math.floor(i / perEpoch) + 1,
          epochs: plan.epochs,
          batch: (i % perEpoch) + 1,
          batches: perEpoch,
          loss: i + 1,
          losses: [i + 1],
        })),
      );
    });
    fc.assert(property, { numRuns: 200, seed: 1 });
  });

  test("are those that batchAfter says", () => {
    const property = fc.property(plans, (plan) => {
      const { options, batches } = run(plan);
      const said = batches.map((_, steps) =>
        batchAfter(numbered(plan.count), steps, { ...options, seed: plan.seed }),
      );
      expect(said.map(({ inputs }) => [...inputs.values])).toEqual(batches);
    });
    fc.assert(property, { numRuns: 200, seed: 2 });
  });

  test("come in a new order in each epoch, drawn with the seed", () => {
    const order = (seed: number) =>
      run({ count: 30, batchSize: undefined, shuffle: true, epochs: 2, seed }).batches;
    expect(order(1)).toEqual(order(1));
    expect(order(1)[0]).not.toEqual(order(1)[1]);
    expect(order(1)[0]).not.toEqual(order(2)[0]);
  });

  test("are taken as they are asked for, so that whoever asks may stop", () => {
    const { session, batches } = recorder(0);
    for (const { batch } of train(session, numbered(10), { epochs: 5, batchSize: 2 })) if (batch === 3) break;
    expect(batches).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
  });
});

test("rows are taken in the order asked for, as often as asked for", () => {
  const samples = {
    inputs: tensor([3, 2], [1, 2, 3, 4, 5, 6]),
    targets: tensor([3, 1], [10, 20, 30]),
    classes: ["a"],
  };
  const taken = takeRows(samples, [2, 0, 2]);
  expect(taken.inputs).toEqual(tensor([3, 2], [5, 6, 1, 2, 5, 6]));
  expect(taken.targets).toEqual(tensor([3, 1], [30, 10, 30]));
  expect(taken.classes).toEqual(["a"]);
});
