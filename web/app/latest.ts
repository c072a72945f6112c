/**
 * Does one thing at a time; of those that are asked for meanwhile only the last.
 * @param run what is done for each
 */
export function latest<T>(run: (task: T) => Promise<void>): (task: T) => void {
  let waiting: { readonly task: T } | undefined;
  let isBusy = false;
  const work = async () => {
    isBusy = true;
    try {
      while (waiting) {
        const { task } = waiting;
        waiting = undefined;
        await run(task);
      }
    } finally {
      isBusy = false;
    }
  };
  return (task) => {
    waiting = { task };
    if (!isBusy) void work();
  };
}
