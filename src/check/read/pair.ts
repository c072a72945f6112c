import type { Line } from "./lines.ts";
import { cleaned } from "./name.ts";
import type { Passage } from "./passage.ts";

const PAIR = /^\s*([^\s:=]{1,80})\s*:\s+([-−+]?[\d.][^\s:=]{0,60})\s*$/;
/** Words with a colon are many; names of quantities have a number, an index or a fraction in them. */
const QUANTITY = /[\d_/∂δ]|^[A-Z]$/;

/** `net_h1: 0.3775` on a line of its own, as some write it in place of an equality sign. */
export function pairOf(text: string, { start, end }: Line): Passage | undefined {
  const found = PAIR.exec(text.slice(start, end));
  if (!found || !QUANTITY.test(found[1])) return undefined;
  const at = text.lastIndexOf(found[2], end);
  return { kind: "entry", name: cleaned(found[1]), start: at, end: at + found[2].length };
}
