import { expect, test } from "vitest";
import { Graph } from "../graph/graph.ts";
import * as each from "../kinds.ts";
import { opsFor } from "../ops/index.ts";
import { InputError } from "../tensor/error.ts";
import { everyKind } from "./every-kind.ts";
import type { Kinds } from "./kinds.ts";
import { buildModel } from "./network.ts";
import { buildUpdates, type OptimizerSpec } from "./optimizers.ts";
import { parametersOf } from "./parameters.ts";
import type { ModelSpec } from "./spec.ts";

/** Enough for a network of one layer of linear neurons. */
const few: Kinds = {
  layers: { dense: each.dense },
  activations: { linear: each.linear },
  losses: { "half-squared-error": each.halfSquaredError, "softmax-cross-entropy": each.softmaxCrossEntropy },
  optimizers: { sgd: each.sgd },
};

const network = { inputs: 2, layers: [{ dense: 2 }] };

function build(changes: Partial<ModelSpec>): () => void {
  const model: ModelSpec = { network, loss: "half-squared-error", ...changes };
  return () => {
    const parameters = parametersOf(model.network, 0, few);
    buildModel({ model, kinds: few }, parameters, 1, "f64");
  };
}

test("a model of these kinds is built of them alone", () => {
  expect(build({})).not.toThrow();
});

test.each<[Partial<ModelSpec>, string]>([
  [{ network: { inputs: 2, layers: [{ dropout: 0.5 }] } }, "expected a layer (dense), found none of these"],
  [
    { network: { inputs: 2, layers: [{ dense: 2, activation: "relu" }] } },
    "layer 1 (dense): expected an activation (linear), found relu",
  ],
  [{ loss: "huber" }, "expected a loss (half-squared-error, softmax-cross-entropy), found huber"],
  // by a name that every object has
  [{ loss: "constructor" as never }, "found constructor"],
  // which the loss applies
  [{ loss: "softmax-cross-entropy" }, "expected an activation (linear), found softmax"],
])("%j names what is not among the kinds", (changes, message) => {
  expect(build(changes)).toThrow(InputError);
  expect(build(changes)).toThrow(message);
});

test.each<[OptimizerSpec, string]>([
  [{ name: "adam" }, "expected an optimizer (sgd), found adam"],
  [
    { name: "sgd", learningRate: 1, schedule: { name: "exponential", factor: 0.9 } },
    "expected no schedule, found exponential",
  ],
])("%j does so as well", (spec, message) => {
  const graph = new Graph("f64");
  const node = opsFor(graph).state([]);
  const update = () => buildUpdates(graph, spec, [{ node, gradient: node }], few);
  expect(update).toThrow(InputError);
  expect(update).toThrow(message);
});

test("every kind is there by itself", () => {
  const { schedules, ...named } = everyKind;
  const all = Object.values(named).flatMap((kinds) => Object.values<unknown>(kinds));
  expect(new Set(Object.values<unknown>(each))).toEqual(new Set([...all, schedules]));
});
