/** What Node adds to the library: files, and the switches of its engine. */
export { enableFastWasm, type FastWasm } from "./engine.ts";
export { readTextFile, writeTextFile } from "./files.ts";
export { type LoadedExample, type LoadedExampleFile, loadExample, loadExampleFile } from "./load.ts";
export { Communicator, Guard, MpiError } from "./mpi/index.ts";
export * from "./run/index.ts";
export { spawnThread } from "./threads.ts";
