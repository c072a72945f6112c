import type { Samples } from "../nn/samples.ts";
import { InputError, type Place } from "../tensor/error.ts";
import { counted } from "../tensor/wording.ts";
import type { SampleSet } from "./blocks.ts";
import { allRows, encode, type Unseen } from "./encode.ts";
import { type Encoding, type EncodingOptions, inputsOf, inputsText } from "./encoding.ts";
import { fitColumns } from "./fit.ts";
import { type Frame, frameOfSamples, SAMPLE_COLUMNS } from "./frame.ts";
import type { ColumnReport } from "./report.ts";
import type { ScaleName } from "./scale.ts";
import { groupedBy, splitRows, VALIDATION } from "./split.ts";

/** Data as it was read, and how it is to be divided and encoded. */
export interface RawData {
  readonly train: Frame;
  readonly test?: Frame;
  /** The share of `train` to set aside for testing, where there is no test data of its own. */
  readonly testFraction?: number;
  /** The share of what is left for training to set aside for validation. */
  readonly validationFraction?: number;
  readonly encoding: EncodingOptions;
  /** How many inputs the columns must make, and where somebody says which columns they are. */
  readonly inputs?: { readonly count: number; readonly place: Place };
}

export interface PreparedData {
  readonly train: Samples;
  readonly test?: Samples;
  readonly validation?: Samples;
  /** What the rows went through; new rows must go through the same. */
  readonly encoding: Encoding;
  /** What the columns of the training part hold. */
  readonly columns: readonly ColumnReport[];
  /** Of data that do not fit in memory, all samples; the others are a block of each part then. */
  readonly blocks?: { readonly train: SampleSet; readonly validation?: SampleSet; readonly test?: SampleSet };
  /** Levels of the test and validation rows that the training part does not have. */
  readonly unseen: readonly Unseen[];
}

/** Samples that are numbers already, as data that needs no encoding but scaling. */
export function rawSamples(samples: Samples, scale: ScaleName = "none"): RawData {
  const label = { kind: "number", name: SAMPLE_COLUMNS.targets, scale: "none" } as const;
  return { train: frameOfSamples(samples), encoding: { label, scale } };
}

/**
 * Divides and encodes data; what the encoding needs is taken from the training part alone.
 * @throws InputError where the columns make another number of inputs than is expected
 */
export function prepareData(data: RawData, seed: number): PreparedData {
  const { train: frame, testFraction, validationFraction } = data;
  const grouped = groupedBy(frame, data.encoding.label.name);
  const set = testFraction === undefined ? undefined : splitRows(grouped, testFraction, seed);
  const left = set ? { ...grouped, rows: set.train } : grouped;
  const held =
    validationFraction === undefined ? undefined : splitRows(left, validationFraction, seed, VALIDATION);
  const rows = held?.train ?? set?.train ?? allRows(frame);
  const { encoding, columns } = fitColumns(frame, rows, data.encoding);
  checkInputs(encoding, data.inputs);
  const unseen: Unseen[] = [];
  const samplesOf = (part: Frame, of?: ArrayLike<number>): Samples => {
    const { unseen: found, ...samples } = encode(part, encoding, of);
    unseen.push(...found);
    return samples;
  };
  const train = samplesOf(frame, rows);
  const test = set ? samplesOf(frame, set.test) : data.test && samplesOf(data.test);
  const validation = held && samplesOf(frame, held.test);
  return { train, ...(test && { test }), ...(validation && { validation }), encoding, columns, unseen };
}

/** All samples of a part, which may be more than fit in memory. */
export function wholeOf(data: PreparedData, part: "train" | "validation" | "test"): SampleSet | undefined {
  return data.blocks?.[part] ?? data[part];
}

/** @throws InputError where the columns make another number of inputs */
export function checkInputs(encoding: Encoding, expected: RawData["inputs"]): void {
  const found = inputsOf(encoding);
  if (!expected || found === expected.count) return;
  const { count, place } = expected;
  const arePlain = encoding.features.every((feature) => feature.kind === "number" && feature.width === 1);
  const message = arePlain
    ? `expected ${counted(count, "column")} (${counted(count, "input")} of the network), found ${found}`
    : `expected ${counted(count, "input")} (of the network), found ${inputsText(encoding)}`;
  throw new InputError(`features: ${message}`, place);
}
