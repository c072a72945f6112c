import type { Command } from "commander";

type Finish = (code: number) => void;

/** Each command is loaded when it is asked for: loading what the others need would take longer than most work. */
const commands: Readonly<Record<string, (finish: Finish) => Promise<Command>>> = {
  explain: async () => (await import("./explain.ts")).explainCommand(),
  check: async (finish) => (await import("./check.ts")).checkCommand(finish),
  train: async (finish) => (await import("./train.ts")).trainCommand(finish),
  predict: async () => (await import("./predict.ts")).predictCommand(),
  export: async () => (await import("./export.ts")).exportCommand(),
  gradcheck: async (finish) => (await import("./gradcheck.ts")).gradcheckCommand(finish),
  diagnose: async (finish) => (await import("./diagnose.ts")).diagnoseCommand(finish),
  graph: async () => (await import("./graph.ts")).graphCommand(),
  runs: async () => (await import("./runs.ts")).runsCommand(),
  sweep: async (finish) => (await import("./sweep.ts")).sweepCommand(finish),
  studio: async () => (await import("./studio.ts")).studioCommand(),
  worksheet: async () => (await import("./worksheet.ts")).worksheetCommand(),
};

/** The command that is asked for; where none is, or none of that name, all of them, for the help. */
export function commandsFor(args: readonly string[], finish: Finish): Promise<Command[]> {
  const name = args.find((arg) => !arg.startsWith("-"));
  const asked =
    name !== undefined && Object.hasOwn(commands, name) ? [commands[name]] : Object.values(commands);
  return Promise.all(asked.map((load) => load(finish)));
}
