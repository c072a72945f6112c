import type { DType } from "../src/index.ts";
import type { Absent, Entrant } from "./entrants.ts";
import type { ProblemId } from "./problem.ts";

/** What became of one competitor on one problem. */
export interface Attempt {
  readonly entrant: Entrant;
  /** In which it calculates. */
  readonly width: DType;
  /** It cannot leave alone what the problem has frozen, and was compared with a reference that trains it too. */
  readonly trainsFrozenBiases: boolean;
  /** From the reference backend: see agreement.ts. */
  deviation?: number;
  /** Why it was not timed, or not to the end. */
  fault?: string;
  /** Of each turn, in the order in which they were taken. */
  readonly secondsPerStep: number[];
}

export interface Result {
  readonly competitor: string;
  readonly name: string;
  readonly version: string;
  readonly runtime: string;
  readonly threads: number;
  readonly width: DType;
  readonly isOurs: boolean;
  readonly trainsFrozenBiases: boolean;
  readonly deviation?: number;
  readonly fault?: string;
  /** In seconds, as all that follows but the last. */
  readonly median?: number;
  readonly minimum?: number;
  readonly turns: readonly number[];
  /** How many times ours its median is; ours: the fastest that has no more threads. */
  readonly timesOurs?: number;
}

export interface ProblemResults {
  readonly id: ProblemId;
  readonly title: string;
  readonly width: DType;
  readonly results: readonly Result[];
}

/** All that a run of the benchmark found. */
export interface Report {
  readonly date: string;
  readonly commit?: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly system: string };
  /** Mean number of processes that wanted a core, in the minute before; the benchmark needs one, or two. */
  readonly loadBefore: number;
  readonly secondsEach: number;
  readonly tolerances: Readonly<Record<DType, number>>;
  readonly problems: readonly ProblemResults[];
  readonly absent: readonly Absent[];
}

/** `ONNX Runtime 1.30.0, Node 24.11.0, 2 threads` */
export function labelOf({ competitor, version, runtime, threads }: Entrant): string {
  const name = version === "" ? competitor.name : `${competitor.name} ${version}`;
  return `${name}, ${runtime}, ${threads} ${threads === 1 ? "thread" : "threads"}`;
}

/** The fastest first; who was not timed last. */
export function resultsOf(attempts: readonly Attempt[]): Result[] {
  const timed = attempts.map((attempt) => ({ ...attempt, median: medianOf(attempt.secondsPerStep) }));
  const results = timed.map(({ entrant, median, fault, deviation, secondsPerStep, ...attempt }): Result => {
    const { competitor, version, runtime, threads, isOurs } = entrant;
    const ours = timed.filter((other) => other.entrant.isOurs && other.entrant.threads <= threads);
    const best = Math.min(...ours.map((other) => other.median ?? Number.POSITIVE_INFINITY));
    return {
      competitor: competitor.id,
      name: competitor.name,
      version,
      runtime,
      threads,
      width: attempt.width,
      isOurs,
      trainsFrozenBiases: attempt.trainsFrozenBiases,
      ...(deviation !== undefined && { deviation }),
      ...(fault !== undefined && { fault }),
      ...(median !== undefined && { median, minimum: Math.min(...secondsPerStep) }),
      turns: secondsPerStep,
      ...(median !== undefined && Number.isFinite(best) && { timesOurs: median / best }),
    };
  });
  const place = ({ median = Number.POSITIVE_INFINITY }: Result) => median;
  return results.sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

function medianOf(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
