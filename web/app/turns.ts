/** Work that waits for what was asked before it, whether that succeeded or not. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** A queue of its own. */
export function turns(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    // who asked for it is told; who comes after does not mind
    last = turn.catch(() => {});
    return turn;
  };
}
