import { type Backward, backward } from "../autodiff/backward.ts";
import type { Executed } from "../autodiff/executed.ts";
import type { Backend, Executable } from "../backends/backend.ts";
import type { Graph } from "../graph/graph.ts";
import type { Node } from "../graph/node.ts";
import { everyKind } from "../nn/every-kind.ts";
import { buildExpressions, type ExpressionsSpec, nameTaken } from "../nn/expressions.ts";
import { buildUpdates, initialState, type OptimizerSpec } from "../nn/optimizers.ts";
import { opsFor } from "../ops/index.ts";
import { InputError } from "../tensor/error.ts";
import type { DType } from "../tensor/tensor.ts";
import { DivergedError } from "./diverged.ts";

export interface ExpressionOptions {
  readonly backend: Backend;
  /** Updates the values; without one they stay as they are. */
  readonly optimizer?: OptimizerSpec;
  /** How many updates come before the one that is executed. Default: 0. */
  readonly steps?: number;
  /** Default: f64. */
  readonly dtype?: DType;
}

/**
 * Executes a small graph, its gradient with respect to all that has a name, and the next update of its values, whose
 * paths are their names.
 * @throws InputError where names do not fit together, or the optimiser gives one of them to something of its own
 * @throws NonFiniteError where one of the expressions has no finite value
 */
export function executeExpressions(spec: ExpressionsSpec, options: ExpressionOptions): Executed {
  const { backend, optimizer, steps = 0, dtype = "f64" } = options;
  const taken = optimizer && nameTaken(spec, optimizer);
  if (optimizer && taken) {
    throw new InputError(`expected another name: ${optimizer.name} calls something ${JSON.stringify(taken)}`);
  }
  const { graph, values, definitions, result } = buildExpressions(spec, dtype);
  const passes = ownAdjoints(graph, backward(graph, result, [...values, ...definitions]), values);
  const trained = values.map((node) => ({ node, gradient: passes.adjoint.get(node.id) as Node }));
  const updates = optimizer ? buildUpdates(graph, optimizer, trained, everyKind) : [];
  const executable = backend.compile({ graph, outputs: graph.nodes, updates });
  for (const [i, { value }] of spec.values.entries()) executable.write(values[i], [value]);
  for (const { node, values: kept } of optimizer ? initialState(graph, optimizer, updates) : []) {
    executable.write(node, kept);
  }
  executable.evaluate();
  for (let step = 0; step <= steps; step++) {
    refuseNonFinite(graph, passes.firstId, executable, step);
    if (step === steps) break;
    executable.commit();
    executable.evaluate();
  }
  return {
    graph,
    backward: passes,
    parameters: values.map((node, i) => ({
      node,
      path: spec.values[i].name,
      next: updates.find(({ of }) => of === node)?.next,
    })),
    value: (node) => executable.read(node)[0],
  };
}

/**
 * Gives the gradient of every value a node of its own. Of x and y in f = x + y it is one node, and of an update that
 * reads it nobody could say whose gradient it uses.
 */
function ownAdjoints(graph: Graph, passes: Backward, values: readonly Node[]): Backward {
  const ops = opsFor(graph);
  const adjoint = new Map(passes.adjoint);
  for (const { id } of values) adjoint.set(id, ops.identity(adjoint.get(id) as Node));
  return { ...passes, adjoint };
}

/**
 * An expression whose value is infinite, or not a number: a division by 0, the logarithm of a negative number. The
 * message says where: `f is infinite: div(x = 1, y = 0)`.
 */
export class NonFiniteError extends DivergedError {
  constructor(steps: number, name: string, value: number, op: string, inputs: readonly string[]) {
    super(steps + 1, { name, value, op, scope: undefined });
    const when = steps === 0 ? "" : `after ${steps} ${steps === 1 ? "update" : "updates"} `;
    const what = Number.isNaN(value) ? "not a number" : "infinite";
    const where = inputs.length > 0 ? `: ${op}(${inputs.join(", ")})` : "";
    this.message = `${when}${name} is ${what}${where}`;
  }
}

function refuseNonFinite(graph: Graph, end: number, executable: Executable, steps: number): void {
  const forward = graph.nodes.slice(0, end);
  const numberOf = (node: Node) => executable.read(node)[0];
  const first = forward.find((node) => !Number.isFinite(numberOf(node)));
  if (!first) return;
  // the nodes of a definition stand together, the one that bears its name last
  const named = forward.find(({ id }) => id >= first.id && graph.names.has(id)) as Node;
  const inputs = first.inputs.map((node) => {
    const name = graph.names.has(node.id) ? `${graph.elementName(node.id, [])} = ` : "";
    return `${name}${numberOf(node)}`;
  });
  const name = graph.elementName(named.id, []);
  throw new NonFiniteError(steps, name, numberOf(first), first.op.name, inputs);
}
