/** What Node adds to the library: files. */
export { readTextFile, writeTextFile } from "./files.ts";
export { type LoadedExample, type LoadedExampleFile, loadExample, loadExampleFile } from "./load.ts";
