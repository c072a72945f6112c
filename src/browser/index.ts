/** What browsers add to the library: threads. */
export { startWebWorkers } from "./workers.ts";
