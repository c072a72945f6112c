import type { Executed } from "../autodiff/executed.ts";
import { refsOf } from "../graph/expression.ts";
import type { Node } from "../graph/node.ts";
import { InputError, nearestWord } from "../tensor/error.ts";
import { positionOf, positionsOf, sizeOf } from "../tensor/shape.ts";
import { fits } from "./pattern.ts";
import type { Reader } from "./read.ts";
import { readSpelling } from "./spelling.ts";

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
 * `∂E/∂i1`, `delta_h1`, `net_h1`, `E`, `w5+`, and the usual spellings of these.
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
  const { graph } = executed;
  // a name that somebody gave goes before what it could also be a spelling of: delta_x, δ
  const exact = graph.find(name.trim());
  if (exact) return [targetOf(executed, exact, undefined, name)];
  const { symbol, of } = readSpelling(name, lossName(executed));
  if (symbol.includes("*")) return matching(executed, symbol, of, name);
  const found = findElement(executed, reader, symbol);
  if (!found) throw unknown(executed, name, symbol);
  return [targetOf(executed, found, of, name)];
}

/** The number that is called `w5`, `w(h1→o1)` or `layers.1.weight[1,2]`. */
export function findElement(
  executed: Executed,
  reader: Reader,
  symbol: string,
): { node: Node; at: number[] } | undefined {
  return executed.graph.find(symbol) ?? byConnection(executed, reader, symbol) ?? byPath(executed, symbol);
}

/** @throws InputError where there is no gradient of the kind asked for */
function targetOf(
  executed: Executed,
  { node, at }: { node: Node; at: readonly number[] },
  asked: Target["of"] | undefined,
  name: string,
): Target {
  const { backward, graph } = executed;
  const isGiven =
    node.op.name === "input" || executed.parameters.some((parameter) => parameter.node === node);
  const isTarget = graph.names.get(node.id)?.text.startsWith("target") ?? false;
  const of = asked ?? (isGiven && !isTarget ? "gradient" : "value");
  if (of === "gradient" && !backward.adjoint.has(node.id)) {
    throw new InputError(
      `${name}: expected a quantity that the loss is calculated from, found one that it is not`,
    );
  }
  return { node, at, of };
}

function lossName({ graph, backward }: Executed): string {
  return graph.elementName(backward.loss.id, []);
}

/** Layer by layer from the last to the first: what is worked out for one is used for the next. */
function parameterTargets({ parameters, backward }: Executed): Target[] {
  const layerOf = (path: string) => Number(path.split(".")[1]);
  // a statistic has no gradient: no way leads from it to the loss
  const trained = parameters.filter(({ node }) => backward.contributions.has(node.id));
  const fromLast = trained.sort((a, b) => layerOf(b.path) - layerOf(a.path));
  return elementsOf(fromLast.map(({ node }) => node)).map(
    (element): Target => ({ ...element, of: "gradient" }),
  );
}

function elementsOf(nodes: readonly Node[]): { node: Node; at: number[] }[] {
  return nodes.flatMap((node) => positionsOf(node.shape).map((at) => ({ node, at })));
}

/** Everything of the forward pass whose name fits; among the parameters first, as `w*` means the weights. */
function matching(executed: Executed, pattern: string, of: Target["of"] | undefined, name: string): Target[] {
  const { graph, backward, parameters } = executed;
  const isParameter = new Set(parameters.map(({ node }) => node));
  const updates = parameters.flatMap(({ next }) => next ?? []);
  const named = [...graph.names.keys()].filter((id) => id < backward.firstId).map((id) => graph.nodes[id]);
  const groups = [[...isParameter], named.filter((node) => !isParameter.has(node)), updates];
  for (const nodes of groups) {
    const found = elementsOf(nodes).filter(({ node, at }) => fits(pattern, graph.elementName(node.id, at)));
    if (found.length > 0) return found.map((element) => targetOf(executed, element, of, name));
  }
  throw unknown(executed, name, pattern.replaceAll("*", ""));
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

function unknown(executed: Executed, name: string, symbol: string): InputError {
  const { graph } = executed;
  if (symbol.endsWith("⁺") && graph.find(symbol.slice(0, -1))) {
    return new InputError(`${name}: expected a parameter that is trained, found one that no update changes`);
  }
  const words = namesOf(executed);
  const known =
    words.length <= FEW ? words.join(", ") : `${rangeOf(executed)}, net_…, out_…, delta_…, dE/d…, E`;
  const near = graph.find(`net_${symbol}`)
    ? `net_${symbol}", "out_${symbol}" or "delta_${symbol}`
    : nearestWord(symbol, words);
  const hint = near && symbol !== "" ? `   did you mean "${near}"?` : "";
  return new InputError(`no quantity is called "${name}": expected ${known}, or all${hint}`);
}

function namesOf({ graph, backward }: Executed): string[] {
  const words: string[] = [];
  for (const [id] of graph.names) {
    if (id >= backward.firstId || words.length > SUGGESTED_AMONG) continue;
    const { shape } = graph.nodes[id];
    const count = Math.min(sizeOf(shape), SUGGESTED_AMONG);
    for (let offset = 0; offset < count; offset++)
      words.push(graph.elementName(id, positionOf(shape, offset)));
  }
  return words;
}

/** `w1 … b4` */
function rangeOf({ graph, parameters }: Executed): string {
  const elements = elementsOf(parameters.map(({ node }) => node));
  return [elements[0], elements[elements.length - 1]]
    .map(({ node, at }) => graph.elementName(node.id, at))
    .join(" … ");
}
