import { Command, CommanderError } from "commander";
import { DivergedError, formatInputError, InputError } from "../index.ts";
import { commandsFor } from "./commands.ts";
import { exitCodes } from "./exit-codes.ts";
import { version } from "./version.ts";

/**
 * Runs the command line.
 * @param args without the names of the interpreter and the script
 * @returns the exit code
 */
export async function main(args: readonly string[]): Promise<number> {
  let code: number = exitCodes.done;
  const finish = (result: number): void => {
    code = result;
  };
  const program = new Command("backstep")
    .description(
      "Neural networks that show their work: train one, and read any gradient as a worked derivation.",
    )
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "explain a command")
    .helpCommand(false);
  for (const command of await commandsFor(args, finish)) program.addCommand(command);
  for (const command of withThoseBelow(program)) command.exitOverride().showSuggestionAfterError();
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    return report(error);
  }
}

function withThoseBelow(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withThoseBelow)];
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (error instanceof InputError) {
    process.stderr.write(`${formatInputError(error)}\n`);
    return exitCodes.usage;
  }
  if (error instanceof DivergedError) {
    process.stderr.write(`${error.message}\n`);
    return exitCodes.wanting;
  }
  const details = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`This is a mistake in backstep, not in your input; please report it.\n${details}\n`);
  return exitCodes.internal;
}
