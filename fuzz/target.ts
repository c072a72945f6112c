import { readdirSync } from "node:fs";

/** A parser, and what is needed to try it with hostile input. */
export interface Target {
  /** Inputs that are read, from which to begin. */
  seeds(): readonly (Uint8Array | string)[];
  /** Reads all of an input; an InputError refuses it, and anything else that is thrown is a finding. */
  read(input: Uint8Array): unknown;
  /** Words of the format, which are put into inputs. */
  readonly words?: readonly string[];
  /** Makes lengths and checksums of a changed input right again, so that changes get past them. */
  mend?(input: Uint8Array): Uint8Array;
}

const folder = new URL("targets/", import.meta.url);

/** The names of all parsers, each a file in `targets/`. */
export const targetNames: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -".ts".length))
  .sort();

export async function loadTarget(name: string): Promise<Target> {
  const { target } = (await import(new URL(`${name}.ts`, folder).href)) as { target: Target };
  return target;
}

/** What a door makes of a text file that is UTF-8. */
export function textOf(input: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(input);
}
