const LONGEST_QUOTE = 40;

/** Control characters, invisible characters and line separators: what could break a message or hide in it. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Somebody's text as a message shows it: in quotes, on one line, cut where it is long. */
export function quote(text: string): string {
  let shown = "";
  for (const character of text) {
    const next = visible(JSON.stringify(character).slice(1, -1));
    if (shown.length + next.length > LONGEST_QUOTE) return `"${shown}…"`;
    shown += next;
  }
  return `"${shown}"`;
}

/** Somebody's name as a sentence begins with it: as it is where it is a short word, else in quotes. */
export function label(name: string): string {
  return /^[\p{L}\d_]{1,40}$/u.test(name) ? name : quote(name);
}

/** A text in which nothing is hidden. */
export function visible(text: string): string {
  return text.replaceAll(INVISIBLE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** `1 row`, `2 rows` */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
