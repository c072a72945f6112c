import type { Graph } from "../../../graph/graph.ts";
import { coneOf } from "../../../graph/graph.ts";
import type { Node } from "../../../graph/node.ts";
import { everyKind } from "../../../nn/every-kind.ts";
import { buildModel } from "../../../nn/network.ts";
import type { Parameter } from "../../../nn/parameters.ts";
import { inputShape } from "../../../nn/shapes.ts";
import type { ModelSpec } from "../../../nn/spec.ts";
import { primitives } from "../../../ops/index.ts";
import { InputError } from "../../../tensor/error.ts";
import { formatShape, sizeOf } from "../../../tensor/shape.ts";
import type { DType } from "../../../tensor/tensor.ts";
import { concatenationOf, drawConcatenation } from "./concat.ts";
import { condensed, constantsOf } from "./constants.ts";
import { Drawing } from "./drawing.ts";
import { emitters } from "./emit.ts";
import { type Extent, extentsOf, SIZES, sameExtents } from "./extent.ts";
import { drawGemm, gemmOf } from "./gemm.ts";
import type { Drawn, Form } from "./pen.ts";
import { convolutionOf, maxPoolOf } from "./windows.ts";
import { BATCH, writeModel } from "./write.ts";

/** What the network takes and what it says are called in the file. */
const [INPUT, OUTPUT] = ["input", "output"] as const;

/** A parameter of a network and its numbers, row-major. */
export interface ValuedParameter extends Parameter {
  readonly values: ArrayLike<number>;
}

export interface OnnxExportOptions {
  /** What the outputs stand for; kept in the file's metadata as `classes`, a JSON list. */
  readonly classes?: readonly string[];
  /** Width of the file's numbers. Default: f32, which all runtimes have for every operation. */
  readonly dtype?: DType;
  /** More metadata. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * A trained network as an ONNX file (opset 18): the graph with which it predicts, operation by operation, for batches of any
 * size. The input `input` is samples × inputs, the output `output` samples × outputs.
 * @param parameters those of the network, in the order in which it has them, with their numbers
 * @throws InputError where the network has an operation of the user's own, or numbers that do not fit
 */
export function modelToOnnx(
  model: ModelSpec,
  parameters: readonly ValuedParameter[],
  { classes, dtype = "f32", metadata = {} }: OnnxExportOptions = {},
): Uint8Array {
  for (const { path, initial, values } of parameters) {
    if (values.length === sizeOf(initial.shape)) continue;
    throw new InputError(
      `${path}: expected numbers for ${formatShape(initial.shape)}, found ${values.length}`,
    );
  }
  const [built, other] = SIZES.map((samples) =>
    buildModel({ model, kinds: everyKind }, parameters, samples, dtype, "predict"),
  );
  const nodes = coneOf([built.prediction]);
  const extents = extentsOf(nodes, coneOf([other.prediction]));
  const states = new Map(
    built.parameters.map((node, i) => [node.id, { name: parameters[i].path, values: parameters[i].values }]),
  );
  const drawing = new Drawing(dtype, INPUT, OUTPUT);
  drawGraph(drawing, {
    graph: built.graph,
    nodes,
    input: built.input,
    output: built.prediction,
    extents,
    states,
  });
  const type = dtype === "f32" ? "float32" : "float64";
  const shapeOf = ({ shape }: Node): (number | string)[] => [BATCH, ...shape.slice(1)];
  return writeModel({
    nodes: drawing.nodes,
    tensors: drawing.tensors,
    inputs: [{ name: INPUT, type, shape: [BATCH, ...inputShape(model.network)] }],
    outputs: [{ name: OUTPUT, type, shape: shapeOf(built.prediction) }],
    metadata: new Map([
      ...(classes ? [["classes", JSON.stringify(classes)] as const] : []),
      ...Object.entries(metadata),
    ]),
  });
}

interface Subject {
  readonly graph: Graph;
  /** In the order of calculation; the output is among them. */
  readonly nodes: readonly Node[];
  readonly input: Node;
  readonly output: Node;
  readonly extents: ReadonlyMap<number, readonly Extent[]>;
  readonly states: ReadonlyMap<number, { readonly name: string; readonly values: ArrayLike<number> }>;
}

/** Draws what the output needs, once each, in the order of calculation. */
function drawGraph(drawing: Drawing, subject: Subject): void {
  const { nodes, output } = subject;
  const forms = formsOf(drawing, subject);
  const drawn = new Map<number, Drawn>();
  const whole = new Map<number, string>();
  const extents = (node: Node) => subject.extents.get(node.id) ?? [];
  const drawnOf = (node: Node): Drawn => {
    const found = drawn.get(node.id);
    if (!found) throw new Error(`onnx: %${node.id} (${node.op.name}) is needed before it is drawn`);
    return found;
  };
  const full = (node: Node): string => {
    const known = whole.get(node.id);
    if (known) return known;
    const { name, extents: reached } = drawnOf(node);
    const isWhole = sameExtents(reached, extents(node));
    const made = isWhole ? name : drawing.add("Expand", [name, drawing.shape(extents(node))]);
    whole.set(node.id, made);
    return made;
  };
  for (const node of nodes) {
    const form = forms.get(node.id);
    if (!form) continue;
    const called = calledOf(drawing, subject, node);
    drawn.set(node.id, form.draw({ drawing, called, extents, drawn: drawnOf, full }));
  }
  const name = full(output);
  if (!drawing.rename(name, OUTPUT)) drawing.add("Identity", [name], {}, OUTPUT);
}

/** Forms of what the output needs: found from the output on, because a form may leave out what it has taken in. */
function formsOf(drawing: Drawing, subject: Subject): Map<number, Form> {
  const { nodes, output } = subject;
  const uses = new Map<number, number>();
  for (const { inputs } of nodes) for (const { id } of inputs) uses.set(id, (uses.get(id) ?? 0) + 1);
  const constants = constantsOf(nodes);
  const needed = new Set<number>([output.id]);
  const forms = new Map<number, Form>();
  for (const node of [...nodes].reverse()) {
    if (!needed.has(node.id)) continue;
    const form =
      leafForm(drawing, subject, node, constants) ?? formOf(subject, node, ({ id }) => uses.get(id) ?? 0);
    forms.set(node.id, form);
    for (const { id } of form.sources) needed.add(id);
  }
  return forms;
}

function leafForm(
  drawing: Drawing,
  { input, extents, states }: Subject,
  node: Node,
  constants: ReturnType<typeof constantsOf>,
): Form | undefined {
  const own = extents.get(node.id) ?? [];
  if (node === input) return { sources: [], draw: () => ({ name: INPUT, extents: own }) };
  const state = states.get(node.id);
  if (state) {
    const draw = () => ({ name: drawing.numbers(state.name, node.shape, state.values), extents: own });
    return { sources: [], draw };
  }
  const values = constants.get(node.id);
  const known = values && condensed(node, own, values);
  if (!known) return undefined;
  const { shape, values: numbers } = known;
  const name = () =>
    shape.length === 0 ? drawing.number(numbers[0]) : drawing.numbers("constant", shape, numbers);
  return { sources: [], draw: () => ({ name: name(), extents: shape }) };
}

function formOf({ graph }: Subject, node: Node, uses: (node: Node) => number): Form {
  // in float64 ONNX Runtime has no convolution, but all that one is made of
  if (node.op.name === "view" && graph.dtype === "f32") {
    const convolution = convolutionOf(node, uses);
    if (convolution) return convolution;
  }
  if (node.op.name === "largest") {
    const pool = maxPoolOf(node, uses);
    if (pool) return pool;
  }
  if (node.op.name === "add") {
    const joined = concatenationOf(node, uses);
    if (joined) {
      return {
        sources: joined.parts.map(({ part }) => part),
        draw: (pen) => drawConcatenation(pen, node, joined),
      };
    }
    const gemm = gemmOf(node, uses);
    if (gemm) {
      const { product, added } = gemm;
      return { sources: [...product.inputs, added], draw: (pen) => drawGemm(pen, node, product, added) };
    }
  }
  const name = node.op.name as keyof typeof emitters;
  const emit = primitives[name] === node.op ? emitters[name] : undefined;
  if (!emit)
    throw new InputError(
      `onnx: expected operations that ONNX has, found ${node.op.name}, of your own making`,
    );
  return { sources: node.inputs, draw: (pen) => emit(pen, node) };
}

/** What people call the node, without the number of an element; undefined where nobody gave it a name. */
function calledOf(drawing: Drawing, { graph, output, extents }: Subject, node: Node): string | undefined {
  if (node === output) return undefined;
  const naming = graph.names.get(node.id);
  if (!naming || (extents.get(node.id) ?? []).length === 0) return undefined;
  const { text, place = [], suffix = "" } = naming;
  return drawing.unique(`${text.replace(/\.$/, "")}${place.map((at) => `.${at}`).join("")}${suffix}`);
}
