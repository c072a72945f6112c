/** Tries parsers with hostile input: `npm run fuzz -- [PARSER …] [--minutes N] [--seed S]` in the repository. */
import { Command, InvalidArgumentError } from "commander";
import { campaign } from "./campaign.ts";
import { keepSeed } from "./corpus.ts";
import { targetNames } from "./target.ts";

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("expected a number above 0");
  return value;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError("expected a whole number");
  return value;
}

const command = new Command("npm run fuzz --")
  .description(
    "Tries parsers with changed inputs. What throws anything but a refusal, takes more than 1 s or more than 64 MiB is made short and kept in fuzz/seeds, where the tests try it again.",
  )
  .argument("[parsers...]", `some of ${targetNames.join(", ")}; all where none is named`)
  .option("--minutes <number>", "for each parser", positive, 1)
  .option("--seed <number>", "another seed gives other inputs", wholeNumber, 1)
  .parse();

const { minutes, seed } = command.opts<{ minutes: number; seed: number }>();
const names = command.args.length > 0 ? command.args : targetNames;
for (const name of names) {
  if (!targetNames.includes(name))
    command.error(`unknown parser ${name}: expected ${targetNames.join(", ")}`);
}
for (const name of names) {
  const { inputs, seconds, corpus, blocks, findings } = await campaign(name, {
    seed,
    milliseconds: minutes * 60_000,
  });
  const count = inputs.toLocaleString("en");
  console.log(
    `${name.padEnd(18)} ${count} inputs in ${seconds.toFixed(0)} s, corpus ${corpus}, ${blocks} blocks, ${findings.length} findings`,
  );
  for (const { kind, input, what } of findings) {
    process.exitCode = 1;
    console.log(`  ${kind}: ${what}   ${input.length} bytes in ${keepSeed(name, kind, input)}`);
  }
}
