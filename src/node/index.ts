/** What Node adds to the library: files, and the switches of its engine. */
export { pathFrom } from "./data-path.ts";
export { enableFastWasm, type FastWasm } from "./engine.ts";
export { readBytes, readTextFile, writeTextFile } from "./files.ts";
export {
  type LoadedExample,
  type LoadedExampleFile,
  loadExample,
  loadExampleFile,
  openExample,
  withData,
} from "./load.ts";
export { Communicator, Guard, MpiError } from "./mpi/index.ts";
export { type RowFormat, type RowsOptions, readRows, rowFormats } from "./rows.ts";
export * from "./run/index.ts";
export { filesOf, type Served, type ServeOptions, type Serving, serve } from "./serve.ts";
export { type StreamedData, streamData } from "./stream.ts";
export type { Reading } from "./streaming.ts";
export { spawnThread } from "./threads.ts";
