/** What Node adds to the library: files. */
export { readTextFile } from "./files.ts";
export { type LoadedExample, loadExample } from "./load.ts";
