import { type Document, isMap, isScalar, isSeq, parseDocument } from "yaml";

export type Path = readonly (string | number)[];

/** A value, and where a document is to say it. */
export interface Edit {
  readonly path: Path;
  readonly value: unknown;
}

/**
 * The text of a document with values replaced, or added; everything else, comments too, as it was written.
 * @param text a document that has been opened, so it is sound and not too large
 */
export function editText(text: string, edits: readonly Edit[]): string {
  return edits.reduce(editOnce, text);
}

function editOnce(text: string, { path, value }: Edit): string {
  const document = parseDocument(text);
  const node = document.getIn(path, true);
  // a node that is only replaced leaves all others at their places
  if ((isScalar(node) || isSeq(node)) && node.range && !node.anchor) {
    const [start, end] = node.range;
    return `${text.slice(0, start)}${written(value)}${text.slice(end)}`;
  }
  document.setIn(path, document.createNode(value, { flow: true }));
  return toText(document);
}

/** Does the document say something at this path? */
export function hasPath(text: string, path: Path): boolean {
  return parseDocument(text).hasIn(path);
}

/** What the document says at this path. */
export function readPath(text: string, path: Path): unknown {
  return parseDocument(text).getIn(path);
}

const LAYERS: Path = ["network", "layers"];

/** The document with so many neurons in a layer, counted from 0; weights that no longer fit are left out. */
export function withNeurons(text: string, layer: number, count: number): string {
  const document = parseDocument(text);
  document.setIn([...LAYERS, layer, "dense"], count);
  forgetWeights(document, layer);
  forgetWeights(document, layer + 1);
  forgetBiases(document, layer);
  return toText(document);
}

/** The document with one more layer in front of the one of this number. */
export function withLayer(text: string, before: number): string {
  const document = parseDocument(text);
  const layers = document.getIn(LAYERS);
  if (!isSeq(layers)) return text;
  forgetWeights(document, before);
  layers.items.splice(before, 0, document.createNode({ dense: 4, activation: "tanh" }, { flow: true }));
  return toText(document);
}

export function withoutLayer(text: string, layer: number): string {
  const document = parseDocument(text);
  document.deleteIn([...LAYERS, layer]);
  forgetWeights(document, layer);
  return toText(document);
}

/** An optimiser of another name; of its settings only the learning rate means the same for all. */
export function withOptimizer(text: string, name: string): string {
  const rate = readPath(text, ["optimizer", "learningRate"]);
  const document = parseDocument(text);
  const learningRate = typeof rate === "number" ? { learningRate: rate } : {};
  document.set("optimizer", document.createNode({ name, ...learningRate }, { flow: true }));
  return toText(document);
}

function forgetWeights(document: Document, layer: number): void {
  if (isMap(document.getIn([...LAYERS, layer]))) document.deleteIn([...LAYERS, layer, "weights"]);
}

/** A bias that all neurons have in common fits any number of them. */
function forgetBiases(document: Document, layer: number): void {
  const path = [...LAYERS, layer, "bias"];
  if (isSeq(document.getIn(path))) document.deleteIn(path);
  else if (isSeq(document.getIn([...path, "values"]))) document.deleteIn([...path, "values"]);
}

function toText(document: Document): string {
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** JSON is YAML; a word needs no quotes, and a list of lists reads best with a blank behind each comma. */
function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  return typeof value === "string" && /^[a-z][a-z0-9-]*$/i.test(value) ? value : JSON.stringify(value);
}
