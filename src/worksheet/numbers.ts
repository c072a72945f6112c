import { evaluate } from "../ops/evaluate.ts";
import type { Random } from "../tensor/random.ts";
import type { ExerciseExample, LayerExample } from "./example.ts";
import type { Steps } from "./formula.ts";

/** The numbers of an exercise in the order of `givensOf`: inputs, parameters layer by layer, targets. */
export function numbersOf(example: ExerciseExample): number[] {
  if (!("network" in example)) return Object.values(example.values);
  const { network, data } = example;
  const parameters = network.layers.flatMap((layer) => [
    ...(layer.weights?.flat() ?? []),
    ...biasesOf(layer),
  ]);
  return [...data.inputs.flat(), ...parameters, ...data.targets.flat()];
}

function biasesOf({ bias = 0, dense }: LayerExample): readonly number[] {
  if (bias === false) return [];
  if (typeof bias === "object" && "shared" in bias) return [bias.shared];
  const values = typeof bias === "number" || isList(bias) ? bias : (bias.values ?? 0);
  return isList(values) ? values : Array.from({ length: dense }, () => values);
}

function isList(values: unknown): values is readonly number[] {
  return Array.isArray(values);
}

/** Every step worked out anew, from other given numbers and rounded on the way as asked. */
export function workOut(
  steps: Steps,
  given: (id: string, value: number) => number,
  round: (id: string, value: number) => number = (_, value) => value,
): Map<string, number> {
  const values = new Map<string, number>();
  const read = (id: string) => values.get(id) ?? Number.NaN;
  // steps stand in the order of calculation
  for (const { id, rule, expr, value } of steps.values())
    values.set(id, rule === "given" ? given(id, value) : round(id, evaluate(expr, read)));
  return values;
}

/**
 * Numbers at which only what is the same by its nature comes out the same: given ones at random, save 0 and 1, by
 * which formulas fall together.
 */
export function atRandom(
  steps: Steps,
  values: ReadonlyMap<string, number>,
  random: Random,
): Map<string, number> {
  return workOut(steps, (id, value) => {
    const given = values.get(id) ?? value;
    return given === 0 || given === 1 ? given : 0.1 + random.uniform();
  });
}

/** Up to what calculating adds to numbers. */
export function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

export function numberOf(id: string, values: ReadonlyMap<string, number>): number {
  return values.get(id) ?? Number.NaN;
}
