import { Command } from "commander";
import { graphToJson, graphToText, takeRows } from "../index.ts";
import { prepare } from "./prepare.ts";

export function graphCommand(): Command {
  return new Command("graph")
    .summary("print the graph that trains and explains")
    .description("Prints the graph of one training step on one sample: forward, loss, backward, update.")
    .argument("<file>", "an example file, YAML or JSON")
    .option("--json", "print one JSON document")
    .action(async (file: string, options: { json?: boolean }) => {
      const { session, data } = await prepare(file);
      const { graph } = session.look(takeRows(data.train, [0]));
      process.stdout.write(
        options.json ? `${JSON.stringify(graphToJson(graph), null, 2)}\n` : `${graphToText(graph)}\n`,
      );
    });
}
