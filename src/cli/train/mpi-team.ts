import { hostname } from "node:os";
import { formatInputError, InputError, type Together, together } from "../../index.ts";
import { Communicator, Guard } from "../../node/index.ts";
import { exitCodes } from "../exit-codes.ts";
import type { Prepared } from "../prepare.ts";
import { checkParameters, checkSame } from "./same.ts";
import type { Team } from "./team.ts";

/** Another rank has failed, and says why. */
class FailedElsewhere extends Error {
  override readonly name = "FailedElsewhere";
}

/**
 * Does the work with all the ranks that mpirun has started.
 * @throws what the work throws, in the rank that is to tell of it
 */
export async function inMpiTeam(
  finish: (code: number) => void,
  work: (team: Team) => Promise<void>,
): Promise<void> {
  const communicator = Communicator.join();
  const guard = communicator.size > 1 ? await Guard.post(communicator) : undefined;
  const team = new MpiTeam(communicator);
  if (!guard && communicator.size > 1 && team.leads) {
    process.stderr.write("mpi: not all ranks can reach rank 0 by TCP: one that is gone will not be named\n");
  }
  let failed: unknown;
  try {
    await work(team);
  } catch (error) {
    // the others wait for this rank, and cannot know
    if (!team.isShared(error)) return stopAll(communicator, error);
    failed = error;
  }
  await guard?.dismiss();
  communicator.close();
  if (failed instanceof FailedElsewhere) return finish(exitCodes.usage);
  if (failed !== undefined) throw failed;
}

function stopAll(communicator: Communicator, error: unknown): void {
  const isInput = error instanceof InputError;
  const text = isInput ? formatInputError(error) : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${nameOf(communicator.rank)}: ${text}\n`);
  communicator.abort(isInput ? exitCodes.usage : exitCodes.internal);
}

function nameOf(rank: number): string {
  return `rank ${rank} (process ${process.pid} on ${hostname()})`;
}

class MpiTeam implements Team {
  readonly ranks: Communicator;
  readonly #shared = new WeakSet<object>();

  constructor(ranks: Communicator) {
    this.ranks = ranks;
  }

  get leads(): boolean {
    return this.ranks.rank === 0;
  }

  together(blocks: number | undefined): Together {
    return together(this.ranks, blocks);
  }

  agree<T>(document: T): T {
    return this.ranks.share(document);
  }

  agreeOnBytes(bytes: Uint8Array | undefined): Uint8Array {
    return this.ranks.shareBytes(bytes ?? new Uint8Array());
  }

  async all<T>(work: () => T | Promise<T>): Promise<T> {
    let result: { value: T } | undefined;
    let refused: InputError | undefined;
    try {
      result = { value: await work() };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refused = error;
    }
    const failures = new Float32Array(this.ranks.size);
    if (refused) failures[this.ranks.rank] = 1;
    this.ranks.allReduce(failures, failures);
    const first = failures.indexOf(1);
    if (first < 0 && result) return result.value;
    if (first !== this.ranks.rank || !refused) throw this.#share(new FailedElsewhere());
    const { message, place } = refused;
    throw this.#share(first === 0 ? refused : new InputError(`${nameOf(first)}: ${message}`, place));
  }

  checkSame(...work: Parameters<Team["checkSame"]>): Promise<void> {
    return checkSame(this, ...work);
  }

  checkParameters(prepared: Prepared): Promise<void> {
    return checkParameters(this, prepared);
  }

  /** Do all know of this error? */
  isShared(error: unknown): boolean {
    return typeof error === "object" && error !== null && this.#shared.has(error);
  }

  #share<E extends Error>(error: E): E {
    this.#shared.add(error);
    return error;
  }
}
