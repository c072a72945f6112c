import { lengthAt, nameEnd, wordEnd } from "./name.ts";
import type { Passage } from "./passage.ts";
import { stepOfName } from "./step.ts";

/** `name = ` reaches no further back, and an equation no further on. */
const MAX_NAME = 80;
const MAX_LENGTH = 600;
/** A name of a quantity has a number, an index, a fraction of differentials or a mark in it. */
const QUANTITY = /[\d_/∂∇δ⁺[]/;
const KNOWN: ReadonlySet<string> = new Set(["E", "L", "J", "η", "eta", "lr", "loss", "error"]);

const EQUALS = /(?<![<>!:=])[=≈≃＝←](?![=~<>])/g;
/** What a name stands behind. */
const BEFORE = /[\s(（「『“"'‘,，。；：、;:]|\p{sc=Han}/u;
/** Behind these a name is the last part of a longer formula. */
const OPERATOR = /[-+*/=×·⋅÷−^<>&?\\|]\s{0,3}$/;
const DERIVATIVE = /(?:∂|d)[\p{L}_\d]{1,30} ?\/ ?$/u;
/** Addresses, marks of HTML, and targets of links. */
const NO_PROSE = /<\/?[a-z][^<>]{0,400}>|\]\([^()\s]{0,400}\)|\bhttps?:\S{1,400}/gi;

const BLANKS = /\s{0,3}/y;
const NUMBER = /(?:\d[\d.,\u2009]*(?<![.,])|\.\d+)(?:[eE][-−+]?\d{1,3})?(?:\s?%)?(?![\p{L}\d_])|[½¼]/uy;
const SIGN = /[-−+]/y;
const OPERATION = /\*\*|[-−+*×·⋅÷/^=≈≃＝←]|x(?=\s+[\d.(])/y;
const FUNCTION = /(?:sigmoid|tanh|exp|ln|log|sqrt|abs|σ)(?=\s?\()|e\^/y;
const POWER = /[⁻⁺]?[⁰¹²³⁴-⁹]{1,4}/uy;
const WORD = /\S{1,80}/y;

/** The equations of quantities inside of sentences, `so out_h1 = 0.5933 and E = 0.2748 + 0.0236 = 0.2984.` */
export function equationsInProse(text: string, from: number, to: number): Passage[] {
  const prose = text.slice(from, to).replaceAll(NO_PROSE, (found) => " ".repeat(found.length));
  const passages: Passage[] = [];
  let done = 0;
  for (const { index } of prose.matchAll(EQUALS)) {
    if (index < done) continue;
    const start = nameStart(prose, Math.max(done, index - MAX_NAME), index);
    const end = start === undefined ? undefined : equationEnd(prose, index + 1);
    if (start === undefined || end === undefined) continue;
    passages.push({ kind: "lines", start: from + start, end: from + end });
    done = end;
  }
  return passages;
}

/** Where the name of a quantity begins that ends before the sign at `to`. */
function nameStart(prose: string, from: number, to: number): number | undefined {
  const { name } = stepOfName(prose.slice(from, to).trim());
  const offset = prose.slice(from, to).search(/\S|$/) + from;
  const end = offset + name.trimEnd().length;
  for (let start = end - 1; start >= from; start--) {
    if (start > 0 && !BEFORE.test(prose[start - 1])) continue;
    if (!isQuantity(prose.slice(start, end))) continue;
    const before = prose.slice(Math.max(0, start - MAX_NAME), start);
    const top = DERIVATIVE.exec(before)?.[0].length ?? 0;
    return OPERATOR.test(before.slice(0, before.length - top)) ? undefined : start - top;
  }
  return undefined;
}

function isQuantity(name: string): boolean {
  const first = partEnd(name, 0);
  const isFraction = /^[∂d]/.test(name) && name[first] === "/";
  const end = isFraction ? partEnd(name, first + 1) : first;
  return end > 0 && end === name.length && (KNOWN.has(name) || QUANTITY.test(name));
}

function partEnd(name: string, at: number): number {
  const word = wordEnd(name, at);
  return word === at || /\p{sc=Han}/u.test(name[at]) ? at : nameEnd(name, word);
}

/**
 * Where an equation ends whose first sign stands before `at`: behind its last number or name of a quantity. With a
 * calculation that a sentence breaks off, the next word belongs to it, which makes it one that is not calculated.
 */
function equationEnd(prose: string, at: number): number | undefined {
  const rest = prose.slice(at, at + MAX_LENGTH);
  let end: number | undefined;
  let place = lengthAt(BLANKS, rest, 0);
  let depth = 0;
  let isOperand = true;
  let hasNumber = false;
  const takes = (pattern: RegExp) => {
    const length = lengthAt(pattern, rest, place);
    place += length;
    return length > 0;
  };
  for (;;) {
    takes(BLANKS);
    if (isOperand) {
      if (takes(SIGN) || takes(FUNCTION)) continue;
      if ("({".includes(rest[place] ?? " ")) depth += 1;
      else if (takes(NUMBER)) {
        isOperand = false;
        hasNumber = true;
      } else {
        const name = quantityLength(rest, place);
        if (name === 0) break;
        place += name;
        isOperand = false;
      }
      if (isOperand) place++;
    } else if (")}".includes(rest[place] ?? " ") && depth > 0) {
      depth -= 1;
      place++;
    } else if (!takes(POWER)) {
      if (!takes(OPERATION)) break;
      isOperand = true;
    }
    if (!isOperand && depth === 0) end = place;
  }
  if (!hasNumber || place >= MAX_LENGTH) return undefined;
  const isBrokenOff = isOperand || depth > 0;
  return at + (isBrokenOff || end === undefined ? place + lengthAt(WORD, rest, place) : end);
}

function quantityLength(text: string, at: number): number {
  const end = nameEnd(text, partEnd(text, at));
  return end > at && isQuantity(text.slice(at, end)) ? end - at : 0;
}
