import { spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findProgram } from "../documents/programs.ts";
import { succeeds } from "../support/mpi.ts";

/** Two network namespaces of this machine that are joined by a veth pair; in the second an sshd listens. */
export interface Hosts {
  /** How mpirun is started in the first, so that it starts ranks on both. */
  mpirun(path: string): string[];
  /** Sends no faster than this, as `1gbit`, either way. */
  limit(rate: string): void;
  /** The second host is not to be reached any more. */
  cut(): void;
  /** Bytes that have come to the second over the cable. */
  received(): number;
  close(): Promise<void>;
}

const sshd: string | undefined =
  findProgram("sshd") ?? ["/usr/sbin/sshd"].find((path) => succeeds("test", "-x", path));

/** Why there cannot be two hosts here; undefined where there can. */
export function whyNoHosts(): string | undefined {
  if (!findProgram("ip")) return "not installed, as in apt-get install iproute2";
  if (!sshd || !findProgram("ssh")) return "not installed, as in apt-get install openssh-server";
  const name = `bs-${process.pid}-try`;
  if (!succeeds("ip", "netns", "add", name)) return "no network namespaces without root";
  const canJoin = succeeds(
    "ip",
    "-n",
    name,
    "link",
    "add",
    "probe0",
    "type",
    "veth",
    "peer",
    "name",
    "probe1",
  );
  succeeds("ip", "netns", "del", name);
  return canJoin ? undefined : "no veth pairs here";
}

/** @param folder for keys and logs */
export async function joinedHosts(folder: string): Promise<Hosts> {
  const [first, second] = ["a", "b"].map((end) => `bs-${process.pid}-${end}`);
  const [own, other] = ["10.231.17.1", "10.231.17.2"];
  for (const name of [first, second]) must("ip", "netns", "add", name);
  const close = async (): Promise<void> => {
    for (const name of [first, second]) {
      // a session of sshd's outlives a cable that was cut
      const { stdout } = spawnSync("ip", ["netns", "pids", name], { encoding: "utf8" });
      for (const pid of stdout.split("\n").filter((line) => line !== "")) succeeds("kill", pid);
      succeeds("ip", "netns", "del", name);
    }
  };
  const keys = join(folder, "ssh");
  try {
    must(
      "ip",
      "link",
      "add",
      "cable0",
      "netns",
      first,
      "type",
      "veth",
      "peer",
      "name",
      "cable0",
      "netns",
      second,
    );
    for (const [name, address] of [
      [first, own],
      [second, other],
    ]) {
      must("ip", "-n", name, "addr", "add", `${address}/24`, "dev", "cable0");
      for (const link of ["cable0", "lo"]) must("ip", "-n", name, "link", "set", link, "up");
    }
    const shell = await startSshd(keys, second, other);
    return {
      mpirun: (path) => [
        ...["ip", "netns", "exec", first, path, "-launcher", "ssh", "-launcher-exec", shell],
        // they share this machine's memory too, which hosts do not
        ...["-genv", "UCX_TLS", "tcp,self", "-hosts", `${own},${other}`],
      ],
      limit: (rate) => {
        for (const name of [first, second]) {
          const queue = ["dev", "cable0", "root", "tbf", "rate", rate, "burst", "256kb", "latency", "50ms"];
          must("ip", "netns", "exec", name, "tc", "qdisc", "replace", ...queue);
        }
      },
      cut: () => must("ip", "-n", second, "link", "set", "cable0", "down"),
      received: () => {
        const { stdout } = spawnSync("ip", ["-n", second, "-j", "-s", "link", "show", "cable0"], {
          encoding: "utf8",
        });
        return JSON.parse(stdout)[0].stats64.rx.bytes as number;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Starts an sshd with keys of its own, and gives the program that logs in to it. */
async function startSshd(keys: string, namespace: string, address: string): Promise<string> {
  await mkdir(keys, { recursive: true, mode: 0o700 });
  await mkdir("/run/sshd", { recursive: true });
  for (const name of ["host", "user"]) {
    must("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", join(keys, name));
  }
  const settings = {
    Port: "2222",
    ListenAddress: address,
    HostKey: join(keys, "host"),
    AuthorizedKeysFile: join(keys, "user.pub"),
    PidFile: join(keys, "pid"),
    StrictModes: "no",
    UsePAM: "no",
    PermitRootLogin: "yes",
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  await writeFile(join(keys, "config"), `${lines.join("\n")}\n`);
  must("ip", "netns", "exec", namespace, sshd ?? "sshd", "-f", join(keys, "config"), "-E", join(keys, "log"));
  const shell = join(keys, "ssh");
  const options = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR"];
  // else mpirun, though no rank is left, waits for a host that has vanished
  options.push("ServerAliveInterval=2", "ServerAliveCountMax=2");
  const flags = options.map((option) => `-o ${option}`).join(" ");
  await writeFile(shell, `#!/bin/sh\nexec ssh -F none -i ${join(keys, "user")} -p 2222 ${flags} "$@"\n`, {
    mode: 0o755,
  });
  return shell;
}

function must(program: string, ...args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${error ?? stderr}`);
}
