import { Command, Option } from "commander";
import pc from "picocolors";
import {
  batchAfter,
  en,
  explain,
  explanationToJson,
  explanationToText,
  type Precision,
  type Samples,
  train,
} from "../index.ts";
import { terminalWidth, wholeNumber } from "./options.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { counted, frozenSummary, lossSummary, networkSummary, optimizerSummary, titleOf } from "./summary.ts";

interface Options {
  readonly of: readonly string[];
  readonly digits: number;
  readonly decimals?: number;
  readonly step: number;
  readonly json?: boolean;
}

/** Without `--of`, every parameter is explained where there are no more than this. */
const ALL_UP_TO = 100;

export function explainCommand(): Command {
  return new Command("explain")
    .summary("work a gradient out, step by step")
    .description(
      "Calculates the forward pass, the loss, and the derivative of the loss, each as a worked derivation.",
    )
    .argument("<file>", "an example file, YAML or JSON")
    .addOption(
      new Option(
        "--of <names...>",
        "what to explain: w5, b1, w*, w(h1->o1), dE/di1, delta_h1, net_o1, E, w5+, all",
      ).default(["all"], "all"),
    )
    .option("--digits <n>", "significant digits", wholeNumber(1, 17), 6)
    .addOption(
      new Option("--decimals <n>", "digits behind the point, in place of --digits").argParser(
        wholeNumber(0, 17),
      ),
    )
    .option("--step <k>", "train for k steps first", wholeNumber(0, 1e9), 0)
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      "\nExamples:\n  backstep explain examples/by-example.yaml --of w5 w1 --decimals 8\n  backstep explain examples/by-example.yaml --step 1 --of 'w*'",
    )
    .action(async (file: string, options: Options) => {
      const prepared = await prepare(file, { dtype: "f64" });
      const batch = advance(prepared, options.step);
      const explanation = explain(prepared.session.look(batch), namesFor(prepared, options.of));
      if (options.json) {
        const { example } = prepared;
        process.stdout.write(
          `${JSON.stringify({ title: titleOf(example), step: options.step, ...explanationToJson(explanation) }, null, 2)}\n`,
        );
        return;
      }
      const precision: Precision =
        options.decimals === undefined ? { digits: options.digits } : { decimals: options.decimals };
      const title = titleOf(prepared.example);
      process.stdout.write(
        explanationToText(explanation, {
          precision,
          width: terminalWidth(),
          words: en,
          ...(title && { title: pc.bold(title) }),
          conventions: conventionsOf(prepared, batch, options.step),
        }),
      );
    });
}

function namesFor({ session }: Prepared, asked: readonly string[]): readonly string[] {
  if (asked.length > 0) return asked;
  const count = session.parameters.reduce((sum, { initial }) => sum + initial.values.length, 0);
  if (count <= ALL_UP_TO) return ["all"];
  process.stderr.write(`${counted(count, "parameter")}: say which to derive, as in --of w1 or --of 'b*'\n`);
  return [];
}

/** Trains for the given number of steps; returns the batch that the next step would use. */
function advance({ example, data, session }: Prepared, steps: number): Samples {
  const settings = example.training;
  const training = train(session, data.train, { ...settings, epochs: Number.POSITIVE_INFINITY });
  for (let taken = 0; taken < steps; taken++) training.next();
  return batchAfter(data.train, steps, settings);
}

/** What readers stumble over when it is not said. */
function conventionsOf({ example, session }: Prepared, batch: Samples, step: number): string[] {
  const [samples] = batch.inputs.shape;
  return [
    networkSummary(example),
    lossSummary(example, samples),
    optimizerSummary(example),
    frozenSummary(session.parameters),
    step > 0 ? `after ${step.toLocaleString("en")} steps` : undefined,
  ].filter((text) => text !== undefined);
}
