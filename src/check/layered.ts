/** The numbers of a network as workings write them that count layers: `z^{(2)}_1`, `a1[2]`, `W_1[1,2]`, `\hat y_1`. */
export interface Layered {
  /** What a symbol may stand for, in names that the graph knows; several where two ways of counting are possible. */
  symbols(symbol: string): readonly string[];
}

type Kind = "net" | "out" | "weight" | "bias";

interface Parts {
  readonly kind: Kind;
  readonly layer: number;
  /** From 1; empty where none is written. */
  readonly index: readonly number[];
}

const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/^(?:net|z|s)(?![a-z])/, "net"],
  [/^(?:out|a|h)(?![a-z])/, "out"],
  [/^[WwΘθ](?![a-z])/, "weight"],
  [/^b(?![a-z])/, "bias"],
];

/** A layer `#2` or `^[2]`, places `[1,2]`, and numbers of which only the rest says what they count. */
const MARKS = /#(\d{1,4})|\^\[(\d{1,4})\]|\[(\d{1,4}(?:,\d{1,4})?)\]|_?(\d{1,4}(?:,\d{1,4})?)/g;

/** Vectors of one layer, and what their elements are called. */
const VECTORS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^x$/, ["i"]],
  [/^(?:y|t|target)$/, ["target_o", "out_o"]],
  [/^(?:p|o|out_?o|a_?o|y\u0302|y_?hat|yhat)$/, ["out_o"]],
  [/^(?:h|out_?h|a_?h)$/, ["out_h"]],
  [/^(?:net|z)_?o$/, ["net_o"]],
  [/^(?:net|z)_?h$/, ["net_h"]],
];
const VECTOR = /^(.+?)_?(?:\[(\d{1,4})\]|(\d{1,4}))$/;

/** How a working may count; several where nothing tells. */
export interface Counting {
  /** With the first layer behind the inputs called 1, or 2; of neurons, and of weights. */
  readonly neurons: readonly (1 | 2)[];
  readonly weights: readonly (1 | 2)[];
  /** Which of the two places of a weight counts the neurons that it leads to: where inputs stand on the left, the second. */
  readonly to: readonly ("row" | "column")[];
}

export const ANY_COUNTING: Counting = { neurons: [1, 2], weights: [1, 2], to: ["row", "column"] };

/** @param layers those with weights */
export function layeredOf(layers: number, { neurons, weights, to }: Counting): Layered {
  return {
    symbols(symbol) {
      if (layers === 0) return [];
      const { base, next } = withoutNext(symbol);
      const parts = partsOf(base);
      if (!parts) return vectorElements(base);
      const { layer, kind } = parts;
      const names = (kind === "weight" ? weights : neurons).flatMap((start) =>
        elementNames(parts, layer - start + 1, layers, to),
      );
      return [...names, ...ofSample(parts, layers)].map((name) => name + next);
    },
  };
}

/** `W2_new[1,1]` as `W2[1,1]` and the mark of a next value. */
function withoutNext(symbol: string): { base: string; next: string } {
  const base = symbol.replace(/⁺|[_^,]?(?:new|next|updated)(?=\[|$)|['+](?=\[|$)/, "");
  return { base, next: base === symbol ? "" : "⁺" };
}

function partsOf(symbol: string): Parts | undefined {
  const [pattern, kind] = KINDS.find(([start]) => start.test(symbol)) ?? [];
  if (!pattern || !kind) return undefined;
  const marks = symbol.replace(pattern, "").replace(/^_(?=#|\^|\[)/, "");
  if (marks.replaceAll(MARKS, "") !== "") return undefined;
  const found = [...marks.matchAll(MARKS)];
  const [above] = found.flatMap(([, sharp, power]) => sharp ?? power ?? []);
  const places = found.flatMap(([, , , list]) => list ?? []);
  const bare = found.flatMap(([, , , , number]) => number ?? []);
  const isLayerBare = above === undefined && bare.length === 1 && places.length > 0;
  const layer = isLayerBare ? bare[0] : above;
  const written = places.length > 0 ? places : bare;
  if (layer === undefined || written.length > 1 || (places.length > 0 && bare.length > 0 && !isLayerBare))
    return undefined;
  return { kind, layer: Number(layer), index: indexOf(written[0], kind) };
}

/** `12` of a weight is row 1, column 2. */
function indexOf(written: string | undefined, kind: Kind): number[] {
  if (written === undefined) return [];
  const isPair = kind === "weight" && /^\d\d$/.test(written);
  return (isPair ? [...written] : written.split(",")).map(Number);
}

function elementNames({ kind, index }: Parts, layer: number, layers: number, to: Counting["to"]): string[] {
  if (layer > layers || layer < (kind === "out" ? 0 : 1)) return [];
  const [row = 1, column] = index;
  if (kind === "weight") {
    if (column === undefined) return [];
    const orders = to.map((order) => (order === "row" ? [row, column] : [column, row]));
    return orders.map((order) => `layers.${layer}.weight[${order.join()}]`);
  }
  if (column !== undefined) return [];
  if (kind === "bias") return [`layers.${layer}.bias[${row}]`, `layers.${layer}.bias`];
  return [layer === 0 ? `i${row}` : `${kind}_${neuronsOf(layer, layers)}${row}`];
}

/** Of a single layer, `z^{(3)}` is rather the third sample's. */
function ofSample({ kind, layer, index: [row = 1] }: Parts, layers: number): string[] {
  const isNeuron = kind === "net" || kind === "out";
  return layers === 1 && isNeuron ? [`${kind}_o${row}#${layer}`] : [];
}

function neuronsOf(layer: number, layers: number): string {
  if (layer === layers) return "o";
  return layers === 2 ? "h" : `h${layer}.`;
}

function vectorElements(symbol: string): string[] {
  const [, name, inBrackets, behind] = VECTOR.exec(symbol) ?? [];
  if (name === undefined) return [];
  const names = VECTORS.find(([pattern]) => pattern.test(name))?.[1] ?? [];
  return names.map((text) => `${text}${inBrackets ?? behind}`);
}
