import { openSync, readFileSync, readlinkSync } from "node:fs";
import { InputError } from "../../index.ts";
import { loadKoffi } from "./koffi.ts";

/** Linux's numbers of these calls, the same on all machines. */
const PIDFD_OPEN = 434;
const PIDFD_GETFD = 438;

/** Where launchers say how many processes they have started together, and how those become ranks. */
const launchers: Readonly<Record<string, string>> = {
  SLURM_STEP_NUM_TASKS: "start with srun --mpi=pmi2",
  OMPI_COMM_WORLD_SIZE: "this is Open MPI's mpirun, start with MPICH's (mpirun.mpich)",
};

/**
 * Processes that were started together, but do not know of each other, would each train alone, and write the same files.
 * @throws InputError where this is one of those
 */
export function checkLauncher(env: NodeJS.ProcessEnv = process.env): void {
  if (env.PMI_RANK !== undefined || env.PMI_FD !== undefined) return;
  for (const [variable, remedy] of Object.entries(launchers)) {
    const started = Number(env[variable]);
    if (started > 1)
      throw new InputError(`mpi: expected ${started} ranks, as were started, found 1; ${remedy}`);
  }
}

/**
 * mpirun talks to each process that it starts through an open file, whose number is in PMI_FD. Node closes such files for the
 * processes it starts, and npx is one that starts another: then the file is taken from whichever ancestor still has it open.
 * @throws InputError where that is not allowed
 */
export function regainLauncher(): void {
  const { PMI_FD, PMI_RANK } = process.env;
  const number = Number(PMI_FD);
  if (process.platform !== "linux" || !Number.isInteger(number) || isSocket("self", number)) return;
  const ancestor = ancestors().find(
    (pid) => isSocket(pid, number) && envOf(pid).includes(`PMI_RANK=${PMI_RANK}`),
  );
  const taken = ancestor === undefined ? -1 : takeFile(ancestor, number);
  if (taken < 0) {
    throw new InputError(
      "mpi: the connection to mpirun was lost on the way, for npx does not pass it on; start with mpirun -pmi-port …, or name node_modules/.bin/backstep in place of npx backstep",
    );
  }
  process.env.PMI_FD = String(taken);
}

/**
 * mpirun's own stderr, open for writing, where it runs on this host. What ranks write is passed on by a process in between, which
 * mpirun ends, and what it had still to pass on with it, as soon as a rank on another host is gone.
 */
export function openLauncherErrors(): number | undefined {
  if (process.platform !== "linux") return undefined;
  const launcher = ancestors().find((pid) => /^mpi(run|exec)/.test(nameOf(pid)));
  if (launcher === undefined) return undefined;
  try {
    return openSync(`/proc/${launcher}/fd/2`, "a");
  } catch {
    // a socket cannot be opened; it can be taken where the system lets one process look into another
    const taken = takeFile(launcher, 2);
    return taken < 0 ? undefined : taken;
  }
}

function isSocket(pid: number | "self", file: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/fd/${file}`).startsWith("socket:");
  } catch {
    return false;
  }
}

/** The parent first. */
function ancestors(): number[] {
  const found: number[] = [];
  for (let pid = process.ppid; pid > 1; pid = parentOf(pid)) found.push(pid);
  return found;
}

function parentOf(pid: number): number {
  try {
    // the name, in parentheses, may hold anything
    const [, parent] = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)?.split(" ") ?? [];
    return Number(parent);
  } catch {
    return 0;
  }
}

function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "latin1");
  } catch {
    return "";
  }
}

function envOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1").split("\0");
  } catch {
    return [];
  }
}

/** The number of an own file that is the same as another process's; negative where the system refuses. */
function takeFile(pid: number, file: number): number {
  const call = loadKoffi().load(null).func("long syscall(long, long, long, long)");
  const process = Number(call(PIDFD_OPEN, pid, 0, 0));
  return process < 0 ? -1 : Number(call(PIDFD_GETFD, process, file, 0));
}
