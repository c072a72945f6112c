import { permutation, type Random, randomStream } from "../../src/tensor/random.ts";
import { calculation, type Quantity } from "./sheets-calculation.ts";
import {
  type Calculated,
  calculate,
  type Habit,
  inUnits,
  type SheetStyle,
  unitsText,
} from "./sheets-hand.ts";
import { type MistakeKind, type Place, placesOf } from "./sheets-mistakes.ts";
import { drawNetwork, networkYaml, type SheetNetwork } from "./sheets-network.ts";

export { type MistakeKind, mistakeKinds } from "./sheets-mistakes.ts";

/**
 * A calculation by hand of a small network, right or with one mistake: calculated by plain formulas of its own, so
 * that it can be held against what judges it.
 */
export interface Sheet {
  readonly seed: number;
  readonly exampleYaml: string;
  /** In the order of the page. */
  readonly lines: readonly SheetLine[];
  /** A line of `name = number` each. */
  readonly text: string;
  readonly decimals: Decimals;
  readonly style: SheetStyle;
  readonly mistake?: SheetMistake;
}

interface SheetLine {
  readonly name: string;
  /** What the author calculated, before it was rounded. */
  readonly value: number;
  /** The number as printed. */
  readonly text: string;
  /** On the page, from 1. */
  readonly line: number;
  /** In the calculation, from 1, among the lines written. */
  readonly order: number;
}

interface SheetMistake {
  readonly kind: MistakeKind;
  /** The quantity in whose calculation it was made, as a line names it, written or not; the first where several. */
  readonly name: string;
  /**
   * The line that is the first, in order of calculation, whose number differs from that of the same sheet without
   * the mistake; absent where none does.
   */
  readonly firstChangedLine?: number;
  /**
   * Does a number on the sheet differ from what any right calculation prints: rounded or cut, exactly or from the
   * sheet's own numbers?
   */
  readonly changesDigits: boolean;
  /** By how many units of the last place that number differs; 0 where none does. */
  readonly units: number;
}

type Decimals = 3 | 4 | 6;

interface Options {
  readonly decimals: Decimals;
  readonly mistake?: MistakeKind;
}

/** Networks are tried until there is one for the mistake. */
const ATTEMPTS = 2000;
const KINK = 0.01;
const LARGEST = 1000;

/** The same sheet for the same seed and options. */
export function generateSheet(seed: number, options: Options): Sheet {
  const style = drawStyle(randomStream(seed, 4001), options.mistake);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const sheet = attemptSheet(seed, attempt, style, options);
    if (sheet) return sheet;
  }
  throw new Error(`no network for seed ${seed}, ${options.mistake ?? "right"}`);
}

/** The id by which a derivation knows the quantity of a line. */
export function productId(name: string): string {
  return name.replace(/^delta_/, "∂E/∂net_").replace(/\+$/, "⁺");
}

function drawStyle(random: Random, mistake: MistakeKind | undefined): SheetStyle {
  const early = random.uniform() < 0.3;
  return {
    rounding: pick(random, ["rounded", "rounded", "cut", "mixed", "mixed"]),
    unwritten: pick(random, ["rounded", "exact"]),
    carries: random.uniform() < 0.6,
    partial: random.uniform() < 0.6,
    shuffled: random.uniform() < 0.3,
    updatesEarly: early || mistake === "updated-too-early",
    minus: pick(random, ["-", "-", "−"]),
  };
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.integer(from.length)];
}

interface Draft {
  readonly network: SheetNetwork;
  readonly quantities: readonly Quantity[];
  readonly right: readonly Calculated[];
  /** The same without any rounding. */
  readonly exact: readonly Calculated[];
  calculate(place: Place, rounded: boolean): Calculated[];
}

/** A sheet on this network, if it can be written and the mistake made. */
function attemptSheet(seed: number, attempt: number, style: SheetStyle, options: Options): Sheet | undefined {
  const draft = draftOf(seed, attempt, style, options.decimals);
  if (!isSane(draft, draft.exact) || !isSane(draft, draft.right)) return undefined;
  const random = randomStream(seed, 4003, attempt);
  const page = pageOrder(draft.right, style, random);
  const write = (numbers: readonly Calculated[], mistake?: Omit<SheetMistake, Effect>) =>
    sheetOf(seed, draft, numbers, page, style, options.decimals, mistake);
  const { mistake: kind } = options;
  if (kind === undefined) return write(draft.right);
  if (kind === "last-digit") {
    const slip = slipOf(draft, options.decimals, random);
    return slip && write(slip.numbers, { kind, name: slip.name });
  }
  const places = placesOf(draft.network, kind).filter((place) => isMistake(draft, place));
  if (places.length === 0) return undefined;
  const place = pick(random, places);
  return write(draft.calculate(place, true), { kind, name: place.name });
}

function draftOf(seed: number, attempt: number, style: SheetStyle, decimals: number): Draft {
  const network = drawNetwork(seed, attempt);
  const quantities = calculation(network, style.updatesEarly);
  const habits = drawHabits(randomStream(seed, 4002, attempt), quantities.length, style);
  const precise = { ...style, carries: false };
  return {
    network,
    quantities,
    right: calculate(quantities, habits, style, decimals),
    exact: calculate(quantities, habits, precise, decimals),
    calculate: ({ formulas }, rounded) =>
      calculate(quantities, habits, rounded ? style : precise, decimals, formulas),
  };
}

function drawHabits(random: Random, count: number, style: SheetStyle): Habit[] {
  const order = permutation(count, random);
  const half = Math.ceil(count / 2);
  return Array.from(order, (place) => ({
    written: !style.partial || place < half,
    cut: style.rounding === "cut" || (style.rounding === "mixed" && random.uniform() < 0.5),
  }));
}

/** No number out of hand, no net at a kink, no layer of relu that is all off. */
function isSane({ network }: Draft, numbers: readonly Calculated[]): boolean {
  if (!numbers.every(({ value }) => Math.abs(value) < LARGEST)) return false;
  const values = new Map(numbers.map(({ name, value }) => [name, value]));
  const last = network.layers.length - 1;
  return network.layers.every(({ activation, weights }, l) => {
    if (activation !== "relu") return true;
    const prefix = last === 1 ? "net_h" : `net_h${l + 1}.`;
    const nets = weights.map((_, k) => values.get(`${prefix}${k + 1}`) ?? Number.NaN);
    return nets.every((net) => Math.abs(net) >= KINK) && nets.some((net) => net > 0);
  });
}

/** Does it give another number, there and on the sheet, and leave a calculation that can be written down? */
function isMistake(draft: Draft, place: Place): boolean {
  const exact = draft.calculate(place, false);
  const changed = exact.filter(({ value }, i) => Math.abs(value - draft.exact[i].value) > 1e-9);
  const shows = changed.some(({ written }) => written);
  return (
    changed[0]?.name === place.name &&
    shows &&
    isSane(draft, exact) &&
    isSane(draft, draft.calculate(place, true))
  );
}

/** The indices of the written quantities, as they come on the page. */
function pageOrder(numbers: readonly Calculated[], { shuffled }: SheetStyle, random: Random): number[] {
  const written = numbers.flatMap((number, i) => (number.written ? [i] : []));
  return shuffled ? Array.from(permutation(written.length, random), (i) => written[i]) : written;
}

interface Slip {
  readonly name: string;
  readonly numbers: readonly Calculated[];
}

/** One printed number a unit or two off, so that neither rounding nor cutting gives it, exact or carried. */
function slipOf(draft: Draft, decimals: number, random: Random): Slip | undefined {
  const { right } = draft;
  const written = right.flatMap((number, i) => (number.written ? [i] : []));
  const chosen = pick(random, written);
  const units = right[chosen].units + pick(random, [-2, -1, 1, 2]);
  if (isRight(draft, chosen, units, decimals)) return undefined;
  return {
    name: right[chosen].name,
    numbers: right.map((number, i) => (i === chosen ? { ...number, units } : number)),
  };
}

type Effect = "firstChangedLine" | "changesDigits" | "units";

/** Is it what a right calculation prints, exact or carried, rounded or cut? */
function isRight({ right, exact }: Draft, i: number, units: number, decimals: number): boolean {
  return [right, exact].some((numbers) =>
    [false, true].some((cut) => units === inUnits(numbers[i].value, decimals, cut)),
  );
}

function sheetOf(
  seed: number,
  draft: Draft,
  numbers: readonly Calculated[],
  page: readonly number[],
  style: SheetStyle,
  decimals: Decimals,
  mistake: Omit<SheetMistake, Effect> | undefined,
): Sheet {
  const inOrder = page.toSorted((a, b) => a - b);
  const lines = page.map((i, position) => ({
    name: numbers[i].name,
    value: numbers[i].value,
    text: unitsText(numbers[i].units, decimals, style.minus),
    line: position + 1,
    order: inOrder.indexOf(i) + 1,
  }));
  return {
    seed,
    exampleYaml: networkYaml(draft.network),
    lines,
    text: lines.map(({ name, text }) => `${name} = ${text}\n`).join(""),
    decimals,
    style,
    ...(mistake && { mistake: { ...mistake, ...effectOf(draft, numbers, page, decimals) } }),
  };
}

/** Where a mistake shows first. */
function effectOf(
  draft: Draft,
  numbers: readonly Calculated[],
  page: readonly number[],
  decimals: number,
): Pick<SheetMistake, Effect> {
  const first = numbers.findIndex(({ written, units }, i) => written && units !== draft.right[i].units);
  if (first < 0) return { changesDigits: false, units: 0 };
  const { units } = numbers[first];
  return {
    changesDigits: !isRight(draft, first, units, decimals),
    firstChangedLine: page.indexOf(first) + 1,
    units: Math.abs(units - draft.right[first].units),
  };
}
