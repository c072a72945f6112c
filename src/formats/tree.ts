import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type Scalar, type YAMLMap } from "yaml";
import { InputError } from "../tensor/error.ts";
import { placeAt } from "./place.ts";
import { offsetInScalar } from "./scalar-offset.ts";
import { counted, quote } from "./wording.ts";
import { composeYaml } from "./yaml.ts";

const MAX_ALIASES = 100;
/** Values, where each alias counts for all that it stands for. */
const MAX_VALUES = 1_000_000;

/** From the top to a value: keys of mappings, places in lists. */
export type Path = readonly (string | number)[];

/** Where a value stands in the text, as offsets. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a YAML text says, and where it says it. */
export interface Tree {
  /** Mappings, lists, strings, numbers, booleans and null. */
  readonly value: unknown;
  /** The value at a path; undefined where there is none. */
  get(path: Path): unknown;
  /** Where the value at a path stands. */
  span(path: Path): Span;
  /** Where the key stands with which a path ends. */
  key(path: Path): Span;
  /** Where a character of the text at a path stands, by its offset in that text. */
  inside(path: Path, at: number): number;
  /** The value at a path as a message shows it: as written, but short. */
  found(path: Path): string;
}

type Mapping = YAMLMap<ParsedNode, ParsedNode | null>;

/**
 * Reads a YAML (or JSON) text; undefined where it is empty but for comments.
 * @throws InputError with the place of the first mistake
 */
export function readTree(text: string, file: string): Tree | undefined {
  const root = composeYaml(text, file);
  if (!root || (isScalar(root) && root.source === "")) return undefined;
  const refuse = (message: string, node: ParsedNode) =>
    new InputError(message, placeAt(text, file, node.range[0]));
  const { value, meant } = resolve(root, refuse);

  /** The node that stands there, or the one that an alias stands for. */
  const meaning = (node: ParsedNode | null) => (node ? (meant.get(node) ?? node) : null);

  function node(path: Path): ParsedNode | null {
    let at: ParsedNode | null = root;
    for (const step of path) at = child(meaning(at), step);
    return at;
  }

  function keyNode(path: Path): ParsedNode | undefined {
    const parent = meaning(node(path.slice(0, -1)));
    return isMap(parent) ? pairOf(parent as Mapping, path.at(-1))?.key : undefined;
  }

  return {
    value,
    get: (path) => path.reduce<unknown>(ownValue, value),
    // a key may stand without a value, as in { bias }
    span: (path) => spanOf(node(path) ?? keyNode(path) ?? root),
    key: (path) => spanOf(keyNode(path) ?? root),
    inside(path, at) {
      const found = meaning(node(path));
      if (!isScalar(found) || typeof found.value !== "string") return spanOf(found ?? root).start;
      const { start, end } = spanOf(found);
      return start + offsetInScalar(text.slice(start, end), found.value, at);
    },
    found: (path) => foundText(meaning(node(path))),
  };
}

function spanOf({ range: [start, end] }: ParsedNode): Span {
  return { start, end };
}

function ownValue(value: unknown, step: string | number): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as Record<string | number, unknown>)[step];
}

/** A key as written: `1: x` has the key "1". */
function keyText(key: ParsedNode): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === "string" ? key.value : key.source;
}

function pairOf({ items }: Mapping, name: unknown): Mapping["items"][number] | undefined {
  return items.find(({ key }) => keyText(key) === name);
}

function child(node: ParsedNode | null, step: string | number): ParsedNode | null {
  if (isMap(node)) return pairOf(node as Mapping, step)?.value ?? null;
  if (!isSeq(node) || typeof step !== "number") return null;
  return (node.items[step] ?? null) as ParsedNode | null;
}

function foundText(node: ParsedNode | null): string {
  if (isMap(node)) return node.items.length === 0 ? "an empty mapping" : "a mapping";
  if (isSeq(node)) return node.items.length === 0 ? "an empty list" : `a list of ${node.items.length}`;
  if (isAlias(node)) return "an alias";
  if (!isScalar(node) || node.value === null) return "nothing";
  if (typeof node.value === "string") return quote(node.value);
  return quote(node.source ?? String(node.value)).slice(1, -1);
}

interface Resolved {
  readonly value: unknown;
  /** What each alias stands for. */
  readonly meant: ReadonlyMap<ParsedNode, ParsedNode>;
}

/** The plain value of a node: aliases resolved, but shared and not copied, so that they cannot explode. */
function resolve(root: ParsedNode, refuse: (message: string, node: ParsedNode) => InputError): Resolved {
  const anchors = new Map<string, ParsedNode>();
  const meant = new Map<ParsedNode, ParsedNode>();
  const done = new Map<ParsedNode, { value: unknown; size: number }>();
  let size = 0;

  function plain(node: ParsedNode | null): unknown {
    if (!node) return null;
    if (isAlias(node)) return alias(node);
    const { anchor } = node as ParsedNode & { anchor?: string };
    const before = size++;
    let value: unknown;
    if (isMap(node)) value = mapping(node as Mapping);
    else if (isSeq(node)) value = node.items.map((item) => plain(item as ParsedNode | null));
    else value = (node as Scalar).value;
    if (anchor !== undefined) {
      anchors.set(anchor, node);
      done.set(node, { value, size: size - before });
    }
    return value;
  }

  function alias(node: ParsedNode & { source: string }): unknown {
    // an anchor counts only after its value has ended: nothing contains itself
    const target = anchors.get(node.source);
    const known = target && done.get(target);
    if (!known) {
      throw refuse(`unknown alias ${quote(`*${node.source}`)}: expected one with an anchor before it`, node);
    }
    meant.set(node, target);
    if (meant.size > MAX_ALIASES) throw refuse(`expected at most ${MAX_ALIASES} aliases, found more`, node);
    size += known.size;
    if (size > MAX_VALUES) {
      throw refuse(
        `expected aliases that stand for at most ${counted(MAX_VALUES, "value")}, found more`,
        node,
      );
    }
    return known.value;
  }

  function mapping({ items }: Mapping): object {
    const entries = new Map<string, unknown>();
    for (const { key, value } of items) {
      if (!isScalar(key) || key.value === null) {
        throw refuse(`expected a name as key, found ${foundText(key)}`, key);
      }
      plain(key);
      const text = keyText(key) as string;
      if (entries.has(text)) throw refuse(`expected each key once, found ${quote(text)} again`, key);
      entries.set(text, plain(value));
    }
    // defines own properties, whatever their names
    return Object.fromEntries(entries);
  }

  return { value: plain(root), meant };
}
