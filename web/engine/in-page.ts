import { referenceBackend } from "../../src/index.ts";
import { Refusal, type StartEngine } from "./client.ts";
import { Engine, problemOf } from "./engine.ts";

/** Starts the engine in the page itself: for examples of the size that articles show, which need no worker. */
export const startInPage: StartEngine = (hear) => {
  const clock = {
    now: () => performance.now(),
    later: (after: number, then: () => void) => setTimeout(then, after),
  };
  const engine = new Engine(clock, referenceBackend, hear);
  return {
    async call(name, argument) {
      try {
        return (await engine[name](argument as never)) as never;
      } catch (error) {
        throw new Refusal(problemOf(error));
      }
    },
  };
};
