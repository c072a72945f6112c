const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const LONGEST = 60;

/** What somebody wrote, as a terminal may show it: in one line, nothing in it obeyed, and not too long. */
export function plainText(text: string, longest: number = LONGEST): string {
  const cut = text.length > 4 * longest ? text.slice(0, 4 * longest) : text;
  const shown = Array.from(cut.replaceAll(CONTROL, " "));
  return shown.length > longest || cut !== text ? `${shown.slice(0, longest - 1).join("")}…` : shown.join("");
}
