/**
 * The slope of `f` at `x` by central differences over ±h and ±h/2, extrapolated to h = 0 (Richardson), so that
 * the error falls with h⁴.
 */
export function slopeOf(f: (x: number) => number, x: number, h: number): number {
  return (4 * centralDifference(f, x, h / 2) - centralDifference(f, x, h)) / 3;
}

/** Divides by the distance of the arguments as they are after rounding. */
function centralDifference(f: (x: number) => number, x: number, h: number): number {
  const [above, below] = [x + h, x - h];
  return (f(above) - f(below)) / (above - below);
}
