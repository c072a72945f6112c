import { Command } from "commander";
import { graphToJson, graphToText } from "../index.ts";
import { loadSubject } from "./subject.ts";

export function graphCommand(): Command {
  return new Command("graph")
    .summary("print the graph that trains and explains")
    .description("Prints the graph of one training step: forward, loss, backward, update.")
    .argument("<file>", "an example file, YAML or JSON")
    .option("--json", "print one JSON document")
    .action(async (file: string, options: { json?: boolean }) => {
      const { graph } = (await loadSubject(file)).at(0);
      process.stdout.write(
        options.json ? `${JSON.stringify(graphToJson(graph), null, 2)}\n` : `${graphToText(graph)}\n`,
      );
    });
}
