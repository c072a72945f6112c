import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Executed } from "../../src/autodiff/executed.ts";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { type Derivation, deriverOf, reevaluate } from "../../src/explain/derive.ts";
import { readerOf } from "../../src/explain/read.ts";
import type { Node } from "../../src/graph/node.ts";
import { verify } from "../../src/graph/verify.ts";
import { createSession } from "../../src/index.ts";
import { evaluate } from "../../src/ops/evaluate.ts";
import { positionsOf } from "../../src/tensor/shape.ts";
import type { Session } from "../../src/train/session.ts";
import { LossFunction } from "../support/loss-function.ts";
import { expectClose, isClose } from "../support/numbers.ts";
import {
  activationNames,
  biasForms,
  lossNames,
  optimizers,
  type RandomCase,
  randomCase,
  reductions,
} from "../support/random-network.ts";
import { roundedDerivation } from "../support/rounding.ts";

const DRAWN = { numRuns: 240, seed: 20_240_501 };

/** Of two ways to the same number in float64. */
const SAME = { relative: 1e-12, absolute: 1e-15 };
const DIFFERENCES = { relative: 1e-6, absolute: 1e-9 };

/**
 * How far a parameter is moved. One width is enough: where an output is within 1e-9 of 1, so that its cross-entropy
 * is a logarithm of a few digits, a narrow step measures nothing but their rounding.
 */
const WIDTHS = [1e-4, 1e-3, 1e-2];

/** As many comparisons as there must be at the least, so that a test that compares nothing does not pass. */
const ENOUGH = 5000;

/** Other ways of deriving: neuron by neuron, composites unfolded, from the values of the forward pass. */
const readings = [
  { forward: "derived", style: "paths", unfold: true },
  { forward: "derived", style: "delta", unfold: false },
  { forward: "given", style: "delta", unfold: true },
] as const;

/** One number of a parameter: its gradient as executed, and its next value where it is trained. */
interface Place {
  readonly name: string;
  readonly node: Node;
  readonly next: Node | undefined;
  readonly parameter: number;
  readonly offset: number;
  readonly at: readonly number[];
  readonly gradient: number;
}

describe(`on ${DRAWN.numRuns} random networks, for every number of every parameter`, () => {
  test("the derivation, worked out from its given numbers alone, is the executed gradient", ({
    annotate,
  }) => {
    const tally = newTally();
    forEachCase((_case, { executed, places }) => {
      verify(executed.graph);
      const deriver = deriverOf(executed);
      for (const { name, node, at, gradient } of places) {
        const derivation = deriver.gradient(node, at);
        expectSame(reevaluate(derivation), gradient, () => derivation, tally);
        expect(derivation.root).toBe(`∂E/∂${name}`);
      }
    });
    annotate(report(tally));
    expectFew(tally);
  });

  test("and so it is however it is derived (for the first number of each)", () => {
    const tally = newTally();
    forEachCase((_case, { executed, places }) => {
      const plain = deriverOf(executed);
      for (const { forward, style, unfold } of readings) {
        const deriver = deriverOf(executed, forward, readerOf(executed, unfold));
        for (const { node, at, gradient } of places.filter(({ offset }) => offset === 0)) {
          const worked = reevaluate(deriver.gradient(node, at, style));
          expectSame(worked, gradient, () => plain.gradient(node, at), tally);
        }
      }
    });
    expect(tally.cancelled / tally.compared).toBeLessThan(0.005);
  });

  test("each step follows from the steps it uses, and only what nobody computes is given", ({ annotate }) => {
    const tally = newTally();
    forEachCase((_case, { executed, places }) => {
      for (const style of ["paths", "delta"] as const) {
        const deriver = deriverOf(executed);
        let steps: Derivation["steps"] = new Map();
        for (const { node, at } of places) steps = deriver.gradient(node, at, style).steps;
        expectGiven(executed, steps, ["input", "parameter"]);
        for (const { next, at } of places) if (next) deriver.value(next, at);
        expectGiven(executed, steps, ["input", "parameter", "setting", "kept"]);
        for (const { id, expr, value } of steps.values()) {
          const worked = evaluate(expr, (use) => steps.get(use)?.value ?? Number.NaN);
          expectSame(worked, value, () => ({ root: id, steps }), tally);
        }
      }
    });
    annotate(report(tally));
    expectFew(tally);
  });

  test("the executed gradient is the slope of the loss by finite differences", ({ annotate }) => {
    const tally = { compared: 0, skipped: 0 };
    forEachCase(({ batch }, { session, places }) => {
      const loss = new LossFunction(session, batch);
      for (const place of places) {
        const slope = slopeAt(loss, place);
        if (slope === undefined) tally.skipped++;
        else expectClose(place.gradient, slope, DIFFERENCES, `∂E/∂${place.name}`);
        tally.compared++;
      }
    });
    annotate(`${tally.skipped} of ${tally.compared} comparisons skipped: a kink lies within the step`);
    expect(tally.compared).toBeGreaterThan(ENOUGH);
    expect(tally.skipped / tally.compared).toBeLessThan(0.01);
  });

  test("the derivation of the updated number is its executed next value", ({ annotate }) => {
    const tally = newTally();
    forEachCase((_case, { executed, places }) => {
      const deriver = deriverOf(executed);
      for (const { name, next, at } of places) {
        if (!next) continue;
        const derivation = deriver.value(next, at);
        expectSame(reevaluate(derivation), executed.value(next, at), () => derivation, tally);
        expect(derivation.root).toBe(`${name}⁺`);
      }
    });
    annotate(report(tally));
    expectFew(tally);
  });
});

test("the random networks have everything in them", () => {
  const found = new Set<string>();
  forEachCase(({ model, optimizer, batch, biases, stepsBefore }) => {
    const layers = model.network.layers.filter((layer) => "dense" in layer);
    for (const { activation, dense, trainable } of layers) {
      found.add(`activation ${activation}`).add(`neurons ${dense}`).add(`trainable ${trainable}`);
    }
    for (const bias of biases) found.add(`bias ${bias}`);
    found.add(`last ${model.loss} ${layers[layers.length - 1].activation}`);
    found.add(`layers ${layers.length}`).add(`samples ${batch.inputs.shape[0]}`);
    found.add(`loss ${model.loss}`).add(`reduction ${model.reduction}`);
    found.add(`optimizer ${optimizer.name}`).add(`steps ${stepsBefore}`);
  });
  const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
  const expected = [
    ...activationNames.map((name) => `activation ${name}`),
    ...upTo(8).map((count) => `neurons ${count}`),
    ...upTo(4).map((count) => `layers ${count}`),
    ...upTo(5).map((count) => `samples ${count}`),
    ...biasForms.map((form) => `bias ${form}`),
    ...lossNames.map((name) => `loss ${name}`),
    ...reductions.map((name) => `reduction ${name}`),
    ...Object.keys(optimizers).map((name) => `optimizer ${name}`),
    ...["trainable true", "trainable false", "steps 0", "steps 1", "steps 2"],
    // with the loss's own activation left to it, named by the layer, and with another one
    ...["undefined", "softmax", "tanh"].map((name) => `last softmax-cross-entropy ${name}`),
    ...["undefined", "sigmoid", "relu"].map((name) => `last binary-cross-entropy-with-logits ${name}`),
  ];
  expect(expected.filter((one) => !found.has(one))).toEqual([]);
});

interface Executing {
  readonly session: Session;
  readonly executed: Executed;
  readonly places: readonly Place[];
}

/** Draws the same cases for every test, and shrinks the one that fails. */
function forEachCase(check: (drawn: RandomCase, executing: Executing) => void): void {
  fc.assert(
    fc.property(randomCase, (drawn) => check(drawn, execute(drawn))),
    DRAWN,
  );
}

function execute({ model, optimizer, batch, seed, stepsBefore }: RandomCase): Executing {
  const session = createSession({ model, optimizer, backend: referenceBackend, seed });
  for (let step = 0; step < stepsBefore; step++) session.step(batch);
  const executed = session.look(batch);
  return { session, executed, places: placesOf(executed) };
}

function placesOf({ graph, backward, parameters, value }: Executed): Place[] {
  return parameters.flatMap(({ node, next }, parameter) => {
    const adjoint = backward.adjoint.get(node.id) as Node;
    return positionsOf(node.shape).map((at, offset) => {
      const name = graph.elementName(node.id, at);
      return { name, node, next, parameter, offset, at, gradient: value(adjoint, at) };
    });
  });
}

type Given = "input" | "parameter" | "setting" | "kept";

function expectGiven(executed: Executed, steps: Derivation["steps"], allowed: readonly Given[]): void {
  const kinds = new Map<string, Given>();
  const given = [...steps.values()].filter(({ rule }) => rule === "given");
  for (const { id } of given) kinds.set(id, kindOf(executed, id));
  expect([...kinds].filter(([, kind]) => !allowed.includes(kind))).toEqual([]);
}

/** @throws Error where something that is computed is given */
function kindOf({ graph, parameters }: Executed, id: string): Given {
  const node = graph.find(id)?.node;
  if (node?.op.name === "input") return "input";
  if (node?.op.name === "constant") return "setting";
  if (node?.op.name !== "state") throw new Error(`${id} is given, but it is a ${node?.op.name}`);
  return parameters.some((parameter) => parameter.node === node) ? "parameter" : "kept";
}

/** By the first width that agrees, else by the first that meets no kink. */
function slopeAt(loss: LossFunction, { parameter, offset, gradient }: Place): number | undefined {
  let first: number | undefined;
  for (const width of WIDTHS) {
    const slope = loss.slope(parameter, offset, width);
    if (slope !== undefined && isClose(gradient, slope, DIFFERENCES)) return slope;
    first ??= slope;
  }
  return first;
}

interface Tally {
  compared: number;
  cancelled: number;
}

function newTally(): Tally {
  return { compared: 0, cancelled: 0 };
}

/**
 * Compares what a derivation gives with what was executed. Where large terms cancel, as in the gradient of a bias
 * that a whole softmax shares, which is 0, or in an update that divides such a gradient by its own size, what
 * is left is rounding: there the two may differ by as much as rounding can do on the way from the given numbers.
 */
function expectSame(worked: number, executed: number, derive: () => Derivation, tally: Tally): void {
  tally.compared++;
  if (isClose(worked, executed, SAME)) return;
  tally.cancelled++;
  const derivation = derive();
  expectClose(worked, executed, { absolute: roundedDerivation(derivation).error }, derivation.root);
}

function report({ compared, cancelled }: Tally): string {
  return `${cancelled} of ${compared} numbers are what cancellation left, and were held to the bound of rounding`;
}

function expectFew({ compared, cancelled }: Tally): void {
  expect(compared).toBeGreaterThan(ENOUGH);
  expect(cancelled / compared).toBeLessThan(0.005);
}
