/**
 * The process of a competitor that runs in Node: `node serve.ts competitors/loop.ts`. See protocol.ts.
 */
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import type { Competitor, Training } from "./competitor.ts";
import { readProblem, writeParameters } from "./exchange.ts";
import type { Described, Protocol, Request } from "./protocol.ts";

const [file] = process.argv.slice(2);
const { competitors }: { competitors: readonly Competitor[] } = await import(pathToFileURL(file).href);
let training: Training | undefined;

// standard output is for answers, whatever a competitor has to say
const answer = process.stdout.write.bind(process.stdout);
console.log = console.error;
console.info = console.error;

for await (const line of createInterface({ input: process.stdin })) {
  const reply = await answerTo(JSON.parse(line)).catch((error: Error) => ({ error: error.message }));
  answer(`${JSON.stringify(reply)}\n`);
}
process.exit();

async function answerTo(request: Request): Promise<Protocol[Request["do"]]["answered"]> {
  switch (request.do) {
    case "describe":
      return {
        runtime: `Node ${process.versions.node}`,
        competitors: await Promise.all(competitors.map(describe)),
      };
    case "prepare": {
      const competitor = competitors.find(({ id }) => id === request.competitor);
      if (!competitor) throw new Error(`${file} has no competitor ${request.competitor}`);
      training = await competitor.prepare(readProblem(request.problem), request.threads);
      return { threads: training.threads };
    }
    case "step": {
      const { step } = prepared();
      if (request.lead > 0) await step(request.lead);
      const started = performance.now();
      await step(request.count);
      return { seconds: (performance.now() - started) / 1000 };
    }
    case "read":
      writeParameters(request.to, await prepared().parameters());
      return { loss: prepared().loss() };
  }
}

function prepared(): Training {
  if (!training) throw new Error("expected to be prepared first");
  return training;
}

async function describe(competitor: Competitor): Promise<Described> {
  const { id, name, widths, threads, alwaysTrainsBiases = false, inJavaScript } = competitor;
  const found = await competitor.available().then(
    (version) => ({ version }),
    (error: Error) => ({ missing: error.message.split("\n")[0] }),
  );
  return { id, name, widths, threads, alwaysTrainsBiases, inJavaScript, ...found };
}
