import type { Named } from "../engine/protocol.ts";

/** The example with which `backstep studio FILE` has opened the page, and the data that it names. */
export interface ServedExample extends Named {
  readonly files: Readonly<Record<string, string>>;
}

/** What the address says where there is one. */
const HASH = "#example";

/** Undefined where the page stands for itself. */
export async function servedExample(hash: string): Promise<ServedExample | undefined> {
  if (hash !== HASH) return undefined;
  const answer = await fetch("example.json");
  return answer.ok ? ((await answer.json()) as ServedExample) : undefined;
}
