import pc from "picocolors";

/**
 * Colours for whoever reads a stream: a terminal gets them, a file or a pipe does not, whatever else the machine is.
 * NO_COLOR and FORCE_COLOR decide otherwise, in this order.
 */
export function colorsFor(stream: { readonly isTTY?: boolean }): ReturnType<typeof pc.createColors> {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return pc.createColors(false);
  return pc.createColors(FORCE_COLOR ? FORCE_COLOR !== "0" : stream.isTTY === true && TERM !== "dumb");
}
