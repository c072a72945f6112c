import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Target } from "./target.ts";

const folder = (name: string): string => fileURLToPath(new URL(`seeds/${name}/`, import.meta.url));

/** What was found at some time: inputs that a parser once did not read as it should, one a file. */
export function keptSeeds(name: string): ReadonlyMap<string, Uint8Array> {
  const path = folder(name);
  const files = existsSync(path) ? readdirSync(path).sort() : [];
  return new Map(files.map((file) => [file, new Uint8Array(readFileSync(path + file))]));
}

/** The inputs from which to begin: those of the target, and those that were kept. */
export function corpusOf(name: string, target: Target): Uint8Array[] {
  const encoder = new TextEncoder();
  const own = target.seeds().map((seed) => (typeof seed === "string" ? encoder.encode(seed) : seed));
  return [...own, ...keptSeeds(name).values()];
}

/** @returns the path, as seen from the repository */
export function keepSeed(name: string, kind: string, input: Uint8Array): string {
  const hash = createHash("sha256").update(input).digest("hex").slice(0, 12);
  mkdirSync(folder(name), { recursive: true });
  writeFileSync(`${folder(name)}${kind}-${hash}`, input);
  return `fuzz/seeds/${name}/${kind}-${hash}`;
}
