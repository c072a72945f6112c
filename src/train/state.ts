import type { Graph } from "../graph/graph.ts";
import { stateName } from "../graph/naming.ts";
import type { Node } from "../graph/node.ts";
import { InputError } from "../tensor/error.ts";
import { formatShape, sameShape } from "../tensor/shape.ts";
import type { DType, Tensor } from "../tensor/tensor.ts";

/** All that a session's next steps depend on, beside its options: a copy, which later steps leave alone. */
export interface TrainingState {
  readonly stepsTaken: number;
  /**
   * Parameters, what the optimiser keeps of each (`m_w5`), statistics of layers, counts, gradients that are being added up;
   * by the names that the graph has for them. A tensor whose elements are counted bears the name of its first, `w5`. Each
   * is as wide as the numbers of the session.
   */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** The nodes of a step whose numbers outlive it, by name. */
export function statesOf({ nodes, names }: Graph): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const node of nodes) {
    if (node.op.name !== "state") continue;
    const naming = names.get(node.id);
    if (!naming) throw new Error(`%${node.id}: expected a state to have a name`);
    found.set(stateName(naming), node);
  }
  return found;
}

/** @throws InputError where a state is not of a session with these nodes and this width: another model or optimiser */
export function checkState({ tensors }: TrainingState, nodes: ReadonlyMap<string, Node>, dtype: DType): void {
  const extra = [...tensors.keys()].find((name) => !nodes.has(name));
  if (extra !== undefined) throw new InputError(`state: expected nothing called ${JSON.stringify(extra)}`);
  for (const [name, { shape }] of nodes) {
    const tensor = tensors.get(name);
    const expected = `${name} ${formatShape(shape)} in ${dtype}`;
    if (!tensor) throw new InputError(`state: expected ${expected}, found none`);
    const width = tensor.values instanceof Float32Array ? "f32" : "f64";
    if (width !== dtype || !sameShape(shape, tensor.shape)) {
      throw new InputError(`state: expected ${expected}, found ${formatShape(tensor.shape)} in ${width}`);
    }
  }
}
