import { Composer, type CST, isMap, isScalar, isSeq, Lexer, type ParsedNode, Parser } from "yaml";
import type { Contents, Passage, Trouble } from "./passage.ts";
import { stepOfKey } from "./step.ts";

/** Deeper nesting would only be found when the stack overflows. */
const MAX_DEPTH = 64;
/** Words and marks: what the time grows with. */
const MAX_TOKENS = 100_000;

/** What was found so far, and where in the tree. */
interface Finder {
  readonly text: string;
  readonly passages: Passage[];
}

interface Position {
  /** The key that the value stands under. */
  readonly name: string;
  /** From 1, in the lists of the value. */
  readonly index: readonly number[];
  readonly step?: number;
}

/** The numbers of a YAML or JSON text, each under its key; keys above say where it belongs, or after how many updates. */
export function contentsOfYaml(text: string): Contents {
  const trouble: Trouble[] = [];
  const finder: Finder = { text, passages: [] };
  const composer = new Composer({ version: "1.2", uniqueKeys: false, logLevel: "silent" });
  for (const { contents, errors } of composer.compose(tokensOf(text, trouble), true, text.length)) {
    for (const { message, pos } of errors)
      trouble.push({ at: pos[0], text: `expected valid YAML: ${firstLine(message)}` });
    if (contents) visit(contents, { name: "", index: [] }, finder);
  }
  return { text, passages: finder.passages, trouble: trouble.slice(0, 1) };
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0];
}

/** The tokens of the text, up to where they become too many or too deep. */
function* tokensOf(text: string, trouble: Trouble[]): Generator<CST.Token> {
  const parser = new Parser();
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const at = parser.offset;
    if (++count > MAX_TOKENS || parser.stack.length > MAX_DEPTH) {
      const why =
        count > MAX_TOKENS
          ? `expected at most ${MAX_TOKENS} words and marks`
          : `nested deeper than ${MAX_DEPTH}`;
      trouble.push({ at, text: why });
      return;
    }
    yield* parser.next(lexeme);
  }
  yield* parser.end();
}

function visit(node: ParsedNode | null, position: Position, finder: Finder): void {
  if (isMap(node)) visitMap(node.items as readonly MapItem[], position, finder);
  else if (isSeq(node)) {
    node.items.forEach((item, i) => {
      visit(item as ParsedNode, { ...position, index: [...position.index, i + 1] }, finder);
    });
  } else if (isScalar(node) && position.name !== "") addScalar(node as ParsedNode, position, finder);
}

interface MapItem {
  readonly key: ParsedNode;
  readonly value: ParsedNode | null;
}

function visitMap(items: readonly MapItem[], position: Position, finder: Finder): void {
  const named = namedValue(items, finder.text);
  if (named) visit(named.value, { ...position, ...named.position, index: [] }, finder);
  for (const { key, value } of named ? [] : items) {
    const name = scalarText(key, finder.text);
    const step = stepOfKey(name);
    visit(
      value,
      step === undefined ? { ...position, name, index: [] } : { name: "", index: [], step },
      finder,
    );
  }
}

/** `{ name: w5, value: 0.35, step: 1 }` */
function namedValue(
  items: readonly MapItem[],
  text: string,
): { value: ParsedNode | null; position: Omit<Position, "index"> } | undefined {
  const find = (key: string) => items.find((item) => scalarText(item.key, text) === key);
  const [name, value, step] = [find("name"), find("value"), find("step")];
  if (!name?.value || !value) return undefined;
  const count = step?.value ? Number(scalarText(step.value, text)) : Number.NaN;
  const position = { name: scalarText(name.value, text), ...(Number.isInteger(count) && { step: count }) };
  return { value: value.value, position };
}

function addScalar(node: ParsedNode, { name, index, step }: Position, { text, passages }: Finder): void {
  const [start, end] = inside(node, text);
  const indexed = index.length === 0 ? name : `${name}[${index.join(",")}]`;
  passages.push({ kind: "entry", name: indexed, start, end, ...(step !== undefined && { step }) });
}

function scalarText(node: ParsedNode, text: string): string {
  return text.slice(...inside(node, text)).trim();
}

/** Where a value stands, without its quotation marks. */
function inside(node: ParsedNode, text: string): [number, number] {
  const [start, end] = node.range;
  const isQuoted = text[start] === '"' || text[start] === "'";
  return isQuoted && end > start + 1 ? [start + 1, end - 1] : [start, end];
}
