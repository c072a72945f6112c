import { coneOf, type Graph } from "../../graph/graph.ts";
import type { Naming } from "../../graph/naming.ts";
import type { Node } from "../../graph/node.ts";
import { everyKind } from "../../nn/every-kind.ts";
import { kindOf, type LayerSpec } from "../../nn/layers/index.ts";
import { buildModel } from "../../nn/network.ts";
import type { Parameter } from "../../nn/parameters.ts";
import { inputShape } from "../../nn/shapes.ts";
import { formatShape, sizeOf } from "../../tensor/shape.ts";
import { type AnswerKind, answerKindOf } from "../answers.ts";
import type { TrainedModel } from "../trained-model.ts";
import { answerCode } from "./answer.ts";
import { commentText } from "./code.ts";
import { constantText } from "./constants.ts";
import { encodingCode } from "./encoding.ts";
import { type Helper, helperTexts, withCalled } from "./helpers.ts";
import { Names } from "./names.ts";
import { writeGraph } from "./network.ts";
import { Writer } from "./writer.ts";

/**
 * A trained model as a module of TypeScript that depends on nothing: `predict(row)` takes a row as it stands in the data,
 * and `network(inputs)` the numbers that are made of one. It calculates in float64 what the model's graph says.
 * @throws InputError where the layers do not fit, or are not built in
 */
export function modelToTypeScript(model: TrainedModel): string {
  const { dtype, parameters, encoding } = model;
  const {
    graph,
    input,
    prediction,
    parameters: states,
  } = buildModel({ model: model.model, kinds: everyKind }, parameters, 1, dtype, "predict");
  const names = new Names();
  const needed = new Set(coneOf([prediction]));
  const weights = parameters.flatMap((parameter, i) => {
    const node = states[i];
    return needed.has(node) ? [{ node, name: names.of(weightName(parameter)), parameter }] : [];
  });
  const writer = new Writer();
  const leaves = new Map<Node, string>([
    [input, "inputs"],
    ...weights.map(({ node, name }): [Node, string] => [node, name]),
  ]);
  const result = writeGraph(writer, {
    graph,
    output: prediction,
    leaves,
    name: (node) => names.of(variableName(graph, node)),
    comment: layerComments(graph, model),
  });
  const helpers = new Set<Helper>(writer.helpers);
  const constants = weights.map(({ name, parameter: { initial, path } }) =>
    [`// ${path} ${formatShape(initial.shape)}`, constantText(name, initial, dtype, helpers)].join("\n"),
  );
  const encoded = encoding && encodingCode(encoding, helpers);
  const kind = answerKindOf(model);
  const answer = answerCode(kind);
  const count = sizeOf(inputShape(model.model.network));
  const parts = [
    heading(model, kind),
    ...(encoded
      ? [`/** A row as it stands in the data. */\nexport interface Row {\n${encoded.members.join("\n")}\n}`]
      : []),
    answer.types,
    encoded
      ? `/** What the network says of a row. */\nexport function predict(row: Row): Prediction {\n  return answer(network(encode(row)));\n}`
      : `/** What the network says of a sample. */\nexport function predict(inputs: ArrayLike<number>): Prediction {\n  return answer(network(inputs));\n}`,
    networkFunction(model, count, [...writer.lines, `  return ${result};`]),
    ...(encoded ? [functionText("encode(row: Row): Float64Array", encoded.statements)] : []),
    answer.code,
    [...(encoded?.constants ?? []), ...constants].join("\n\n"),
    ...helperTexts(withCalled(helpers)),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function functionText(signature: string, statements: readonly string[]): string {
  return `function ${signature} {\n${statements.map((line) => `  ${line}`).join("\n")}\n}`;
}

/** What it is a module of, and how to use it. */
function heading({ title, model, dtype }: TrainedModel, kind: AnswerKind): string {
  const called = typeof title === "string" ? title : (title?.en ?? Object.values(title ?? {})[0]);
  const { inputs, layers } = model.network;
  const shape = typeof inputs === "number" ? `${inputs}` : inputs.join(" × ");
  const lines = [
    ...(called === undefined ? [] : [commentText(called)]),
    "",
    `inputs: ${shape}`,
    ...layers.map((spec, layer) => `layer ${layer + 1}: ${layerText(spec)}`),
    kind.kind === "classes"
      ? `answers: one of ${kind.classes.length} classes`
      : `answers: ${kind.names.length === 1 ? "a number" : `${kind.names.length} numbers`}`,
    "",
    `Numbers learnt in ${dtype === "f32" ? "float32" : "float64"}; the module calculates in float64. It depends on nothing.`,
  ];
  return `/*\n${lines.map((line) => (line === "" ? " *" : ` * ${line}`)).join("\n")}\n */`.replace(
    "/*\n *\n",
    "/*\n",
  );
}

/** A layer as a comment has it: its own words, without numbers. */
function layerText(spec: LayerSpec): string {
  const words = Object.entries(spec).flatMap(([key, value]) => {
    if (typeof value === "object" && !Array.isArray(value)) return [];
    return [value === true ? key : `${key} ${Array.isArray(value) ? value.join(" × ") : value}`];
  });
  return commentText(words.join(", "));
}

/** Of the first node of each layer, what layer it is. */
function layerComments(graph: Graph, { model }: TrainedModel): (node: Node) => string | undefined {
  const said = new Set<string>();
  return ({ scope }) => {
    let outermost = scope === undefined ? undefined : graph.scopes[scope];
    while (outermost?.parent !== undefined) outermost = graph.scopes[outermost.parent];
    const found = /^layers\.(\d+)$/.exec(outermost?.kind ?? "");
    if (!found || said.has(found[0])) return undefined;
    said.add(found[0]);
    return `layer ${found[1]}: ${layerText(model.network.layers[Number(found[1]) - 1])}`;
  };
}

/** `layers.1.weight` as `layer1_weight` */
function weightName({ path }: Parameter): string {
  return path.replace(/^layers\.(\d+)\./, "layer$1_");
}

/** What arrays are called that nobody named, where not as their operation. */
const words: Readonly<Record<string, string>> = {
  matmul: "product",
  view: "moved",
  unview: "placed",
  add: "added",
  sub: "difference",
  sqrt: "root",
  div: "quotient",
};

/** What people call the node; where nobody named it, what it does. */
function variableName(graph: Graph, node: Node): string {
  const naming: Naming | undefined = graph.names.get(node.id);
  if (!naming) return words[node.op.name] ?? node.op.name;
  const place = naming.place?.map((step) => `_${step}`).join("") ?? "";
  return `${naming.text.replace(/\.$/, "").replaceAll(".", "_")}${place}`;
}

function networkFunction({ model }: TrainedModel, count: number, lines: readonly string[]): string {
  const checks = [
    `  if (inputs.length !== ${count}) throw new RangeError(\`expected ${count} inputs, found \${inputs.length}\`);`,
    ...classChecks(model.network.layers, count),
  ];
  return `/** ${count} inputs, as the network takes them, to its outputs. */\nexport function network(inputs: ArrayLike<number>): Float64Array {\n${[...checks, ...lines].join("\n")}\n}`;
}

/** Inputs that choose rows of a table must be whole numbers that do. */
function classChecks(layers: readonly LayerSpec[], count: number): string[] {
  const first = layers.find((spec) => !kindOf(spec).onlyMoves);
  if (!first || !("embedding" in first)) return [];
  const { classes } = first;
  return [
    `  for (let i = 0; i < ${count}; i++) {`,
    "    const input = inputs[i];",
    `    if (Number.isInteger(input) && input >= 0 && input < ${classes}) continue;`,
    `    throw new RangeError(\`expected a whole number from 0 to ${classes - 1} as input \${i + 1}, found \${input}\`);`,
    "  }",
  ];
}
