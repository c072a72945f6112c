/** In milliseconds: how often it is asked whether ranks live, and after how long without an answer they count as gone. */
const times = { beat: 1000, gone: 5000, farewell: 1500 } as const;

/** More than this is not a greeting. */
const LONGEST_GREETING = 512;

/**
 * The whole program of the guard, a process beside rank 0 that nobody ends with it. Every rank holds a connection to it; where
 * one breaks, or is silent, before its rank has said goodbye, that rank is gone: the guard says so, and tells all others to end.
 */
export const guardSource: string = `
"use strict";
const net = require("node:net");
const fs = require("node:fs");
const ranks = new Map();
let left = 0;
let isOver = false;
const end = () => process.exit(0);
const lost = (rank, how) => {
  if (isOver) return;
  isOver = true;
  const line = "mpi: rank " + rank + " (" + ranks.get(rank).name + ") " + how + ": all others stop";
  try { fs.writeSync(2, line + "\\n"); } catch {}
  for (const [other, { socket }] of ranks) if (other !== rank) socket.write("end\\n");
  setTimeout(end, ${times.farewell});
};
const greet = (socket, [token, rank, ...name], { token: expected, size }) => {
  const number = Number(rank);
  if (token !== expected || !(number >= 0 && number < size) || ranks.has(number)) return socket.destroy();
  const known = { socket, name: name.join(" "), seen: Date.now(), hasLeft: false };
  ranks.set(number, known);
  socket.on("data", (text) => {
    known.seen = Date.now();
    if (!String(text).includes("bye") || known.hasLeft) return;
    known.hasLeft = true;
    socket.end();
    if (++left === size) end();
  });
  const broken = () => known.hasLeft || lost(number, "is gone");
  socket.on("end", broken);
  socket.on("close", broken);
  socket.write("welcome\\n");
};
process.stdin.once("data", (text) => {
  const settings = JSON.parse(text);
  const server = net.createServer((socket) => {
    let greeting = "";
    socket.setEncoding("latin1");
    socket.setNoDelay(true);
    socket.on("error", () => {});
    const listen = (more) => {
      greeting += more;
      const ends = greeting.indexOf("\\n");
      if (ends < 0 && greeting.length < ${LONGEST_GREETING}) return;
      socket.off("data", listen);
      greet(socket, greeting.slice(0, ends).split(" "), settings);
    };
    socket.on("data", listen);
  });
  server.listen(0, settings.host, () => process.stdout.write(server.address().port + "\\n"));
  setInterval(() => {
    const now = Date.now();
    for (const [rank, { socket, seen, hasLeft }] of ranks) {
      if (hasLeft) continue;
      if (now - seen > ${times.gone}) lost(rank, "does not answer");
      socket.write("?\\n");
    }
    if (ranks.size === 0 && process.uptime() > 60) end();
  }, ${times.beat});
});
`;

/**
 * The whole program of a thread of each rank that answers the guard. When it is told to, or the guard is gone and with it the
 * host of rank 0, it ends the process, which may be waiting for the others for ever.
 */
export const wardSource: string = `
"use strict";
const net = require("node:net");
const fs = require("node:fs");
const { parentPort, workerData } = require("node:worker_threads");
const { hosts, port, token, rank, name, first } = workerData;
let hasLeft = false;
let seen = Date.now();
const end = (line) => {
  if (hasLeft) return;
  if (line) try { fs.writeSync(2, line + "\\n"); } catch {}
  process.kill(process.pid, "SIGKILL");
};
const attempt = ([host, ...others]) => {
  if (host === undefined) return parentPort.postMessage("failed");
  let isWelcome = false;
  const socket = net.connect({ host, port, timeout: 5000 });
  const next = () => {
    socket.destroy();
    attempt(others);
  };
  socket.setNoDelay(true);
  socket.setEncoding("latin1");
  socket.once("timeout", () => isWelcome || next());
  socket.on("error", () => isWelcome || next());
  socket.on("connect", () => socket.write([token, rank, name].join(" ") + "\\n"));
  socket.on("close", () => isWelcome && end("mpi: " + first + " is gone: rank " + rank + " stops"));
  socket.on("data", (text) => {
    seen = Date.now();
    if (text.includes("end")) return end();
    if (text.includes("?")) socket.write(".\\n");
    if (!isWelcome && text.includes("welcome")) {
      isWelcome = true;
      socket.setTimeout(0);
      setInterval(() => Date.now() - seen > ${times.gone} && end("mpi: " + first + " does not answer: rank " + rank + " stops"), ${times.beat}).unref();
      parentPort.once("message", () => {
        hasLeft = true;
        socket.end("bye\\n", () => parentPort.postMessage("left"));
      });
      parentPort.postMessage("welcome");
    }
  });
};
attempt(hosts);
`;
