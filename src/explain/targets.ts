import type { Executed } from "../autodiff/executed.ts";
import { refsOf } from "../graph/expression.ts";
import type { Node } from "../graph/node.ts";
import { InputError, nearestWord } from "../tensor/error.ts";
import { positionOf, sizeOf } from "../tensor/shape.ts";
import type { Reader } from "./read.ts";

/** What somebody asks to see: a gradient, with its update where the element is a parameter's; or a value. */
export interface Target {
  readonly node: Node;
  readonly at: readonly number[];
  readonly of: "gradient" | "value";
}

/** Up to this many names are listed one by one. */
const FEW = 12;
/** Names are suggested among at most this many. */
const SUGGESTED_AMONG = 5000;

/**
 * The quantities that names stand for: `w5`, `b1`, `w(h1→o1)`, `layers.1.weight[1,2]`, `w*`, `all`, `dE/dw5`,
 * `∂E/∂i1`, `delta_h1`, `net_h1`, `E`, `w5+`.
 * @throws InputError for a name that nothing has
 */
export function resolveTargets(executed: Executed, reader: Reader, names: readonly string[]): Target[] {
  const targets = names.flatMap((name) =>
    name === "all" ? parameterTargets(executed) : resolve(executed, reader, name),
  );
  const seen = new Set<string>();
  return targets.filter(({ node, at, of }) => {
    const key = `${node.id}@${at.join()} ${of}`;
    return !seen.has(key) && seen.add(key);
  });
}

function resolve(executed: Executed, reader: Reader, name: string): Target[] {
  if (name.includes("*")) return matching(executed, name);
  // a name that somebody gave goes before what it could also be a spelling of: delta_x, δ
  const exact = executed.graph.find(name.trim());
  const { symbol, of } = exact
    ? { symbol: name.trim(), of: undefined }
    : readSpelling(name, lossName(executed));
  const found =
    exact ??
    executed.graph.find(symbol) ??
    byConnection(executed, reader, symbol) ??
    byPath(executed, symbol);
  if (!found) throw unknown(executed, name);
  const { node, at } = found;
  const isGiven =
    node.op.name === "input" || executed.parameters.some((parameter) => parameter.node === node);
  if (of === "gradient" && node.id >= executed.backward.firstId) {
    throw new InputError(`${name}: expected a quantity that the loss depends on, found one of the update`);
  }
  return [{ node, at, of: of ?? (isGiven && !symbol.startsWith("target") ? "gradient" : "value") }];
}

function lossName({ graph, backward }: Executed): string {
  return graph.elementName(backward.loss.id, []);
}

/** The usual spellings of one symbol: `dE/dw5`, `∂E/∂w5`, `delta_h1` for ∂E/∂net_h1, `w5+`, `w5'`. */
function readSpelling(name: string, loss: string): { symbol: string; of: Target["of"] | undefined } {
  const text = name.trim().replaceAll(/\s/g, "").replaceAll("->", "→");
  const derivative = /^[d∂](.+?)(?:_?total)?\/[d∂](.+)$/.exec(text);
  if (derivative && [loss, "E"].includes(derivative[1])) return { symbol: derivative[2], of: "gradient" };
  const delta = /^(?:delta_|δ_?)(.+)$/.exec(text);
  if (delta) return { symbol: `net_${delta[1]}`, of: "gradient" };
  const updated = /^(.*?)(?:\+|'|⁺)(#\d+)?$/.exec(text);
  if (updated) return { symbol: `${updated[1]}⁺${updated[2] ?? ""}`, of: "value" };
  return { symbol: text, of: undefined };
}

/** Layer by layer from the last to the first: what is worked out for one is used for the next. */
function parameterTargets({ parameters }: Executed): Target[] {
  const layerOf = (path: string) => Number(path.split(".")[1]);
  const fromLast = [...parameters].sort((a, b) => layerOf(b.path) - layerOf(a.path));
  return elementTargets(fromLast.map(({ node }) => node));
}

function elementTargets(nodes: readonly Node[]): Target[] {
  return nodes.flatMap((node) =>
    Array.from({ length: sizeOf(node.shape) }, (_, offset): Target => {
      return { node, at: positionOf(node.shape, offset), of: "gradient" };
    }),
  );
}

function matching(executed: Executed, pattern: string): Target[] {
  const { graph } = executed;
  const escaped = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const expression = new RegExp(`^${escaped.join(".*")}$`, "u");
  const found = parameterTargets(executed).filter(({ node, at }) =>
    expression.test(graph.elementName(node.id, at)),
  );
  if (found.length === 0) throw unknown(executed, pattern);
  return found;
}

/** `w(h1→o1)`: the weight by which h1 enters o1. */
function byConnection({ graph, parameters }: Executed, reader: Reader, symbol: string) {
  const connection = /^w\((.+)→(.+)\)$/.exec(symbol);
  if (!connection) return undefined;
  const [, from, to] = connection;
  const source =
    graph.find(`out_${from}`) ?? graph.find(from) ?? graph.find(`out_${from}#1`) ?? graph.find(`${from}#1`);
  const net = graph.find(`net_${to}`) ?? graph.find(`net_${to}#1`);
  if (!source || !net) return undefined;
  const expr = reader.value(net.node, net.at);
  const terms = typeof expr === "object" && "fn" in expr && expr.fn === "add" ? expr.args : [expr];
  for (const term of terms) {
    const refs = refsOf(term);
    const weight = refs.find(({ node }) => parameters.some((parameter) => parameter.node.id === node));
    const isFromSource = refs.some(
      ({ node, at }) => node === source.node.id && at.join() === source.at.join(),
    );
    if (weight && isFromSource) return { node: graph.nodes[weight.node], at: weight.at as number[] };
  }
  return undefined;
}

/** `layers.1.weight[1,2]`, counted from 1. */
function byPath({ parameters }: Executed, symbol: string): { node: Node; at: number[] } | undefined {
  const [, path, indices] = /^([^[]+)(?:\[([\d,]+)\])?$/.exec(symbol) ?? [];
  const parameter = parameters.find((candidate) => candidate.path === path);
  if (!parameter) return undefined;
  const at = indices === undefined ? [] : indices.split(",").map((index) => Number(index) - 1);
  const { shape } = parameter.node;
  const fits = at.length === shape.length && at.every((i, axis) => i >= 0 && i < shape[axis]);
  return fits ? { node: parameter.node, at } : undefined;
}

function unknown(executed: Executed, name: string): InputError {
  const { graph, backward } = executed;
  const words: string[] = [];
  for (const [id] of graph.names) {
    if (id >= backward.firstId || words.length > SUGGESTED_AMONG) continue;
    const { shape } = graph.nodes[id];
    const count = Math.min(sizeOf(shape), SUGGESTED_AMONG);
    for (let offset = 0; offset < count; offset++)
      words.push(graph.elementName(id, positionOf(shape, offset)));
  }
  const near = nearestWord(readSpelling(name, lossName(executed)).symbol, words);
  const known = words.length <= FEW ? words.join(", ") : `${rangeOf(executed)}, net_…, out_…, dE/d…`;
  const hint = near ? `   did you mean "${near}"?` : "";
  return new InputError(`no quantity is called "${name}": expected ${known}, or all${hint}`);
}

/** `w1 … b4` */
function rangeOf({ graph, parameters }: Executed): string {
  const targets = elementTargets(parameters.map(({ node }) => node));
  return [targets[0], targets[targets.length - 1]]
    .map(({ node, at }) => graph.elementName(node.id, at))
    .join(" … ");
}
