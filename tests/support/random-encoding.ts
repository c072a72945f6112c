import fc from "fast-check";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { type DatePart, dateParts } from "../../src/data/dates.ts";
import { type Encoding, type Feature, inputsOf, type Label, targetsOf } from "../../src/data/encoding.ts";
import { createSession } from "../../src/index.ts";
import { type TrainedModel, trainedModel } from "../../src/model/trained-model.ts";
import type { LossName } from "../../src/nn/losses.ts";

/** What would break out of a string, a comment, a template or an object, if anything does. */
const hostile = [
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "*/ throw 1; /*",
  "`$\u007bprocess.exit(1)}`",
  '"; throw 1; "',
  "a\nthrow 1;\n",
  "\u2028throw 1;\u2028",
  "//",
  "<script>",
  "漢字 😀",
  "=1+1",
  "\\",
  "0",
  "\ud800",
];
const word = fc.oneof(fc.constantFrom(...hostile), fc.string({ minLength: 1, maxLength: 8, unit: "binary" }));
/** As a cell is read: without blanks around it, and not one that says that there is none. */
const cell = word
  .map((text) => text.trim())
  .filter((text) => text !== "" && !/^(na|n\/a|nan|null|\?)$/i.test(text));
const number = fc.integer({ min: -1000, max: 1000 }).map((n) => n / 8);
const divisor = fc.integer({ min: 1, max: 64 }).map((n) => n / 4);

const numberFeature = fc.record({ shift: number, divisor, filled: number });
const feature: fc.Arbitrary<(name: string) => Feature> = fc.oneof(
  numberFeature.map(
    ({ shift, divisor: by, filled }) =>
      (name: string): Feature => ({
        kind: "number",
        name,
        width: 1,
        scale: "standard",
        fill: "mean",
        shift: [shift],
        divisor: [by],
        filled: [filled],
      }),
  ),
  fc
    .record({
      levels: fc.uniqueArray(cell, { minLength: 1, maxLength: 4 }),
      unseen: fc.constantFrom("zeros" as const, "error" as const),
    })
    .map(
      ({ levels, unseen }) =>
        (name: string): Feature => ({ kind: "category", name, levels, unseen }),
    ),
  fc.subarray([...dateParts], { minLength: 1 }).map(
    (parts) =>
      (name: string): Feature =>
        dateFeature(name, parts),
  ),
);

function dateFeature(name: string, parts: readonly DatePart[]): Feature {
  const scaled = parts.flatMap((part) => (part === "time" || part === "year" ? [true] : [false, false]));
  return {
    kind: "date",
    name,
    parts,
    scale: "standard",
    fill: "mean",
    shift: scaled.map((is) => (is ? 1500 : 0)),
    divisor: scaled.map((is) => (is ? 700 : 1)),
    filled: 86_400 * 365 * 30.5,
  };
}

const label: fc.Arbitrary<(name: string) => Label> = fc.oneof(
  fc.record({ shift: number, divisor }).map(
    ({ shift, divisor: by }) =>
      (name: string): Label => ({
        kind: "number",
        name,
        width: 1,
        scale: "standard",
        shift: [shift],
        divisor: [by],
      }),
  ),
  fc.uniqueArray(cell, { minLength: 2, maxLength: 4 }).map(
    (classes) =>
      (name: string): Label => ({ kind: "classes", name, classes, outputs: "each", no: 0 }),
  ),
  fc
    .record({
      classes: fc.uniqueArray(cell, { minLength: 2, maxLength: 2 }),
      no: fc.constantFrom(0 as const, -1 as const),
    })
    .map(
      ({ classes, no }) =>
        (name: string): Label => ({ kind: "classes", name, classes, outputs: "one", no }),
    ),
);

export const randomEncoding: fc.Arbitrary<Encoding> = fc
  .record({
    features: fc.array(feature, { minLength: 1, maxLength: 5 }),
    names: fc.uniqueArray(word, { minLength: 6, maxLength: 6 }),
    label,
    missing: fc.option(fc.constantFrom(["-"], ["none", "Unknown"]), { nil: undefined }),
  })
  .map(({ features, names, label: made, missing }) => ({
    features: features.map((one, i) => one(names[i])),
    label: made(names[5]),
    ...(missing && { missing }),
  }));

const dates = [
  "2024-02-29",
  "1969-12-31T23:30",
  "2026-11",
  "2026-11-27 08:30:15.5Z",
  "0099-03-01T12:00+01:30",
];

/** A row as a program has it; some values are missing. */
export function randomRow({ features }: Encoding): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const values = features.map((one): fc.Arbitrary<unknown> => {
    const given: fc.Arbitrary<unknown> =
      one.kind === "number"
        ? fc.oneof(number, number.map(String))
        : one.kind === "date"
          ? fc.constantFrom(...dates)
          : fc.constantFrom(...one.levels);
    return fc.oneof({ weight: 5, arbitrary: given }, { weight: 1, arbitrary: fc.constantFrom(null, "") });
  });
  return fc.tuple(...values).map((all) => Object.fromEntries(features.map(({ name }, i) => [name, all[i]])));
}

function lossFor({ label: { kind, ...rest } }: Encoding): LossName {
  if (kind === "number") return "squared-error";
  const { outputs, no } = rest as { outputs: "each" | "one"; no: number };
  if (outputs === "each") return "softmax-cross-entropy";
  return no === 0 ? "binary-cross-entropy-with-logits" : "hinge";
}

/** A model that takes such rows. */
export function modelFor(encoding: Encoding, title: string, seed: number): TrainedModel {
  const layers = [{ dense: 3, activation: "tanh" }, { dense: targetsOf(encoding) }] as const;
  const session = createSession({
    model: { network: { inputs: inputsOf(encoding), layers }, loss: lossFor(encoding) },
    optimizer: { name: "sgd", learningRate: 1 },
    backend: referenceBackend,
    seed,
  });
  return trainedModel(session, { title, encoding });
}

export const hostileWord: fc.Arbitrary<string> = word;
