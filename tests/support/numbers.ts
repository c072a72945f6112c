/** How far a number may lie from what is expected: relative·|expected| + absolute. */
export interface Tolerance {
  readonly relative?: number;
  readonly absolute?: number;
}

export function isClose(
  actual: number,
  expected: number,
  { relative = 0, absolute = 0 }: Tolerance,
): boolean {
  return actual === expected || Math.abs(actual - expected) <= relative * Math.abs(expected) + absolute;
}

/** @throws Error that says what is off, and by how much */
export function expectClose(actual: number, expected: number, tolerance: Tolerance, what: string): void {
  if (isClose(actual, expected, tolerance)) return;
  const off = Math.abs(actual - expected);
  throw new Error(`${what}: expected ${expected}, got ${actual}, which is off by ${off}`);
}

/** @throws Error where lengths differ, or at the first number that is off */
export function expectAllClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance,
  what: string,
): void {
  if (actual.length !== expected.length) {
    throw new Error(`${what}: expected ${expected.length} numbers, got ${actual.length}`);
  }
  for (let i = 0; i < expected.length; i++) expectClose(actual[i], expected[i], tolerance, `${what}[${i}]`);
}

/** Nested arrays as one row. */
export function flat(nested: unknown): number[] {
  return Array.isArray(nested) ? nested.flatMap(flat) : [nested as number];
}
