/**
 * The benchmark: `npm run bench`, `npm run bench -- --help`. See README.md.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { tolerances } from "./agreement.ts";
import { type Absent, type Entrant, enter } from "./entrants.ts";
import { installPeers } from "./install.ts";
import { type Options, readOptions } from "./options.ts";
import { problems } from "./problems.ts";
import { race } from "./race.ts";
import { type ProblemResults, type Report, resultsOf } from "./results.ts";
import { idOf, ours, peers } from "./roster.ts";
import { findNode, type Runtime } from "./runtimes.ts";
import { tableOf } from "./table.ts";

const options = readOptions(process.argv.slice(2));
const folder = mkdtempSync(join(tmpdir(), "backstep-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));

const report = await run(options);
const file = save(report);
console.log(options.json ? JSON.stringify(report, null, 2) : `\n${tableOf(report)}`);
say(`saved as ${file}`);

async function run({ only, peers: wanted, seconds, node }: Options): Promise<Report> {
  const [loadBefore] = loadavg();
  const cores = cpus();
  if (loadBefore > cores.length / 2) say(`the machine is busy (load ${loadBefore.toFixed(1)}): trust minima`);
  if (wanted.length > 0) installPeers(say);
  const { entrants, absent } = await register(wanted, node);
  const measured: ProblemResults[] = [];
  for (const id of only) {
    const problem = await problems[id]();
    const results = resultsOf(await race(problem, entrants, { seconds, folder, say }));
    measured.push({ id, title: problem.title, width: problem.dtype, results });
  }
  const commit = currentCommit();
  return {
    date: new Date().toISOString(),
    ...(commit !== undefined && { commit }),
    machine: { cpu: cores[0].model, cores: cores.length, system: `${platform()} ${arch()}` },
    loadBefore,
    secondsEach: seconds,
    tolerances,
    problems: measured,
    absent,
  };
}

/** Everybody who can take part, and everybody who is missing. */
async function register(
  wanted: readonly string[],
  versions: readonly string[],
): Promise<{ entrants: Entrant[]; absent: Absent[] }> {
  const entrants: Entrant[] = [];
  const absent: Absent[] = [];
  const nodes: Runtime[] = [];
  for (const version of versions) {
    try {
      nodes.push(await findNode(version));
    } catch (error) {
      const [why] = (error as Error).message.split("\n");
      absent.push({ name: `Node ${version}`, why, install: `npx node@${version}` });
    }
  }
  for (const entry of [ours, ...peers.filter((peer) => wanted.includes(idOf(peer)))]) {
    const entered = await enter(entry, nodes, entry === ours);
    entrants.push(...entered.entrants);
    absent.push(...entered.absent);
  }
  return { entrants, absent };
}

function save(report: Report): string {
  const results = fileURLToPath(new URL("results/", import.meta.url));
  mkdirSync(results, { recursive: true });
  const path = join(results, `${report.date.replaceAll(":", "-")}.json`);
  writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`);
  return path;
}

function currentCommit(): string | undefined {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    return undefined;
  }
}

function say(text: string): void {
  console.error(text);
}
