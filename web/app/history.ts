/** What was, and what was taken back. */
export interface History<T> {
  readonly past: readonly T[];
  readonly now: T;
  readonly future: readonly T[];
}

/** As many as are kept; a state is the text of an example. */
const MOST = 200;

export function startHistory<T>(now: T): History<T> {
  return { past: [], now, future: [] };
}

/** What was taken back is gone once something new is done. */
export function record<T>({ past, now }: History<T>, next: T): History<T> {
  return { past: [...past, now].slice(-MOST), now: next, future: [] };
}

/** Another state in place of the present one, that nobody would want to undo. */
export function amend<T>(history: History<T>, now: T): History<T> {
  return { ...history, now };
}

export function undo<T>({ past, now, future }: History<T>): History<T> {
  const before = past.at(-1);
  if (before === undefined) return { past, now, future };
  return { past: past.slice(0, -1), now: before, future: [now, ...future] };
}

export function redo<T>({ past, now, future }: History<T>): History<T> {
  const [next, ...rest] = future;
  if (next === undefined) return { past, now, future };
  return { past: [...past, now], now: next, future: rest };
}
