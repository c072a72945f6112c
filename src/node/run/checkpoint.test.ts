import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError, randomStream } from "../../index.ts";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";

const anyNumber = fc.double();
const numbers = fc.oneof(fc.float64Array({ maxLength: 12 }), fc.float32Array({ maxLength: 12 }));
const epochs = fc.array(fc.record({ loss: anyNumber, validation: anyNumber, drops: fc.nat(5) }), {
  maxLength: 6,
});

const checkpoints: fc.Arbitrary<Checkpoint> = fc
  .record({
    stepsTaken: fc.maxSafeNat(),
    steps: fc.maxSafeNat(),
    sum: anyNumber,
    states: fc.dictionary(fc.string({ minLength: 1, unit: "grapheme" }), numbers, { maxKeys: 5 }),
    best: fc.array(numbers, { maxLength: 12 }),
    history: epochs,
    hasValidation: fc.boolean(),
    hasDrops: fc.boolean(),
    notes: fc.jsonValue(),
  })
  .map(({ stepsTaken, steps, sum, states, best, history, hasValidation, hasDrops, notes }) => ({
    state: {
      stepsTaken,
      tensors: new Map(
        Object.entries(states).map(([name, values]) => [name, { shape: [values.length], values }]),
      ),
    },
    position: {
      steps,
      sum,
      history: history.map(({ loss, validation, drops }, i) => ({
        epoch: i + 1,
        loss,
        ...(hasValidation && { validation }),
        ...(hasDrops && { drops }),
      })),
      best,
    },
    notes: JSON.parse(JSON.stringify(notes)) as unknown,
  }));

test("what is written is read, bit for bit, whatever the numbers", () => {
  const property = fc.property(checkpoints, (checkpoint) => {
    const bytes = encodeCheckpoint(checkpoint);
    const read = decodeCheckpoint(bytes, "a checkpoint");
    expect(read.position).toEqual(checkpoint.position);
    expect(read.notes).toEqual(checkpoint.notes);
    expect(new Map([...read.state.tensors].sort())).toEqual(new Map([...checkpoint.state.tensors].sort()));
    // the same bits give the same bytes
    expect(Buffer.compare(encodeCheckpoint(read), bytes)).toBe(0);
  });
  fc.assert(property, { numRuns: 200, seed: 11 });
});

const example: Checkpoint = {
  state: {
    stepsTaken: 12,
    tensors: new Map([
      ["w1", { shape: [3, 2], values: Float32Array.of(1, 2, 3, 4, 5, 6) }],
      ["steps", { shape: [], values: Float32Array.of(12) }],
    ]),
  },
  position: { steps: 12, sum: 0.25, history: [{ epoch: 1, loss: 2 }], best: [Float32Array.of(1, 2)] },
  notes: { seconds: 1.5, losses: { bins: [1, 2] } },
};

describe("a checkpoint that is not as it was written is refused", () => {
  const bytes = encodeCheckpoint(example);

  test("each single flipped bit of it, the checksum's own included", () => {
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const changed = bytes.slice();
      changed[bit >> 3] ^= 1 << (bit & 7);
      expect(() => decodeCheckpoint(changed, "x"), `bit ${bit}`).toThrow(InputError);
    }
  });

  test("each truncation, and bytes behind its end", () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeCheckpoint(bytes.subarray(0, length), "x"), `${length} bytes`).toThrow(InputError);
    }
    expect(() => decodeCheckpoint(Buffer.concat([bytes, Buffer.of(0)]), "x")).toThrow(InputError);
  });

  test("1,000 of 1,000 bits of a larger one, and 1,000 of 1,000 truncations", () => {
    const random = randomStream(3, 4003);
    const values = Float32Array.from({ length: 20_000 }, () => random.normal());
    const large = encodeCheckpoint({
      ...example,
      state: { stepsTaken: 12, tensors: new Map([["w1", { shape: [values.length], values }]]) },
    });
    let refused = 0;
    for (let i = 0; i < 1000; i++) {
      const changed = large.slice();
      changed[random.integer(large.length)] ^= 1 << random.integer(8);
      for (const one of [changed, large.subarray(0, random.integer(large.length))]) {
        try {
          decodeCheckpoint(one, "x");
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          refused++;
        }
      }
    }
    expect(refused).toBe(2000);
  });

  test("says what it is about", () => {
    const changed = bytes.slice();
    changed[bytes.length - 1] ^= 1;
    expect(() => decodeCheckpoint(changed, "x")).toThrow(
      "expected a checkpoint as it was written, found that it was changed since",
    );
    expect(() => decodeCheckpoint(new TextEncoder().encode("PK\u0003\u0004".repeat(100)), "x")).toThrow(
      "expected a checkpoint of a training, found something else",
    );
  });
});
