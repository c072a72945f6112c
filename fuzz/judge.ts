import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Finding, LARGEST_MIB, LONGEST_MS, thrownBy } from "./finding.ts";
import type { Measured } from "./measure.ts";
import type { Target } from "./target.ts";

const SCRIPT = fileURLToPath(new URL("measure.ts", import.meta.url));
/** Whoever takes so long hangs, in milliseconds. */
const HANGS_MS = 30_000;
/** A machine has other things to do: what is slow is slow every time. */
const TIMES = 3;

/** Tries an input by itself, in a process of its own unless all that is asked is what it throws. */
export function judge(name: string, target: Target, { kind, input }: Finding): Finding | undefined {
  if (kind === "throws") {
    const what = thrownBy(target, input);
    return what === undefined ? undefined : { kind, input, what };
  }
  let fastest = Number.POSITIVE_INFINITY;
  let smallest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < TIMES; i++) {
    const measured = measure(name, input);
    if (measured === "hangs") return { kind: "hangs", input, what: `takes more than ${HANGS_MS / 1000} s` };
    if (measured === "crashes") return { kind: "crashes", input, what: "ends the process" };
    if (measured.thrown) return { kind: "throws", input, what: measured.thrown };
    fastest = Math.min(fastest, measured.milliseconds);
    smallest = Math.min(smallest, measured.mebibytes);
    if (fastest <= LONGEST_MS && smallest <= LARGEST_MIB) return undefined;
  }
  return fastest > LONGEST_MS
    ? { kind: "slow", input, what: `takes ${Math.round(fastest)} ms` }
    : { kind: "memory", input, what: `takes ${Math.round(smallest)} MiB` };
}

function measure(name: string, input: Uint8Array): Measured | "hangs" | "crashes" {
  const folder = mkdtempSync(join(tmpdir(), "backstep-fuzz-"));
  try {
    const file = join(folder, "input");
    writeFileSync(file, input);
    const args = ["--import", "tsx", SCRIPT, name, file];
    const { stdout, status, error } = spawnSync(process.execPath, args, {
      timeout: HANGS_MS,
      encoding: "utf8",
    });
    if (error && "code" in error && error.code === "ETIMEDOUT") return "hangs";
    return status === 0 ? (JSON.parse(stdout) as Measured) : "crashes";
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** How many shorter inputs are tried: each takes a process where time or memory is measured. */
const TRIES = { throws: 5000, slow: 40, memory: 40, hangs: 12, crashes: 40 } as const;

/** A shorter input with the same finding: parts are left out, halves first, for as long as it stays. */
export function minimised(name: string, target: Target, finding: Finding): Finding {
  let best = finding;
  let tries: number = TRIES[finding.kind];
  for (let size = best.input.length >> 1; size > 0 && tries > 0; size >>= 1) {
    for (let at = 0; at < best.input.length && tries > 0; tries--) {
      const shorter = Uint8Array.from([...best.input.subarray(0, at), ...best.input.subarray(at + size)]);
      const again = judge(name, target, { ...best, input: shorter });
      if (again?.kind === best.kind && (best.kind !== "throws" || again.what === best.what)) best = again;
      else at += size;
    }
  }
  return best;
}
