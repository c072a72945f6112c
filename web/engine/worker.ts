import { wasmBackend } from "../../src/index.ts";
import { Engine, problemOf } from "./engine.ts";
import type { Reply, Request } from "./protocol.ts";

/** As much of a worker as is used; the types of pages know only windows. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  postMessage(message: Reply): void;
}
const scope = self as unknown as WorkerScope;

/** A message to oneself comes back at once, where a timeout of 0 would wait for some milliseconds. */
const turns: (() => void)[] = [];
const channel = new MessageChannel();
channel.port1.onmessage = () => turns.shift()?.();

const engine = new Engine(
  {
    now: () => performance.now(),
    later: (after, then) => {
      if (after > 0) {
        setTimeout(then, after);
        return;
      }
      turns.push(then);
      channel.port2.postMessage(null);
    },
  },
  wasmBackend(),
  (event) => scope.postMessage({ event }),
);

scope.onmessage = async ({ data: { id, call, argument } }) => {
  try {
    const result = await engine[call](argument as never);
    scope.postMessage({ id, result });
  } catch (error) {
    scope.postMessage({ id, problem: problemOf(error) });
  }
};
