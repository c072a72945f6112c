import { headingOf } from "./heading.ts";
import { behindLabels, type Line, linesOf } from "./lines.ts";
import { pairOf } from "./pair.ts";
import type { Passage } from "./passage.ts";

/** Every line of a plain text is a heading with a step or a sample, or may be an equation. */
export function plainPassages(text: string, from: number, to: number): Passage[] {
  return linesOf(text, from, to).map((line) => plainPassage(text, line));
}

function plainPassage(text: string, line: Line): Passage {
  const heading = headingOf(text.slice(line.start, line.end));
  if (heading) return heading;
  const rest = { start: behindLabels(text, line), end: line.end };
  return pairOf(text, rest) ?? { kind: "lines", ...rest };
}
