import type { Token } from "./token.ts";

const OPEN = "([{";
const CLOSE = ")]}";

/** How much deeper the brackets are behind a token. */
export function depthOf(token: Token): number {
  if (token.kind !== "mark") return 0;
  if (OPEN.includes(token.text)) return 1;
  return CLOSE.includes(token.text) ? -1 : 0;
}

export function isMark(token: Token | undefined, marks: string): boolean {
  return token?.kind === "mark" && marks.includes(token.text);
}

/** Cuts where a token outside of all brackets separates; the parts between, which may be empty. */
export function splitAt(tokens: readonly Token[], separates: (token: Token) => boolean): Token[][] {
  let part: Token[] = [];
  const parts = [part];
  let depth = 0;
  for (const token of tokens) {
    depth = Math.max(0, depth + depthOf(token));
    if (depth > 0 || !separates(token)) part.push(token);
    else {
      part = [];
      parts.push(part);
    }
  }
  return parts;
}

/** The index of the bracket that closes the one at `open`; −1 where none does. */
export function closeOf(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    depth += depthOf(tokens[i]);
    if (depth === 0) return i;
  }
  return -1;
}
