import { InvalidArgumentError } from "commander";
import type { Random } from "../../index.ts";

export type Value = number | string;

/** A setting of an example that is tried with several values. */
export interface Setting {
  /** As it was asked for: `optimizer.learningRate`, `network.layers.1.dense`, layers being counted from 1. */
  readonly name: string;
  readonly path: readonly (string | number)[];
  readonly values: Values;
}

/** A few values, or all numbers of a range, of which equal parts or equal factors are equally likely. */
type Values =
  | { readonly kind: "list"; readonly list: readonly Value[] }
  | { readonly kind: "range"; readonly low: number; readonly high: number; readonly isLogarithmic: boolean };

const RANGE = /^([^,]+?)\.\.([^,]+?)(:log)?$/;

/** `key=1,2,3`, `key=0.001..0.1`, `key=0.001..0.1:log`; behind those that were parsed before. */
export function parseSetting(text: string, before: readonly Setting[] = []): Setting[] {
  const [name, ...rest] = text.split("=");
  const values = rest.join("=").trim();
  const keys = name.trim().split(".");
  if (rest.length === 0 || values === "" || keys.some((key) => !/^[A-Za-z0-9]+$/.test(key) || key === "0")) {
    throw new InvalidArgumentError(
      `expected a setting of the example and its values (as optimizer.learningRate=0.01,0.1), found "${text}"`,
    );
  }
  const path = keys.map((key) => (/^\d+$/.test(key) ? Number(key) - 1 : key));
  return [...before, { name: name.trim(), path, values: rangeIn(values) ?? listIn(values) }];
}

function rangeIn(text: string): Values | undefined {
  const found = RANGE.exec(text);
  if (!found) return undefined;
  const [low, high] = [Number(found[1]), Number(found[2])];
  const isLogarithmic = found[3] !== undefined;
  if (!(low < high) || !Number.isFinite(high - low) || (isLogarithmic && low <= 0)) {
    const expected = isLogarithmic ? "two numbers above 0, the lower first" : "two numbers, the lower first";
    throw new InvalidArgumentError(`expected ${expected}, found "${text}"`);
  }
  return { kind: "range", low, high, isLogarithmic };
}

function listIn(text: string): Values {
  const list = text.split(",").map((word) => {
    const value = word.trim();
    return value !== "" && Number.isFinite(Number(value)) ? Number(value) : value;
  });
  return { kind: "list", list };
}

/** A value that is as likely as all others; of a range with the digits that a person would write. */
export function drawn({ values }: Setting, random: Random): Value {
  if (values.kind === "list") return values.list[random.integer(values.list.length)];
  const { low, high, isLogarithmic } = values;
  const at = random.uniform();
  const value = isLogarithmic ? low * (high / low) ** at : low + (high - low) * at;
  return Number(value.toPrecision(4));
}
