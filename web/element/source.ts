import { dataFilesOf, parseExampleFile } from "../../src/index.ts";
import type { Named } from "../engine/protocol.ts";

/** An example, and the data that it names. */
export interface Source extends Named {
  readonly files: Readonly<Record<string, string>>;
}

/** Larger files are not for articles. */
const MOST_CHARACTERS = 4 * 2 ** 20;

/**
 * Reads an example and its data, which must be where it is: an example may not make a page ask anybody else.
 * @throws Error, InputError where it is not there, or not as it must be
 */
export async function readSource(url: URL): Promise<Source> {
  const text = await read(url);
  const file = url.pathname.slice(url.pathname.lastIndexOf("/") + 1);
  const parsed = parseExampleFile(text, file);
  const names = parsed.kind === "network" ? dataFilesOf(parsed.example) : [];
  const entries = names.map(async (name) => {
    const place = new URL(name, url);
    if (place.origin !== url.origin) throw new Error(`${name}: expected a file beside the example`);
    return [name, await read(place)] as const;
  });
  return { file, text, files: Object.fromEntries(await Promise.all(entries)) };
}

async function read(url: URL): Promise<string> {
  const response = await fetch(url, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`${url.pathname}: expected a file, found status ${response.status}`);
  const text = await response.text();
  if (text.length > MOST_CHARACTERS) throw new Error(`${url.pathname}: expected at most 4 MiB, found more`);
  return text;
}
