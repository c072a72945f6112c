import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import * as library from "../../src/index.ts";
import { bundle } from "../support/bundle.ts";
import { root } from "../support/cli.ts";

const EVERY_KIND = "createSession, train, samples, wasmBackend, explain, explanationToText, en";

/**
 * For networks of dense layers that tell classes or say numbers: every activation, the commonest losses and optimisers; no
 * other layers, no schedules. All else is as above.
 */
const DENSE_NETWORKS = `
  import * as kind from "./src/kinds.ts";
  export const kinds = {
    layers: { dense: kind.dense },
    activations: {
      linear: kind.linear,
      sigmoid: kind.sigmoid,
      tanh: kind.tanh,
      relu: kind.relu,
      "leaky-relu": kind.leakyRelu,
      softplus: kind.softplus,
      gelu: kind.gelu,
      silu: kind.silu,
      softmax: kind.softmax,
    },
    losses: {
      "half-squared-error": kind.halfSquaredError,
      "squared-error": kind.squaredError,
      "mean-squared-error": kind.meanSquaredError,
      "binary-cross-entropy": kind.binaryCrossEntropy,
      "softmax-cross-entropy": kind.softmaxCrossEntropy,
    },
    optimizers: { sgd: kind.sgd, momentum: kind.momentum, adam: kind.adam },
  };
  export { Session, train, samples, wasmBackend, explain, explanationToText, en } from "./src/index.ts";`;

type Library = typeof library;
type Page = Pick<
  Library,
  "Session" | "train" | "samples" | "wasmBackend" | "explain" | "explanationToText" | "en"
>;

/** What a page loads, which is small once it is minified and gzipped. */
async function expectSmall(source: string, most: number): Promise<string> {
  const script = await bundle(source, { minify: true });
  const { length } = gzipSync(script, { level: 9 });
  expect(length, `expected at most ${most} bytes, found ${length}`).toBeLessThanOrEqual(most);
  return script;
}

describe("what a page needs to define, train and explain", () => {
  test("a network of any kind of layers", async () => {
    await expectSmall(`export { ${EVERY_KIND} } from "./src/index.ts";`, 68_000);
  });

  test("dense networks, of the kinds that it names itself; and it does", async () => {
    const script = await expectSmall(DENSE_NETWORKS, 60_000);
    const page = await run<Page & { readonly kinds: library.Kinds }>(script);
    const own = new page.Session({ ...network, kinds: page.kinds, backend: page.wasmBackend() });
    expect(worked(page, own)).toBe(worked(library, library.createSession(network)));
  });

  test("what the documentation shows", async () => {
    const page = await readFile(join(root, "docs/small-pages.md"), "utf8");
    const [, code] = /^```ts\n(.*?)^```/ms.exec(page) ?? ["", ""];
    const source = code
      .replace('"backstep"', '"./src/index.ts"')
      .replace('"backstep/kinds"', '"./src/kinds.ts"');
    const printed = vi.spyOn(console, "log").mockImplementation(() => {});
    await run(await expectSmall(source, 60_000));
    expect(printed.mock.calls.join()).toContain("∂E/∂w1");
    printed.mockRestore();
  });
});

function run<Exports>(script: string): Promise<Exports> {
  return import(/* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(script).toString("base64")}`);
}

const network: Omit<library.SessionOptions, "backend" | "kinds"> = {
  model: {
    network: { inputs: 2, layers: [{ dense: 3, activation: "gelu" }, { dense: 2 }] },
    loss: "softmax-cross-entropy",
  },
  optimizer: { name: "adam", learningRate: 0.5 },
};

/** Why a weight changes as it does, after some epochs. */
function worked(from: Page, session: library.Session): string {
  const data = from.samples(
    [
      [0.05, 0.1],
      [0.9, 0.4],
    ],
    [
      [0, 1],
      [1, 0],
    ],
  );
  for (const _ of from.train(session, data, { epochs: 20 }));
  const { inputs, targets } = from.samples([[0.05, 0.1]], [[0, 1]]);
  const explanation = from.explain(session.look({ inputs, targets }), ["w1"]);
  // the network of which it is said is no empty one
  expect(explanation.explained[0].paths).toBe(2);
  return from.explanationToText(explanation, { precision: { digits: 6 }, width: 100, words: from.en });
}
