import { dirname, isAbsolute, join } from "node:path";
import { InputError, type Place } from "../index.ts";

const URL_START = /^[a-z][a-z0-9+.-]+:\/\//i;

/**
 * The path of a data file as seen from where the path of the example file is.
 * @param key with which the example file names it
 * @throws InputError where it is no path
 */
export function dataPath(data: string, place: Place, examplePath: string, key: string): string {
  if (URL_START.test(data)) {
    throw new InputError(`${key}: expected a file on this machine, found ${JSON.stringify(data)}`, place);
  }
  return pathFrom(dirname(examplePath), data);
}

/** A path that is relative to a folder, as seen from where the folder's is. */
export function pathFrom(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}
