import { afterBlanks, argumentEnd, commandEnd, groupEnd, lengthAt } from "./name.ts";
import {
  connectives,
  dotsCommands,
  equalityCommands,
  functionCommands,
  inequalityCommands,
  looks,
  markCommands,
  matrices,
  scaling,
  textCommands,
  withoutArgument,
} from "./notation.ts";

/** What a command of TeX is to a formula, and where it ends with what belongs to it. */
export type Command =
  | {
      readonly is: "blank" | "break" | "dots" | "name" | "matrix" | "array" | "end" | "frac" | "group";
      readonly end: number;
    }
  | { readonly is: "mark" | "relation"; readonly text: string; readonly end: number }
  | { readonly is: "word"; readonly text: string; readonly isSymbol: boolean; readonly end: number };

const ROW_GAP = /\*?(?:\[-?[\d.]+ ?[a-z]{2}\])?/y;
const INVISIBLE_BRACKET = /\s?\./y;
const COLUMNS = /(?:\[[a-z]\])?\{[^{}]{0,50}\}/y;
const ENVIRONMENT = /\{([a-zA-Z]{1,20}\*?)\}/y;

/** Reads the command that the backslash at `at` begins. */
export function commandAt(text: string, at: number): Command {
  const end = commandEnd(text, at);
  if (end === at) return signAt(text, at);
  const name = text.slice(at + 1, end);
  if (name === "begin" || name === "end") return environmentAt(text, name, end);
  if (name === "cr" || name === "newline") return { is: "break", end };
  if (/^[dtc]?frac$/.test(name)) return { is: "frac", end };
  if (textCommands.has(name)) return textAt(text, end);
  return wordOfCommand(name, text, end);
}

function wordOfCommand(name: string, text: string, end: number): Command {
  const [mark, word] = [markCommands.get(name), functionCommands.get(name)];
  if (mark) return { is: "mark", text: mark, end };
  if (word) return { is: "word", text: word, isSymbol: true, end };
  if (dotsCommands.has(name)) return { is: "dots", end };
  if (equalityCommands.has(name)) return { is: "relation", text: "=", end };
  if (inequalityCommands.has(name)) return { is: "relation", text: "<", end };
  if (scaling.has(name)) return scaledAt(text, argumentEnd(text, end));
  if (withoutArgument.has(name)) return { is: "blank", end: argumentEnd(text, end) };
  if (name === "left" || name === "right")
    return { is: "blank", end: end + lengthAt(INVISIBLE_BRACKET, text, end) };
  if (looks.has(name)) return { is: "blank", end };
  // ∂ and what it is taken of are one name
  return { is: "name", end: argumentEnd(text, end) };
}

/** What is set smaller may be any part of a formula: its braces are no brackets. */
function scaledAt(text: string, at: number): Command {
  const open = afterBlanks(text, at);
  return text[open] === "{" ? { is: "group", end: open + 1 } : { is: "blank", end: at };
}

/** A backslash before something else than a letter. */
function signAt(text: string, at: number): Command {
  if (text[at + 1] === "\\") return { is: "break", end: at + 2 + lengthAt(ROW_GAP, text, at + 2) };
  if (text[at + 1] === "|") return { is: "mark", text: "|", end: at + 2 };
  return { is: "blank", end: Math.min(at + 2, text.length) };
}

function environmentAt(text: string, name: string, at: number): Command {
  ENVIRONMENT.lastIndex = at;
  const found = ENVIRONMENT.exec(text);
  if (!found) return { is: "blank", end: at };
  const end = at + found[0].length;
  const isArray = found[1] === "array";
  if (!isArray && !matrices.has(found[1])) return { is: "blank", end };
  if (name === "end") return { is: "end", end };
  return isArray ? { is: "array", end: end + lengthAt(COLUMNS, text, end) } : { is: "matrix", end };
}

/** `\text{out}` is a word; `\text{ and }` stands between equations; `\text{0.5}` is a number that looks different. */
function textAt(text: string, at: number): Command {
  const open = afterBlanks(text, at);
  const end = groupEnd(text, open);
  if (end === undefined) return { is: "blank", end: at };
  const content = text.slice(open + 1, end - 1).trim();
  if (connectives.has(content.toLowerCase()) || /^$|[:,;]$/.test(content))
    return { is: "mark", text: ";", end };
  return /\p{L}/u.test(content)
    ? { is: "word", text: content, isSymbol: false, end }
    : { is: "blank", end: at };
}
