import type { Studio } from "../../app/studio.ts";
import type { Frame, Layout } from "../../engine/protocol.ts";

/** What every part of the picture knows. */
export interface Common {
  readonly studio: Studio;
  readonly layout: Layout;
  readonly frame: Frame;
  readonly lit: ReadonlySet<string>;
  readonly selected: string;
  point(place?: string): void;
}

/** The classes that say how a place stands. */
export function stateOf(
  place: string | undefined,
  { selected, lit }: Pick<Common, "selected" | "lit">,
): string {
  if (place === undefined) return "";
  return `${place === selected ? " selected" : ""}${lit.has(place) ? " lit" : ""}`;
}
