import type { Explanation } from "../explain.ts";
import { neuronOf } from "../names.ts";
import type { Emphasis } from "./picture.ts";
import type { Column } from "./picture-columns.ts";
import type { Connection, Wiring } from "./wiring.ts";

/** A line between two slots; it may stand for many connections. */
export interface Line extends Connection {
  readonly emphasis: Emphasis | undefined;
}

/** What somebody asks for, as a picture can show it. */
export interface Asked {
  readonly weights: readonly Connection[];
  readonly biases: ReadonlySet<string>;
  /** Those asked for, and those that a weight or a bias asked for enters. */
  readonly neurons: ReadonlySet<string>;
  readonly starts: ReadonlySet<string>;
}

export function askedOf({ explained, steps }: Explanation, { columns, biases }: Wiring): Asked {
  const gradients = explained.filter(({ derivation }) => steps.get(derivation.root)?.rule === "gradient");
  const neurons = gradients.filter(({ place }) => !isParameter(place?.kind)).map(({ of }) => neuronOf(of));
  const weights = gradients.flatMap(({ of, place }): Connection[] => {
    const [from, to] = place?.kind === "weight" ? (place.neurons?.split(" → ") ?? []) : [];
    return from !== undefined && to !== undefined ? [{ from, to, weight: of }] : [];
  });
  const entered = gradients.flatMap(({ of, place }): readonly string[] => {
    if (place?.kind !== "bias") return [];
    const sharing = [...biases].flatMap(([neuron, bias]) => (bias === of ? [neuron] : []));
    if (sharing.length > 0) return sharing;
    return place.neurons === undefined ? (columns[place.layer] ?? []) : [place.neurons];
  });
  return {
    weights,
    biases: new Set(gradients.flatMap(({ of, place }) => (place?.kind === "bias" ? [of] : []))),
    neurons: new Set(neurons),
    starts: new Set([...neurons, ...entered, ...weights.map(({ to }) => to)]),
  };
}

function isParameter(kind: string | undefined): boolean {
  return kind === "weight" || kind === "bias";
}

/** The lines of a picture; those in colour lead from what is asked for to the loss. */
export function linesOf({ connections }: Wiring, columns: readonly Column[], asked: Asked): Line[] {
  const slotOf = slotsOf(columns);
  const drawn = new Set(columns.flatMap(({ slots }) => slots));
  const isAsked = new Set(asked.weights.map(({ weight }) => weight));
  const merged = new Map<string, Connection>();
  for (const { weight, ...ends } of connections ?? [...asked.weights, ...denseBetween(columns)]) {
    const [from, to] = [slotOf.get(ends.from) ?? ends.from, slotOf.get(ends.to) ?? ends.to];
    if (!drawn.has(from) || !drawn.has(to)) continue;
    const key = `${from} ${to}`;
    const isSingle = from === ends.from && to === ends.to;
    const keeps = weight !== undefined && (isSingle || isAsked.has(weight));
    if (keeps || !merged.has(key)) merged.set(key, { from, to, ...(keeps && { weight }) });
  }
  const lines = [...merged.values()];
  const weighted = lines.filter(({ weight }) => weight !== undefined);
  const reached = reachedFrom(asked.starts, slotOf, lines);
  const isColoured = ({ from, weight }: Connection) =>
    weighted.length > 0 ? isAsked.has(weight) : reached.has(from);
  // where all is asked for, colour would say nothing
  const several = asked.weights.length + asked.biases.size + asked.neurons.size > 1;
  const isAll =
    connections !== undefined && several && (weighted.length > 0 ? weighted : lines).every(isColoured);
  const emphasisOf = ({ from, weight }: Connection): Emphasis | undefined => {
    if (isAll) return undefined;
    if (weight !== undefined && isAsked.has(weight)) return "asked";
    return reached.has(from) ? "path" : undefined;
  };
  return lines.map((line) => ({ ...line, emphasis: emphasisOf(line) }));
}

/** Where each neuron is drawn. */
function slotsOf(columns: readonly Column[]): ReadonlyMap<string, string> {
  return new Map(
    columns.flatMap(({ names, slots, fold }) => {
      const drawn = new Set(slots);
      return names.map((name): [string, string] => [name, drawn.has(name) ? name : (fold ?? name)]);
    }),
  );
}

/** Where there are no formulas to read, each layer acts on all of the next. */
function denseBetween(columns: readonly Column[]): Connection[] {
  return columns.flatMap(({ slots }, i) =>
    slots.flatMap((from) => (columns[i + 1]?.slots ?? []).map((to) => ({ from, to }))),
  );
}

/** The starts and all that they act on. */
function reachedFrom(
  starts: ReadonlySet<string>,
  slotOf: ReadonlyMap<string, string>,
  lines: readonly Connection[],
): Set<string> {
  const reached = new Set([...starts].map((name) => slotOf.get(name) ?? name));
  // a set hands out what is added while it is walked
  for (const from of reached) {
    for (const line of lines) if (line.from === from) reached.add(line.to);
  }
  return reached;
}
