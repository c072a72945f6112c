import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { closeSync, readlinkSync } from "node:fs";
import { hostname, networkInterfaces } from "node:os";
import { Worker } from "node:worker_threads";
import type { Communicator } from "./communicator.ts";
import { guardSource, wardSource } from "./guard-source.ts";
import { openLauncherErrors } from "./launcher.ts";

/** Where the guard is found, and the word that only ranks know. */
interface Meeting {
  readonly hosts: readonly string[];
  readonly port: number;
  readonly token: string;
  /** Rank 0's. */
  readonly name: string;
}

/**
 * Ranks that wait for one that is gone would wait for ever, and mpirun does not say which it was, nor ends what npx has started.
 * From now on a rank that is gone is named on stderr, and all others end; until the guard is dismissed, by all ranks.
 */
export class Guard {
  readonly #ward: Worker;

  private constructor(ward: Worker) {
    this.#ward = ward;
  }

  /** Undefined where one rank or more cannot reach it. */
  static async post(ranks: Communicator): Promise<Guard | undefined> {
    const name = `process ${process.pid} on ${hostname()}`;
    const meeting = await meetingOf(ranks, name);
    const { hosts, port, token, name: first } = meeting;
    const ward = new Worker(wardSource, {
      eval: true,
      workerData: { hosts, port, token, rank: ranks.rank, name, first: `rank 0 (${first})` },
    });
    const [answer] = await Promise.race([once(ward, "message"), once(ward, "error")]);
    const missing = Float64Array.of(answer === "welcome" ? 0 : 1);
    ranks.allReduce(missing, missing);
    ward.unref();
    const guard = new Guard(ward);
    if (missing[0] === 0) return guard;
    if (answer === "welcome") await guard.dismiss();
    return undefined;
  }

  /** To be called by all ranks, before they leave. */
  async dismiss(): Promise<void> {
    this.#ward.ref();
    this.#ward.postMessage("leave");
    await once(this.#ward, "message");
    await this.#ward.terminate();
  }
}

/** Rank 0 starts the guard, and tells all others where it is. */
async function meetingOf(ranks: Communicator, name: string): Promise<Meeting> {
  const own = `${hostname()} ${networkOf()}`;
  const isOneHost = ranks.gather(own).every((host) => host === own);
  if (ranks.rank > 0) return ranks.share<Meeting>({ hosts: [], port: 0, token: "", name });
  const token = randomBytes(16).toString("hex");
  const host = isOneHost ? "127.0.0.1" : "0.0.0.0";
  const port = await startGuard({ token, size: ranks.size, host });
  return ranks.share({ hosts: isOneHost ? [host] : addresses(), port, token, name });
}

async function startGuard(settings: object): Promise<number> {
  const errors = openLauncherErrors();
  const guard: ChildProcess = spawn(process.execPath, ["-e", guardSource], {
    detached: true,
    stdio: ["pipe", "pipe", errors ?? "inherit"],
  });
  if (errors !== undefined) closeSync(errors);
  const { stdin, stdout } = guard;
  if (!stdin || !stdout) throw new Error("expected a guard with pipes");
  stdin.end(JSON.stringify(settings));
  const [port] = await Promise.race([once(stdout, "data"), once(guard, "error").then(() => [0])]);
  stdout.destroy();
  guard.unref();
  return Number(String(port));
}

/** Two processes of one machine may still be in networks of their own, as in containers. */
function networkOf(): string {
  try {
    return readlinkSync("/proc/self/ns/net");
  } catch {
    return "";
  }
}

/** Of this machine, as others see it. */
function addresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((of) => of ?? []);
  return all.filter(({ family, internal }) => family === "IPv4" && !internal).map(({ address }) => address);
}
