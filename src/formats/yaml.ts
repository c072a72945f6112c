import { Composer, CST, Lexer, type ParsedNode, Parser } from "yaml";
import { InputError } from "../tensor/error.ts";
import { placeAt } from "./place.ts";
import { oneLine, quote } from "./wording.ts";

/** Deeper nesting would only be found when the stack overflows. */
const MAX_DEPTH = 64;
/** Words and punctuation marks: what the memory and the time that YAML takes grow with. */
const MAX_TOKENS = 250_000;

/**
 * The one document of a YAML (or JSON) text, with its places, null where there is nothing but comments. Keys may
 * still be repeated, and aliases unknown.
 * @throws InputError with the place of the first mistake
 */
export function composeYaml(text: string, file: string): ParsedNode | null {
  const refuse = (message: string, offset: number) => new InputError(message, placeAt(text, file, offset));
  // repeated keys are found later: the composer compares every key with every other
  const composer = new Composer({ version: "1.2", uniqueKeys: false, logLevel: "silent" });
  const firstError = keepFirstError(composer);
  const documents = composer.compose(tokensOf(text, refuse), true, text.length);
  const first = documents.next().value;
  if (!first) return null;
  const found = first.errors.map(({ pos, message }) => ({ at: pos[0], message }));
  const [error] = [...found, ...firstError()].sort((a, b) => a.at - b.at);
  if (error) throw refuse(`not valid YAML: ${oneLine(error.message)}`, Math.min(error.at, text.length));
  const second = documents.next().value;
  if (second) throw refuse("expected one YAML document, found a second one", second.range[0]);
  return first.contents;
}

interface YamlError {
  readonly at: number;
  readonly message: string;
}

/**
 * Has a composer keep only that error which comes first in the text: there can be as many as words, and it would make an
 * object with a stack trace of each.
 */
function keepFirstError(composer: Composer): () => readonly YamlError[] {
  let first: YamlError | undefined;
  const onError = (
    source: number | readonly number[] | { readonly offset: number },
    _code: string,
    message: string,
    isWarning?: boolean,
  ): void => {
    const at = typeof source === "number" ? source : "offset" in source ? source.offset : source[0];
    if (!isWarning && (first === undefined || at < first.at)) first = { at, message };
  };
  Object.assign(composer, { onError });
  return () => (first ? [first] : []);
}

/** The tokens of the text, up to the first that cannot stand where it does. */
function* tokensOf(
  text: string,
  refuse: (message: string, offset: number) => InputError,
): Generator<CST.Token> {
  const parser = new Parser();
  let count = 0;
  let before = "";
  for (const lexeme of new Lexer().lex(text)) {
    const { offset } = parser;
    if (++count > MAX_TOKENS) {
      throw refuse(
        `expected at most ${MAX_TOKENS} words and marks, found more   move the data to a CSV file`,
        offset,
      );
    }
    if (before !== CST.SCALAR && CST.tokenType(lexeme) === "tag") {
      throw refuse(`expected a value without a tag, found ${quote(lexeme)}`, offset);
    }
    before = lexeme;
    for (const token of parser.next(lexeme)) {
      if (token.type === "directive") {
        throw refuse(`expected no directives, found ${quote(token.source)}`, token.offset);
      }
      yield token;
      if (token.type === "error") return;
    }
    if (parser.stack.length > MAX_DEPTH) {
      throw refuse(`expected at most ${MAX_DEPTH} levels of nesting, found more`, offset);
    }
  }
  yield* parser.end();
}
