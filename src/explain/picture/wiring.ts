import { type Expr, refsOf } from "../../graph/expression.ts";
import type { Step } from "../derive.ts";
import type { Explanation } from "../explain.ts";
import { neuronOf, sampleOf } from "../names.ts";

/** That one neuron acts on another, perhaps by a weight. */
export interface Connection {
  readonly from: string;
  readonly to: string;
  readonly weight?: string;
}

/** Who acts on whom, read off the formulas of the forward pass. */
export interface Wiring {
  /** The neurons from left to right, the inputs first and the loss last. */
  readonly columns: readonly (readonly string[])[];
  /** How many columns, from the left, are layers: there are none in a calculation without neurons. */
  readonly layers: number;
  /** Undefined where the forward pass is taken as given, so that there are no formulas to read it from. */
  readonly connections: readonly Connection[] | undefined;
  /** The bias of a neuron. */
  readonly biases: ReadonlyMap<string, string>;
}

/** @param inputs the names of the inputs, for where no formulas say them */
export function wiringOf(explanation: Explanation, inputs: readonly string[]): Wiring {
  const { forward, loss, steps } = explanation;
  // every sample takes the same way
  const layers = forward.map((ids) => ids.filter((id) => (sampleOf(id) ?? "1") === "1"));
  const neurons = layers.map((ids) => [...new Set(ids.map(neuronOf))]);
  const nets = layers.filter((ids) => ids.some(isNet)).length;
  const count = nets === 0 ? 0 : nets + 1;
  if (steps.get(layers[0]?.[0] ?? "")?.rule === "given") {
    const columns = [inputs, ...neurons, [loss]];
    return { columns, layers: count, connections: undefined, biases: new Map() };
  }
  const known = new Set(neurons.flat());
  const read = layers.flat().map((id) => readStep(steps.get(id) as Step, known));
  const connections = [
    ...read.flatMap((one) => one.connections),
    ...sourcesOf(loss, steps, known, count === 0).map((from) => ({ from, to: loss })),
  ];
  const columns = columnsOf(neurons, loss, connections);
  const place = new Map(columns.flatMap((names, column) => names.map((name) => [name, column])));
  const isForward = ({ from, to }: Connection) => (place.get(from) ?? 0) < (place.get(to) ?? 0);
  return {
    columns,
    layers: count,
    connections: distinct(connections).filter(isForward),
    biases: new Map(read.flatMap(({ neuron, bias }) => (bias === undefined ? [] : [[neuron, bias]]))),
  };
}

function isNet(id: string): boolean {
  return id.startsWith("net_");
}

interface Read {
  readonly neuron: string;
  readonly connections: readonly Connection[];
  readonly bias: string | undefined;
}

/** A net input is a sum of weights times signals, and a bias; of any other value all that it uses is a signal. */
function readStep({ id, expr }: Step, known: ReadonlySet<string>): Read {
  const to = neuronOf(id);
  const isSignal = (ref: string) => known.has(neuronOf(ref));
  if (!isNet(id)) {
    const sources = new Set(refsOf(expr).map(neuronOf));
    sources.delete(to);
    return { neuron: to, connections: [...sources].map((from) => ({ from, to })), bias: undefined };
  }
  const connections: Connection[] = [];
  let bias: string | undefined;
  for (const refs of termsOf(expr).map((term) => [...new Set(refsOf(term))])) {
    // in a product parameters stand before values
    const signals = refs.some(isSignal) ? refs.filter(isSignal) : refs.slice(1).slice(-1);
    const [parameter] = refs.filter((ref) => !signals.includes(ref));
    if (signals.length === 0) bias = parameter;
    const weight = parameter === undefined ? {} : { weight: parameter };
    connections.push(...signals.map((signal) => ({ from: neuronOf(signal), to, ...weight })));
  }
  return { neuron: to, connections, bias };
}

function termsOf(expr: Expr<string>): Expr<string>[] {
  return typeof expr === "object" && "fn" in expr && expr.fn === "add" ? expr.args.flatMap(termsOf) : [expr];
}

/** The neurons that the loss is calculated from; in a calculation without neurons also the numbers given for it. */
function sourcesOf(
  loss: string,
  steps: ReadonlyMap<string, Step>,
  known: ReadonlySet<string>,
  withGiven: boolean,
): readonly string[] {
  const sources = new Set<string>();
  const seen = new Set<string>();
  const visit = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    const step = steps.get(id);
    const isGiven = withGiven && step?.rule === "given";
    if (known.has(neuronOf(id)) || isGiven) sources.add(neuronOf(id));
    else for (const use of step?.uses ?? []) visit(use);
  };
  visit(loss);
  return [...sources];
}

/** Each neuron right of all that act on it; those of a layer do not act on one another. */
function columnsOf(
  layers: readonly (readonly string[])[],
  loss: string,
  connections: readonly Connection[],
): string[][] {
  const layerOf = new Map(layers.flatMap((names, layer) => names.map((name) => [name, layer])));
  const column = new Map<string, number>();
  const sources = new Map<string, string[]>();
  for (const { from, to } of connections) sources.set(to, [...(sources.get(to) ?? []), from]);
  const place = (name: string): void => {
    const before = (sources.get(name) ?? []).filter((from) => !isBeside(from, name));
    for (const from of before) if (!layerOf.has(from)) column.set(from, 0);
    column.set(name, 1 + Math.max(0, ...before.map((from) => column.get(from) ?? 0)));
  };
  for (const name of [...layers.flat(), loss]) place(name);
  column.delete(loss);
  column.set(loss, 1 + Math.max(0, ...column.values()));
  const count = Math.max(...column.values()) + 1;
  return Array.from({ length: count }, (_, i) => [...column.keys()].filter((name) => column.get(name) === i));

  function isBeside(a: string, b: string): boolean {
    return (
      layerOf.has(a) && layerOf.get(a) === layerOf.get(b) && a.replace(/\d+$/, "") === b.replace(/\d+$/, "")
    );
  }
}

/** A neuron may use another twice, as in a batch. */
function distinct(connections: readonly Connection[]): Connection[] {
  return [...new Map(connections.map((one) => [`${one.from} ${one.to} ${one.weight ?? ""}`, one])).values()];
}
