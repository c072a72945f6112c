import { Command, InvalidArgumentError, Option } from "commander";
import type { ProblemId } from "./problem.ts";
import { problems } from "./problems.ts";
import { idOf, peers } from "./roster.ts";

export interface Options {
  readonly only: readonly ProblemId[];
  readonly peers: readonly string[];
  readonly seconds: number;
  readonly node: readonly string[];
  readonly json: boolean;
}

const PROBLEMS = Object.keys(problems) as ProblemId[];
const PEERS = peers.map(idOf);

/** Reads the command line; ends the process where it cannot be understood. */
export function readOptions(args: readonly string[]): Options {
  const command = new Command("npm run bench --")
    .description("Times training steps, ours and those of others, after comparing what they calculate.")
    .addOption(
      new Option("--only <problems>", `some of ${PROBLEMS.join(",")}`)
        .argParser(listOf(PROBLEMS))
        .default(PROBLEMS, "all"),
    )
    .addOption(
      new Option("--peers <names>", `some of ${PEERS.join(",")}, or none`)
        .argParser(peersOf)
        .default(PEERS, "all"),
    )
    .addOption(
      new Option("--seconds <number>", "timed for each competitor and problem")
        .argParser(secondsOf)
        .default(2),
    )
    .addOption(
      new Option("--node <versions>", "what JavaScript runs in: this Node, or versions from the npm registry")
        .argParser(nodesOf)
        .default(["this", "24"], "this,24"),
    )
    .option("--json", "print the results as JSON", false);
  return command.parse(args, { from: "user" }).opts();
}

function listOf<Word extends string>(words: readonly Word[]): (text: string) => Word[] {
  return (text) =>
    text.split(",").map((part) => {
      const word = words.find((known) => known.toLowerCase() === part.trim().toLowerCase());
      if (!word) throw new InvalidArgumentError(`expected some of ${words.join(", ")}, found "${part}"`);
      return word;
    });
}

function peersOf(text: string): string[] {
  return text === "none" ? [] : listOf(PEERS)(text);
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 600) return seconds;
  throw new InvalidArgumentError(`expected a number of seconds, 0 to 600, found "${text}"`);
}

function nodesOf(text: string): string[] {
  return text.split(",").map((part) => {
    const version = part.trim();
    if (version === "this" || /^\d+(\.\d+){0,2}$/.test(version)) return version;
    throw new InvalidArgumentError(`expected "this" or versions of Node, as in this,24, found "${part}"`);
  });
}
