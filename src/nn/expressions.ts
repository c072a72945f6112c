import type { Expr, Fn } from "../graph/expression.ts";
import { Graph } from "../graph/graph.ts";
import type { Node } from "../graph/node.ts";
import { opsFor } from "../ops/index.ts";
import { InputError } from "../tensor/error.ts";
import type { DType } from "../tensor/tensor.ts";
import { everyKind } from "./every-kind.ts";
import { buildUpdates, type OptimizerSpec } from "./optimizers.ts";

/** A number that is given. */
export interface NamedValue {
  readonly name: string;
  readonly value: number;
}

/** A number that is calculated, from those that the expression names. */
export interface Definition {
  readonly name: string;
  readonly expr: Expr<string>;
}

/** A small graph without layers, as lessons work it: `q = x + y`, `f = q · z`, and numbers for x, y, z. */
export interface ExpressionsSpec {
  /** By them the result is differentiated; an optimiser updates them. */
  readonly values: readonly NamedValue[];
  /** Each after those that it uses. */
  readonly definitions: readonly Definition[];
  /** The definition that is differentiated. */
  readonly result: string;
}

/** A small graph, every node a scalar; all that has a name in the spec has it in the graph. */
export interface BuiltExpressions {
  readonly graph: Graph;
  /** In the order of the spec. */
  readonly values: readonly Node[];
  readonly definitions: readonly Node[];
  readonly result: Node;
}

/** @throws InputError where a name stands for two things, for none, or for one that comes later */
export function buildExpressions(spec: ExpressionsSpec, dtype: DType = "f64"): BuiltExpressions {
  const graph = new Graph(dtype);
  const ops = opsFor(graph);
  const known = new Map<string, Node>();

  const called = (name: string, node: Node): Node => {
    if (known.has(name)) throw nameTwice(name);
    known.set(name, node);
    return graph.name(node, { text: name });
  };
  const find = (name: string): Node => {
    const node = known.get(name);
    if (!node) throw new InputError(`nothing before is called ${JSON.stringify(name)}`);
    return node;
  };
  const lower = (expr: Expr<string>): Node => {
    if (typeof expr === "number") return ops.constant(expr, []);
    if ("ref" in expr) return find(expr.ref);
    if ("sum" in expr) throw new Error("buildExpressions: unroll the sums first");
    const [fn, args] = asPrimitive(expr.fn, expr.args);
    const [first, ...others] = args.map(lower);
    if (others.length === 0) return isChain(fn) ? first : ops.apply(fn, first);
    return others.reduce((result, next) => ops.apply(fn, result, next), first);
  };
  const define = (expr: Expr<string>): Node => {
    const node = lower(expr);
    // what is but another name, or a number, gets a node of its own to bear its name
    return graph.names.has(node.id) || node.op.arity === 0 ? ops.identity(node) : node;
  };

  const values = spec.values.map(({ name }) => called(name, ops.state([])));
  const definitions = spec.definitions.map(({ name, expr }) => called(name, define(expr)));
  return { graph, values, definitions, result: find(spec.result) };
}

/** x² has a primitive of its own. */
function asPrimitive(fn: Fn, args: readonly Expr<string>[]): [Fn, readonly Expr<string>[]] {
  return fn === "pow" && args[1] === 2 ? ["square", [args[0]]] : [fn, args];
}

/** Does it take any number of arguments? */
function isChain(fn: Fn): boolean {
  return fn === "add" || fn === "mul";
}

/** A name that the optimiser gives to something of its own, as adam does `t`; undefined where all names are free. */
export function nameTaken(spec: ExpressionsSpec, optimizer: OptimizerSpec): string | undefined {
  const { graph, values } = buildExpressions(spec);
  const own = new Set([...graph.names.values()].map(({ text }) => text));
  const before = graph.nodes.length;
  buildUpdates(
    graph,
    optimizer,
    values.map((node) => ({ node, gradient: node })),
    everyKind,
  );
  const given = [...graph.names.keys()].filter((id) => id >= before).map((id) => graph.elementName(id, []));
  return given.find((name) => own.has(name));
}

function nameTwice(name: string): InputError {
  return new InputError(`the name ${JSON.stringify(name)} stands for two things`);
}
