import { isScalar, parseDocument } from "yaml";

export type Path = readonly (string | number)[];

/**
 * The text of a document with one value replaced, everything else as it was written.
 * @param text a document that has been opened, so it is sound and not too large
 */
export function editText(text: string, path: Path, value: unknown): string {
  const document = parseDocument(text);
  const node = document.getIn(path, true);
  if (isScalar(node) && node.range && isSimple(value)) {
    const [start, end] = node.range;
    return `${text.slice(0, start)}${written(value)}${text.slice(end)}`;
  }
  document.setIn(path, document.createNode(value, { flow: true }));
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** Does the document say something at this path? */
export function hasPath(text: string, path: Path): boolean {
  return parseDocument(text).hasIn(path);
}

function isSimple(value: unknown): value is number | string | boolean {
  return ["number", "string", "boolean"].includes(typeof value);
}

function written(value: number | string | boolean): string {
  if (typeof value !== "string") return String(value);
  // JSON is YAML
  return /^[a-z][a-z0-9-]*$/i.test(value) ? value : JSON.stringify(value);
}
