import { Command, Option } from "commander";
import pc from "picocolors";
import {
  batchAfter,
  carryRounding,
  catalogues,
  type Explanation,
  explain,
  explanationToJson,
  explanationToMarkdown,
  explanationToText,
  type Language,
  type Precision,
  roundNumber,
  type Samples,
  type Style,
  train,
} from "../index.ts";
import { terminalWidth, wholeNumber } from "./options.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { conventionsOf, counted, titleOf } from "./summary.ts";

interface Options {
  readonly of: readonly string[];
  readonly digits: number;
  readonly decimals?: number;
  readonly why?: readonly string[];
  readonly style?: Style;
  readonly unfold?: boolean;
  readonly terms: number;
  readonly rounding: "exact" | "carry";
  readonly format: Format;
  readonly lang: Language;
  readonly step: number;
  readonly json?: boolean;
}

const formats = ["text", "markdown", "json"] as const;
type Format = (typeof formats)[number];

/** Without `--of`, every parameter is explained where there are no more than this. */
const ALL_UP_TO = 100;

const EXAMPLES = `
Examples:
  backstep explain examples/by-example.yaml --of w5 w1 --decimals 8
  backstep explain examples/by-example.yaml --lang zh-Hant --format markdown > article.md
  backstep explain examples/by-example.yaml --step 1 --of 'w*'`;

export function explainCommand(): Command {
  const names = "w5, b1, w*, w(h1->o1), dE/di1, delta_h1, net_o1, E, w5+, all";
  return new Command("explain")
    .summary("work a gradient out, step by step")
    .description("Calculates the forward pass, the loss, and its derivatives, each as a worked derivation.")
    .argument("<file>", "an example file, YAML or JSON")
    .addOption(
      new Option("--of <names...>", `what to explain: ${names}`).default(
        [],
        `all, up to ${ALL_UP_TO} parameters`,
      ),
    )
    .option("--why <names...>", "explain these, and why they are as large as they are")
    .option("--digits <n>", "significant digits", wholeNumber(1, 17), 6)
    .addOption(new Option("--decimals <n>", "digits behind the point").argParser(wholeNumber(0, 17)))
    .addOption(
      new Option("--style <style>", "every path, or neuron by neuron (default: by their number)").choices([
        "paths",
        "delta",
      ]),
    )
    .addOption(
      new Option("--rounding <how>", "calculate exactly, or on with the rounded numbers")
        .choices(["exact", "carry"])
        .default("exact"),
    )
    .option("--unfold", "losses and activations as they are executed, without people's short forms")
    .option("--terms <n>", "sums of more terms are folded", wholeNumber(2, 1e6), 8)
    .addOption(new Option("--format <format>", "how it is written").choices(formats).default("text"))
    .addOption(new Option("--lang <language>", "of the words").choices(Object.keys(catalogues)).default("en"))
    .option("--step <k>", "train for k steps first", wholeNumber(0, 1e9), 0)
    .option("--json", "the same as --format json")
    .addHelpText("after", EXAMPLES)
    .action(async (file: string, options: Options) => {
      const prepared = await prepare(file, { dtype: "f64" });
      const batch = advance(prepared, options.step);
      const { style, why = [], unfold = false } = options;
      const names = namesFor(prepared, [...options.of, ...why]);
      const explanation = explain(prepared.session.look(batch), names, {
        ...(style && { style }),
        why: why.length > 0,
        unfold,
      });
      process.stdout.write(write(explanation, prepared, batch, options));
    });
}

function write(exact: Explanation, prepared: Prepared, batch: Samples, options: Options): string {
  const { format, lang, step, terms, digits, decimals } = options;
  const { example, session } = prepared;
  const words = catalogues[lang];
  const title = titleOf(example, lang);
  const precision: Precision = decimals === undefined ? { digits } : { decimals };
  const explanation =
    options.rounding === "carry" ? carryRounding(exact, (value) => roundNumber(value, precision)) : exact;
  if (options.json || format === "json") {
    return `${JSON.stringify({ title, step, ...explanationToJson(explanation) }, null, 2)}\n`;
  }
  const conventions = conventionsOf(example, session.parameters, batch.inputs.shape[0], words);
  if (step > 0) conventions.push(words.conventions.afterSteps(step));
  const common = { precision, words, conventions, terms };
  if (format === "markdown")
    return explanationToMarkdown(explanation, { ...common, ...(title && { title }) });
  const bold = title && { title: pc.bold(title) };
  return explanationToText(explanation, { ...common, width: terminalWidth(), ...bold });
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
