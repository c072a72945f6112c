/**
 * Reads one file with one parser in a process of its own, and prints how long that took and how much memory beside:
 * `measure.ts PARSER FILE`.
 */
import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { corpusOf } from "./corpus.ts";
import { thrownBy } from "./finding.ts";
import { loadTarget } from "./target.ts";

export interface Measured {
  readonly milliseconds: number;
  readonly mebibytes: number;
  readonly thrown?: string;
}

const [name, file] = process.argv.slice(2);
const target = await loadTarget(name);
for (const seed of corpusOf(name, target).slice(0, 3)) thrownBy(target, seed);
const input = new Uint8Array(readFileSync(file));
setFlagsFromString("--expose-gc");
runInNewContext("gc")();
const before = process.memoryUsage.rss();
const started = performance.now();
const busy = process.cpuUsage();
const thrown = thrownBy(target, input);
const { user, system } = process.cpuUsage(busy);
// whichever is less: other programs may take the processor away, and V8 may use several at once
const milliseconds = Math.min(performance.now() - started, (user + system) / 1000);
const peak = Math.max(process.resourceUsage().maxRSS * 1024, process.memoryUsage.rss());
const measured: Measured = { milliseconds, mebibytes: (peak - before) / 2 ** 20, ...(thrown && { thrown }) };
process.stdout.write(JSON.stringify(measured));
