import { Contestant } from "./contestant.ts";
import type { Described } from "./protocol.ts";
import type { Entry } from "./roster.ts";
import { type Command, commandFor, pythons, type Runtime } from "./runtimes.ts";

/** A competitor in a runtime, ready to be started with so many threads. */
export interface Entrant {
  readonly competitor: Described;
  readonly version: string;
  /** `Node 24.11.0` */
  readonly runtime: string;
  readonly threads: number;
  readonly command: Command;
  readonly isOurs: boolean;
}

/** A competitor that does not run on this machine. */
export interface Absent {
  readonly name: string;
  readonly why: string;
  readonly install: string;
}

export interface Entered {
  readonly entrants: readonly Entrant[];
  readonly absent: readonly Absent[];
}

/** Asks an entry of the roster who it is, in each of the runtimes in which that makes a difference. */
export async function enter(entry: Entry, nodes: readonly Runtime[], isOurs: boolean): Promise<Entered> {
  const entrants: Entrant[] = [];
  const absent = new Map<string, Absent>();
  for (const found of await describeEach(entry, entry.language === "node" ? nodes : pythons)) {
    if ("why" in found) {
      absent.set(entry.name, { name: entry.name, why: found.why, install: entry.install });
      continue;
    }
    const { competitors, runtime, command } = found;
    for (const competitor of competitors) {
      const { id, name, version, missing = "" } = competitor;
      const known = entrants.some((other) => other.competitor.id === id);
      if (version === undefined) absent.set(name, { name, why: missing, install: entry.install });
      else if (!known || competitor.inJavaScript) {
        for (const threads of competitor.threads) {
          entrants.push({ competitor, version, runtime, threads, command, isOurs });
        }
      }
    }
    const everyoneIsHere = competitors.every(({ version }) => version !== undefined);
    if (entry.language === "python" && everyoneIsHere) return { entrants, absent: [] };
  }
  return { entrants, absent: [...absent.values()] };
}

type Found =
  | { readonly why: string }
  | { readonly competitors: readonly Described[]; readonly runtime: string; readonly command: Command };

async function describeEach(entry: Entry, runtimes: readonly Runtime[]): Promise<Found[]> {
  const found: Found[] = [];
  for (const runtime of runtimes) {
    const command = commandFor(entry, runtime);
    const process = new Contestant(command);
    const described = await process.ask("describe", {}).catch((error: Error) => ({ why: error.message }));
    process.end();
    found.push({ ...described, command });
  }
  return found;
}
