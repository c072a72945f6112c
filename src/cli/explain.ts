import { Command, Option } from "commander";
import {
  carryRounding,
  type Explanation,
  explain,
  explanationToHtml,
  explanationToJson,
  explanationToLatex,
  explanationToMarkdown,
  explanationToText,
  type Language,
  type Precision,
  pictureOf,
  type Style,
} from "../index.ts";
import { colorsFor } from "./colors.ts";
import { terminalWidth, wholeNumber } from "./options.ts";
import { loadSubject, type Subject } from "./subject.ts";
import { counted } from "./summary.ts";
import { languageOption, wordsOf } from "./words.ts";

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

const formats = ["text", "markdown", "latex", "html", "json"] as const;
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
    .addOption(new Option("--digits <n>", "significant digits").argParser(wholeNumber(1, 17)).default(6))
    .addOption(
      new Option("--decimals <n>", "digits behind the point")
        .conflicts("digits")
        .argParser(wholeNumber(0, 17)),
    )
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
    .addOption(languageOption("of the words"))
    .option("--step <k>", "train for k steps first", wholeNumber(0, 1e9), 0)
    .addOption(new Option("--json", "the same as --format json").conflicts("format"))
    .addHelpText("after", EXAMPLES)
    .action(async (file: string, options: Options) => {
      const subject = await loadSubject(file);
      const { style, why = [], unfold = false } = options;
      const names = why.length > 0 ? options.of : namesFor(subject, options.of);
      const explanation = explain(subject.at(options.step), names, {
        ...(style && { style }),
        why,
        unfold,
      });
      process.stdout.write(await write(explanation, subject, options));
    });
}

async function write(exact: Explanation, subject: Subject, options: Options): Promise<string> {
  const { format, lang, step, terms, digits, decimals } = options;
  const words = await wordsOf(lang);
  const title = subject.title(lang);
  const precision: Precision = decimals === undefined ? { digits } : { decimals };
  const explanation = options.rounding === "carry" ? carryRounding(exact, precision) : exact;
  if (options.json || format === "json") {
    return `${JSON.stringify({ title, step, ...explanationToJson(explanation) }, null, 2)}\n`;
  }
  const common = {
    precision,
    words,
    conventions: subject.conventions(words, step),
    terms,
    ...(title !== undefined && { title }),
  };
  switch (format) {
    case "markdown":
      return explanationToMarkdown(explanation, common);
    case "latex":
      return explanationToLatex(explanation, {
        ...common,
        picture: pictureOf(explanation),
      });
    case "html":
      return explanationToHtml(explanation, {
        ...common,
        picture: pictureOf(explanation),
      });
    default:
      return explanationToText(explanation, {
        ...common,
        width: terminalWidth(),
        ...(title !== undefined && { title: colorsFor(process.stdout).bold(title) }),
      });
  }
}

function namesFor({ parameters }: Subject, asked: readonly string[]): readonly string[] {
  if (asked.length > 0) return asked;
  if (parameters <= ALL_UP_TO) return ["all"];
  process.stderr.write(
    `${counted(parameters, "parameter")}: say which to derive, as in --of w1 or --of 'b*'\n`,
  );
  return [];
}
