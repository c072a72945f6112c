import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { calculationOf } from "../../src/check/calculation.ts";
import { namesOf } from "../../src/check/names.ts";
import type { MistakeKind } from "../../src/check/verdict.ts";
import { loadSubject } from "../../src/cli/subject.ts";
import { catalogues, explain, explanationToText } from "../../src/index.ts";
import { positionOf } from "../../src/tensor/shape.ts";
import {
  assigned,
  claimsOf,
  examplesFolder,
  judgedIn,
  type PublishedClaim,
  publishedExamples,
  type Run,
} from "../support/published.ts";
import { sharedFile } from "../support/shared.ts";

/** `rms x step2 (float)[0]` as `x[0] step 2`. */
function tfjsName({ name }: PublishedClaim): string {
  const [, of, step, element] = /^\S+ (.+?)(?:\[\d\])? step ?(\d)[^[]*(\[\d\])?$/.exec(name) ?? [];
  const index = element ?? /\[\d\]/.exec(name)?.[0] ?? "";
  return of.startsWith("cost") ? name.replace(/^\S+ /, "") : `${of}${index} step ${step}`;
}

/** What the claims of a collection of facts are about. */
interface Collection {
  readonly claims: number;
  readonly runs: readonly Run[];
  /** By the name of a wrong claim, what its author did. */
  readonly causes?: Readonly<Record<string, MistakeKind>>;
}

const collections: Readonly<Record<string, Collection>> = {
  "01-mazur-2-2-2": {
    claims: 31,
    runs: [{ file: "01-mazur-2-2-2.yaml" }],
    causes: {
      "E_total after 1 update": "updated-too-early",
      "E_total after 10,000 rounds": "off-by-one-step",
      "out_o1 after 10,000 rounds": "updated-too-early",
      "out_o2 after 10,000 rounds": "updated-too-early",
    },
  },
  "02-mazur-variant-bias-update": {
    claims: 15,
    runs: [{ file: "02-mazur-biases.yaml" }],
    causes: { "b2+": "other-quantity" },
  },
  "05-hmkcode-linear-2-2-1": {
    claims: 22,
    runs: [{ file: "05-hmkcode.yaml" }],
    causes: { "h1 caption": "off-by-one-step", "h2 caption": "off-by-one-step" },
  },
  "08-anotsorandomwalk-3-2-2": {
    claims: 16,
    runs: [{ file: "08-anotsorandomwalk.yaml" }],
    causes: {
      "w(x1->h1)+": "derivative-at-error",
      "w(x2->h1)+": "derivative-at-error",
      "w(x3->h1)+": "derivative-at-error",
      "w(x1->h2)+": "derivative-at-error",
      "w(x2->h2)+": "derivative-at-error",
      "w(x3->h2)+": "derivative-at-error",
      "w(h1->o1)+": "derivative-at-error",
      "w(h1->o2)+": "derivative-at-error",
      "w(h2->o1)+": "derivative-at-error",
      "w(h2->o2)+": "derivative-at-error",
      "b1+": "derivative-at-error",
      "b2+": "derivative-at-error",
    },
  },
  "10-brownlee-scratch": {
    claims: 40,
    runs: [
      { file: "10-brownlee-forward.yaml", where: /^A (?:forward|backward input)/ },
      { file: "10-brownlee-backward.yaml", where: /hard-coded/ },
      { file: "10-brownlee-training.yaml", where: /^B/ },
    ],
    causes: { "out1 used in backward test": "term-missing", "out2 used in backward test": "term-missing" },
  },
  "12-trask-3-4-1": {
    claims: 122,
    runs: ["0.001", "0.01", "0.1", "1", "10", "100", "1000"].map((alpha) => ({
      file: `12-trask-alpha-${alpha}.yaml`,
      name: new RegExp(` alpha=${alpha}(?: |$)`),
      step: 60_000,
      spell: ({ name }: PublishedClaim) => name.replace(/ alpha=\S+/, "").replace(" it=", " after "),
    })),
  },
  "14-cs231n-notes-graphs": {
    claims: 29,
    runs: [
      { file: "14-cs231n-1.yaml", where: /1/ },
      { file: "14-cs231n-2.yaml", where: /2/ },
      { file: "14-cs231n-3.yaml", where: /3/ },
    ],
  },
  "16-karpathy-tanh-neuron": {
    claims: 15,
    runs: [{ file: "16-karpathy-graph.yaml", where: /graph/ }, { file: "16-karpathy-neuron.yaml" }],
  },
  "18-coursera-ex4-costfunction": {
    claims: 39,
    runs: [0, 3].map((lambda) => ({
      file: `18-coursera-lambda-${lambda}.yaml`,
      name: lambda === 0 ? /lambda=0|sigmoid/ : /lambda=3/,
      spell: ({ name }) => name.replace(/ lambda=\d/, ""),
    })),
  },
  "19-deeplearning-ai-logistic": {
    claims: 24,
    runs: [1, 2].flatMap((version) => {
      const file = `19-deeplearning-v${version}.yaml`;
      const spell = ({ name }: PublishedClaim) => name.slice(3);
      // what is returned of the gradients belongs to the last update, not behind it
      return [
        { file, name: new RegExp(`^v${version} `), where: /propagate/, spell },
        { file, name: new RegExp(`^v${version} d`), where: /after 100$/, step: 99, spell },
        { file, name: new RegExp(`^v${version} `), where: /after 100$/, step: 100, spell },
        { file, name: new RegExp(`^v${version} `), where: /after 10000/, step: 10_000, spell },
      ];
    }),
  },
  "20-nnfs-relu-dense": {
    claims: 45,
    runs: [
      { file: "20-nnfs-dense.yaml", where: /^A/ },
      { file: "20-nnfs-softmax.yaml", where: /^B combined/ },
      { file: "20-nnfs-softmax.yaml", where: /^B/ },
      { file: "20-nnfs-neuron.yaml" },
    ],
  },
  "23-sklearn-mlp-test-fit": {
    claims: 32,
    runs: [{ file: "23-sklearn-fit.yaml" }],
    causes: { W1grad31: "other-quantity", W1grad32: "other-quantity" },
  },
  "24-tensorflow-softmax-xent": {
    claims: 32,
    runs: [
      { file: "24-tensorflow-comment.yaml", where: /^comment/ },
      {
        file: "24-tensorflow-expected.yaml",
        where: /^expected$/,
        name: /batch|row/,
        spell: ({ name }, nth) => (name.includes("row") ? `${name}[${nth}]` : name),
      },
      { file: "24-tensorflow-labels.yaml", where: /float16/, spell: ({ name }, nth) => `${name}[${nth}]` },
      { file: "24-tensorflow-one-class.yaml" },
    ],
  },
  "26-tfjs-optimizers": {
    claims: 66,
    runs: [
      { file: "26-tfjs-adam-float.yaml", name: /^adam cost/, spell: tfjsName },
      { file: "26-tfjs-adam.yaml", name: /^adam/, spell: tfjsName },
      { file: "26-tfjs-rmsprop-float.yaml", name: /^rms.*(?:float|cost)/, spell: tfjsName },
      { file: "26-tfjs-rmsprop.yaml", name: /^rms/, spell: tfjsName },
      { file: "26-tfjs-rmsprop-centered-float.yaml", name: /^centered.*(?:float|cost)/, spell: tfjsName },
      { file: "26-tfjs-rmsprop-centered.yaml", name: /^centered/, spell: tfjsName },
    ],
  },
  "27-keras-optimizer-docs": {
    claims: 4,
    runs: [
      { file: "27-keras-sgd.yaml", name: /^sgd/ },
      { file: "27-keras-momentum.yaml", name: /^momentum/ },
      { file: "27-keras-rmsprop.yaml", name: /^rmsprop/ },
    ],
  },
  "29-cs231n-optimizers": {
    claims: 160,
    runs: ["momentum", "nesterov", "rmsprop", "adam"].map((optimizer) => ({
      file: `29-cs231n-${optimizer}.yaml`,
      name: new RegExp(`^${optimizer} `),
      spell: ({ name }: PublishedClaim) => `${name.replace(/^\w+ /, "")}+`,
    })),
  },
  "33-infosys-lstm-gru": {
    claims: 4,
    runs: [
      { file: "33-infosys-lstm.yaml", name: /LSTM/ },
      { file: "33-infosys-gru.yaml", name: /GRU/ },
    ],
  },
  "38-lambda-autodiff-lec10": { claims: 3, runs: [{ file: "38-lambda-autodiff.yaml" }] },
  "39-jax-tanh-derivatives": {
    claims: 8,
    runs: [
      { file: "39-tanh.yaml", name: /\(2\)/ },
      ...[1, 3, 4, 5, 6].map((x) => ({ file: `39-tanh-at-${x}.yaml`, name: new RegExp(`\\(${x}\\)`) })),
    ],
  },
};

const RIGHT = ["exact", "truncated", "follows"];
const WRONG = ["wrong", "carried"];

describe.skipIf(!existsSync(sharedFile("worked-examples")))("published examples", () => {
  for (const [json, { claims: count, runs, causes = {} }] of Object.entries(collections)) {
    it(`${json} is judged as it is`, { timeout: 120_000 }, async () => {
      const claims = claimsOf(json);
      const owners = assigned(claims, runs);
      expect(claims).toHaveLength(count);
      expect(claims.filter((_, i) => owners[i] === undefined)).toEqual([]);
      const complaints: string[] = [];
      for (const run of runs) {
        const own = claims.filter((_, i) => owners[i] === run);
        const judged = await judgedIn(run, own);
        for (const [i, { verdict, expected, mistakes = [] }] of judged.entries()) {
          const { name, claimed, verdict: known } = own[i];
          const kinds = mistakes.map(({ kind }) => kind);
          const isRight = !known.startsWith("wrong");
          const isFine = (isRight ? RIGHT : WRONG).includes(verdict);
          const cause = isRight ? undefined : causes[name];
          const isNamed = cause === undefined || kinds.includes(cause);
          if (!isFine || !isNamed) {
            complaints.push(`${name} = ${claimed}, ${known}: ${verdict} (${expected}) ${kinds.join()}`);
          }
        }
      }
      expect(complaints).toEqual([]);
    });
  }
});

describe("the example files, without what was published", () => {
  it("are about all that the collections are about, and nothing else", () => {
    const files = Object.values(collections).flatMap(({ runs }) => runs.map(({ file }) => file));
    expect([...new Set(files)].sort()).toEqual([...publishedExamples].sort());
  });

  it.each(publishedExamples)("%s is executed and explained", async (file) => {
    const { at, parameters, author } = await loadSubject(`${examplesFolder}${file}`);
    const executed = at(0);
    const names = executed.parameters.flatMap(({ node, next }) => (next || parameters < 30 ? [node] : []));
    const [first] = names.map(({ id, shape }) => executed.graph.elementName(id, positionOf(shape, 0)));
    const explanation = explain(executed, [first], {});
    const text = explanationToText(explanation, {
      precision: { digits: 6 },
      words: catalogues.en,
      width: 100,
    });
    expect(text).toContain(first);
    // each of the author's names stands for something
    const { meanings } = namesOf({ at, ...author }, calculationOf(at));
    const unknown = [...(author.names?.keys() ?? [])].filter((name) => meanings(name, 0).length === 0);
    expect(unknown).toEqual([]);
  });
});
