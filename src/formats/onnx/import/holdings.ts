import type { Graph } from "../../../graph/graph.ts";
import type { Node } from "../../../graph/node.ts";
import { type Ops, opsFor } from "../../../ops/index.ts";
import { InputError } from "../../../tensor/error.ts";
import { formatShape, type Shape, sizeOf } from "../../../tensor/shape.ts";
import type { DType, Values } from "../../../tensor/tensor.ts";
import { isFloat } from "../file/element-type.ts";
import type { OnnxTensor } from "../file/model.ts";
import { BoundedGraph } from "./bounded-graph.ts";
import { Known } from "./known.ts";
import type { Value } from "./value.ts";

/** How many numbers all operations together may bring of their own. */
const MAX_BROUGHT = 2 ** 22;

/** Whole numbers of which there are so few are calculated while the file is read: shapes, axes. */
const MAX_SMALL = 1024;

/** The graph that a file becomes, with the numbers that it begins with and those that are known already. */
export class Holdings {
  readonly graph: Graph;
  readonly ops: Ops;
  /** The numbers of states: what the file holds, and what operations bring. */
  readonly initial: Map<Node, Values> = new Map();
  readonly #known: Known;
  readonly #inputNames = new Map<number, string>();
  readonly #texts = new Set<string>();
  readonly #counts = new Map<number, Node>();
  #brought = 0;

  /** @param given the numbers of an input that somebody gave */
  constructor(dtype: DType, given: (leaf: Node) => Values | undefined) {
    this.graph = new BoundedGraph(dtype);
    this.ops = opsFor(this.graph);
    this.#known = new Known(this.graph, given, (message) => new InputError(message));
  }

  input(name: string, shape: Shape): Node {
    const node = this.#named(this.ops.input(shape), name);
    this.#inputNames.set(node.id, name);
    return node;
  }

  stored(tensor: OnnxTensor): Value {
    const node = this.literal(tensor.shape, tensor.values);
    if (node.op.name === "state" && tensor.name !== "") this.#named(node, tensor.name);
    return { node, type: tensor.type };
  }

  /** One number everywhere is a constant; other numbers are a state that nothing changes. */
  literal(shape: Shape, values: ArrayLike<number>): Node {
    const [first = 0] = [values[0]];
    let isSame = true;
    for (let i = 1; i < values.length && isSame; i++) isSame = Object.is(values[i], first);
    const node = isSame ? this.ops.constant(first, shape) : this.ops.state(shape);
    const held =
      values instanceof Float32Array || values instanceof Float64Array ? values : Float64Array.from(values);
    if (!isSame) this.initial.set(node, held);
    this.#known.set(node, held);
    return node;
  }

  table(shape: Shape, numberAt: (place: number) => number): Node {
    const size = sizeOf(shape);
    this.#brought += size;
    if (!(this.#brought <= MAX_BROUGHT)) {
      throw new InputError(
        `expected operations that bring at most ${MAX_BROUGHT} numbers, found more at ${formatShape(shape)}`,
      );
    }
    return this.literal(
      shape,
      Float64Array.from({ length: size }, (_, place) => numberAt(place)),
    );
  }

  counting(count: number): Node {
    const node = this.#counts.get(count) ?? this.table([count], (place) => place);
    this.#counts.set(count, node);
    return node;
  }

  /** @throws InputError where they are not known before anything is executed */
  known({ node }: Value): Values {
    const values = this.#known.valuesOf(node, ({ id }) => {
      throw new InputError(
        `its shape depends on the numbers of the input "${this.#inputNames.get(id)}": give them (values), so that it can be built`,
      );
    });
    if (!values) throw new InputError("expected numbers that are known before anything is executed");
    return values;
  }

  /** A few whole numbers that depend on nothing from outside are calculated here and now. */
  settled(value: Value): Value {
    const { node, type } = value;
    const isSmall = !isFloat(type) && sizeOf(node.shape) <= MAX_SMALL && node.inputs.length > 0;
    if (!isSmall || !this.#known.isConstant(node)) return value;
    const values = this.#known.valuesOf(node, () => undefined);
    return values ? { node: this.literal(node.shape, values), type } : value;
  }

  /** Names that people could mistake for an element's are left out, and so is one that is taken. */
  #named(node: Node, name: string): Node {
    if (!/^[\p{L}_][\p{L}\p{N}_./:-]*$/u.test(name) || this.#texts.has(name)) return node;
    this.#texts.add(name);
    const axes = node.shape.map((_, axis) => axis);
    return this.graph.name(node, axes.length === 0 ? { text: name } : { text: name, axes });
  }
}
