// A program that mpirun starts: trains a small network and writes, for each epoch, a line of JSON. Its first argument is the
// number of blocks, or 0 for none.
import { createHash } from "node:crypto";
import { createSession, randomStream, tensor, together, trainEpochs } from "../../src/index.ts";
import { Communicator } from "../../src/node/index.ts";

const SAMPLES = 14;
const ranks = Communicator.join();
const random = randomStream(5, 1);
const draw = (width: number) =>
  tensor(
    [SAMPLES, width],
    Array.from({ length: SAMPLES * width }, () => random.normal()),
  );
const samples = { inputs: draw(3), targets: draw(2) };

// what all begin with is what rank 0 has
const weights = [0, 1].map((i) => Array.from({ length: 200 }, () => 0.01 * (i + 1 + ranks.rank)));

const lines: string[] = [];
for (const blocks of [undefined, 4]) {
  const session = createSession({
    model: {
      network: {
        inputs: 3,
        layers: [{ dense: 200, activation: "tanh" }, { dropout: 0.2 }, { dense: 200 }, { dense: 2, weights }],
      },
      loss: "mean-squared-error",
      regularization: { l2: 0.01 },
    },
    optimizer: { name: "adam", learningRate: 0.01, clip: { norm: 1 } },
    seed: 3,
    together: together(ranks, blocks),
  });
  const options = { epochs: 3, batchSize: 5, shuffle: true } as const;
  for (const { epoch, batch, batches, losses } of trainEpochs(session, samples, options)) {
    if (batch < batches) continue;
    const hash = createHash("sha256");
    for (const parameter of session.parameters) hash.update(session.read(parameter));
    const [loss] = losses;
    lines.push(
      JSON.stringify({ rank: ranks.rank, blocks: blocks ?? 0, epoch, loss, sha256: hash.digest("hex") }),
    );
  }
}
ranks.close();
process.stdout.write(`${lines.join("\n")}\n`);
