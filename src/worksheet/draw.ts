import { permutation, type Random } from "../tensor/random.ts";
import type { BiasExample, ExerciseExample, ExpressionsExample, NetworkExample } from "./example.ts";

/** alike: of the same kind as those they stand for. small: of whole and larger ones none beyond 1. */
export type Sizes = "alike" | "small";

/** Fresh numbers for an example: short ones, none of them 0. */
export function drawExample(example: ExerciseExample, sizes: Sizes, random: Random): ExerciseExample {
  return "network" in example ? drawNetwork(example, sizes, random) : drawExpressions(example, sizes, random);
}

/** Weights are multiples of this, up to `LARGEST_WEIGHT` of them. */
const WEIGHT_STEP = 0.05;
const LARGEST_WEIGHT = 18;
/** As many weights as there are sizes to choose from all differ in size. */
const SMALLEST_WEIGHT = 2;

const NEGATIVE = 0.3;

function drawNetwork(example: NetworkExample, sizes: Sizes, random: Random): NetworkExample {
  const { network, data } = example;
  const weight = weightsFrom(random);
  const layers = network.layers.map((layer, l) => {
    const width = l === 0 ? network.inputs : network.layers[l - 1].dense;
    return {
      ...layer,
      weights: Array.from({ length: layer.dense }, () => Array.from({ length: width }, weight)),
      ...(layer.bias !== false && { bias: drawBias(layer.bias, layer.dense, weight) }),
    };
  });
  return { ...example, network: { ...network, layers }, data: drawData(data, sizes, random) };
}

/** One after the other, no size twice before all have had their turn. */
function weightsFrom(random: Random): () => number {
  const sizes = LARGEST_WEIGHT - SMALLEST_WEIGHT + 1;
  let order: Uint32Array = new Uint32Array();
  let used = 0;
  return () => {
    if (used === order.length) [order, used] = [permutation(sizes, random), 0];
    const size = multiple(order[used++] + SMALLEST_WEIGHT, WEIGHT_STEP);
    return random.uniform() < NEGATIVE ? -size : size;
  };
}

function drawBias(bias: BiasExample | undefined, neurons: number, weight: () => number): BiasExample {
  const each = () => Array.from({ length: neurons }, weight);
  if (bias === undefined || Array.isArray(bias)) return each();
  if (typeof bias === "number") return weight();
  if (typeof bias === "object" && "shared" in bias) return { ...bias, shared: weight() };
  if (typeof bias === "object" && "values" in bias && typeof bias.values === "number")
    return { ...bias, values: weight() };
  return { ...(bias as object), values: each() };
}

/** One sample: a calculation by hand is of one. */
function drawData(
  { inputs, targets }: NetworkExample["data"],
  sizes: Sizes,
  random: Random,
): NetworkExample["data"] {
  const sample = random.integer(inputs.length);
  const draw = (rows: typeof inputs) => {
    const kind = kindOf(rows.flat());
    const row = rows[sample];
    return [isFixed(rows, kind) ? row : row.map(() => drawOf(sized(kind, sizes), random))];
  };
  return { inputs: draw(inputs), targets: draw(targets) };
}

/** Classes, the truth values of a function, and probabilities are not for us to change. */
function isFixed(rows: readonly (readonly number[])[], kind: Kind): boolean {
  const isShare = (row: readonly number[]) =>
    row.length > 1 && Math.abs(row.reduce((sum, x) => sum + x, 0) - 1) < 1e-9;
  return kind.of === "bits" || (kind.of === "unit" && rows.length > 1 && rows.every(isShare));
}

function drawExpressions(example: ExpressionsExample, sizes: Sizes, random: Random): ExpressionsExample {
  const values = Object.entries(example.values).map(([name, value]): [string, number] => [
    name,
    drawOf(sized(kindOfValue(value), sizes), random),
  ]);
  return { ...example, values: Object.fromEntries(values) };
}

/** bits: 0 and 1. unit: between them. whole: whole numbers. real: any; up to `largest`, negative where some are. */
interface Kind {
  readonly of: "bits" | "unit" | "whole" | "real";
  readonly largest: number;
  readonly signed: boolean;
}

/** Where all numbers are smaller, whole ones go this far nonetheless, and others go this far at most. */
const SMALL_WHOLE = 5;
const LARGEST_REAL = 9;

/** A single 0 or 1 is a whole number like any other. */
function kindOfValue(value: number): Kind {
  return Number.isInteger(value)
    ? { of: "whole", largest: Math.min(LARGEST_REAL, Math.abs(value)), signed: value < 0 }
    : kindOf([value]);
}

function kindOf(numbers: readonly number[]): Kind {
  const largest = Math.min(LARGEST_REAL, Math.max(1, ...numbers.map(Math.abs)));
  const signed = numbers.some((x) => x < 0);
  if (numbers.every((x) => x === 0 || x === 1)) return { of: "bits", largest, signed };
  if (numbers.every((x) => x >= 0 && x <= 1)) return { of: "unit", largest, signed };
  const isWhole = numbers.every(Number.isInteger);
  return { of: isWhole ? "whole" : "real", largest, signed };
}

function sized(kind: Kind, sizes: Sizes): Kind {
  return sizes === "alike" || kind.of === "bits" ? kind : { ...kind, of: "unit" };
}

function drawOf({ of, largest, signed }: Kind, random: Random): number {
  const sign = signed && random.uniform() < 0.5 ? -1 : 1;
  if (of === "bits") return random.integer(2);
  if (of === "unit") return sign * multiple(1 + random.integer(19), WEIGHT_STEP);
  // 1 hides that it was multiplied with
  if (of === "whole") return sign * (2 + random.integer(Math.max(largest, SMALL_WHOLE) - 1));
  return sign * multiple(1 + random.integer(Math.ceil(largest / WEIGHT_STEP)), WEIGHT_STEP);
}

/** 0.15, not 0.15000000000000002. */
function multiple(count: number, step: number): number {
  return Number((count * step).toFixed(2));
}
