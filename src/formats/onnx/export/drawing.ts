import type { Shape } from "../../../tensor/shape.ts";
import type { DType } from "../../../tensor/tensor.ts";
import { type Extent, isBatch } from "./extent.ts";
import type { WrittenAttribute, WrittenNode, WrittenTensor } from "./write.ts";

/** The nodes and tensors of a file in the making. */
export class Drawing {
  readonly nodes: WrittenNode[] = [];
  readonly tensors: WrittenTensor[] = [];
  readonly #names = new Set<string>();
  readonly #known = new Map<string, string>();
  readonly #type: "float32" | "float64";
  /** The input whose first axis is the batch. */
  readonly #input: string;

  constructor(dtype: DType, input: string, output: string) {
    this.#type = dtype === "f32" ? "float32" : "float64";
    this.#input = input;
    this.#names.add(input).add(output);
  }

  /** The name, or where it is taken one like it. */
  unique(name: string): string {
    let free = name;
    for (let i = 2; this.#names.has(free); i++) free = `${name}_${i}`;
    this.#names.add(free);
    return free;
  }

  /**
   * Adds a node, and returns what its output is called.
   * @param called what the output is to be called; by the operation where absent
   */
  add(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, WrittenAttribute>> = {},
    called?: string,
  ): string {
    const output = called ?? this.unique(op.toLowerCase());
    this.nodes.push({ op, name: output, inputs, output, attributes });
    return output;
  }

  /** Calls what a node puts out by another name; false where it is not made by a node. */
  rename(from: string, to: string): boolean {
    const made = this.nodes.findIndex(({ output }) => output === from);
    if (made < 0) return false;
    this.nodes[made] = { ...this.nodes[made], name: to, output: to };
    for (const [i, node] of this.nodes.entries()) {
      if (!node.inputs.includes(from)) continue;
      this.nodes[i] = { ...node, inputs: node.inputs.map((input) => (input === from ? to : input)) };
    }
    return true;
  }

  /** Numbers of the graph's own type. */
  numbers(name: string, shape: Shape, values: ArrayLike<number>): string {
    const free = this.unique(name);
    this.tensors.push({ name: free, type: this.#type, shape, values });
    return free;
  }

  /** One number, which the file holds once. */
  number(value: number): string {
    return this.#once(`number ${Object.is(value, -0) ? "-0" : value}`, () =>
      this.numbers("number", [], [value]),
    );
  }

  /** Whole numbers, for positions, axes and extents. */
  integers(values: readonly number[], shape: Shape = [values.length]): string {
    return this.#once(`integers ${shape.join()} ${values.join()}`, () => {
      const name = this.unique("integers");
      this.tensors.push({ name, type: "int64", shape, values });
      return name;
    });
  }

  /** A shape, which is calculated where it has the batch in it. */
  shape(extents: readonly Extent[]): string {
    const sizes = extents.map((extent) => (isBatch(extent) ? -extent.samples : extent));
    if (!extents.some(isBatch)) return this.integers(sizes);
    return this.#once(`shape ${sizes.join()}`, () => {
      const parts = extents.map((extent) =>
        isBatch(extent) ? this.#samples(extent.samples) : this.integers([extent]),
      );
      return parts.length === 1 ? parts[0] : this.add("Concat", parts, { axis: { integer: 0 } });
    });
  }

  /** So many times the number of samples. */
  #samples(times: number): string {
    const one = this.#once("samples", () =>
      this.add(
        "Shape",
        [this.#input],
        { start: { integer: 0 }, end: { integer: 1 } },
        this.unique("samples"),
      ),
    );
    return times === 1
      ? one
      : this.#once(`samples ${times}`, () => this.add("Mul", [one, this.integers([times])]));
  }

  #once(key: string, make: () => string): string {
    const name = this.#known.get(key) ?? make();
    this.#known.set(key, name);
    return name;
  }
}
