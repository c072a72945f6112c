import type { Executable } from "../../src/backends/backend.ts";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import type { Node } from "../../src/graph/node.ts";
import { type BuiltModel, buildModel } from "../../src/nn/network.ts";
import type { Samples } from "../../src/nn/samples.ts";
import { firstLargest } from "../../src/ops/first-largest.ts";
import { largest } from "../../src/ops/largest.ts";
import { sizeOf } from "../../src/tensor/shape.ts";
import type { Session } from "../../src/train/session.ts";
import { slopeOf } from "./differences.ts";

/** The loss of a session's network over its parameters, by the forward calculation alone, in float64. */
export class LossFunction {
  readonly #model: BuiltModel;
  readonly #executable: Executable;
  readonly #parameters: Float64Array[];
  readonly #kinks: readonly Node[];

  constructor(session: Session, batch: Samples) {
    this.#model = buildModel(session.options, session.parameters, batch.inputs.shape[0], "f64");
    const { graph, loss, input, target, given } = this.#model;
    this.#kinks = graph.nodes.filter(({ op }) => op.ties !== undefined);
    const outputs = [loss, ...this.#kinks, ...this.#kinks.flatMap(({ inputs }) => inputs)];
    this.#executable = referenceBackend.compile({ graph, outputs, updates: [] });
    this.#executable.write(input, batch.inputs.values);
    this.#executable.write(target, batch.targets.values);
    for (const { node, values } of given) this.#executable.write(node, values);
    this.#parameters = session.parameters.map((parameter) => Float64Array.from(session.read(parameter)));
    for (const i of this.#parameters.keys()) this.#write(i);
  }

  /**
   * ∂loss over one element of the i-th parameter by differences; undefined where one of the steps crosses a kink.
   */
  slope(i: number, offset: number, h: number): number | undefined {
    const values = this.#parameters[i];
    const before = values[offset];
    const sides = new Set<string>();
    const at = (x: number): number => {
      values[offset] = x;
      this.#write(i);
      this.#executable.evaluate();
      sides.add(this.#sides());
      return this.#executable.read(this.#model.loss)[0];
    };
    const slope = slopeOf(at, before, h);
    at(before);
    return sides.size === 1 ? slope : undefined;
  }

  #write(i: number): void {
    this.#executable.write(this.#model.parameters[i], this.#parameters[i]);
  }

  /** On which side of its kink each element of each kinked operation stands. */
  #sides(): string {
    const sidesOf = (node: Node): string => {
      const [x, y] = node.inputs;
      if (node.op === largest) return this.#winners(node);
      const left = this.#executable.read(x);
      const right = y ? this.#executable.read(y) : left.map(() => 0);
      return Array.from(left, (value, i) => Math.sign(value - right[i])).join();
    };
    return this.#kinks.map(sidesOf).join(";");
  }

  /** Which numbers are the largest. */
  #winners({ inputs: [x], attrs }: Node): string {
    const marks = new Float64Array(sizeOf(x.shape));
    const node = { ...x, op: firstLargest, inputs: [x], attrs };
    firstLargest.meaning(node, [this.#executable.read(x)], marks);
    return marks.join("");
  }
}
