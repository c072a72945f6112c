import type { Attrs } from "../../../graph/node.ts";

/** Settings as a text that no others have: JSON knows neither −0 nor numbers that are infinite or none. */
export function settingsOf(attrs: Attrs): string {
  return JSON.stringify(attrs, (_key, value) => {
    const isPlain = typeof value !== "number" || (Number.isFinite(value) && !Object.is(value, -0));
    return isPlain ? value : Object.is(value, -0) ? "-0" : String(value);
  });
}
