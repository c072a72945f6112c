import { once } from "node:events";
import { Command, Option } from "commander";
import {
  type Answer,
  type AnswerKind,
  csvRows,
  type DType,
  Predictor,
  referenceBackend,
  scoreNames,
  shortest,
  type Unseen,
  unseenWarnings,
  wasmBackend,
} from "../index.ts";
import { enableFastWasm, type RowFormat, readRows, rowFormats } from "../node/index.ts";
import { mappingText } from "./mapping.ts";
import { MODEL_ARGUMENT, type OpenedModel, openModel } from "./model.ts";
import { rowCounter } from "./row-counter.ts";

interface Options {
  readonly weights?: string;
  readonly inputFormat?: RowFormat;
  readonly backend: "wasm" | "reference";
  readonly json?: boolean;
}

/** So many levels that training did not know are told of. */
const UNSEEN_TOLD = 10;

const MORE = `
The rows are those of a CSV file with the columns of the training data (that of the label is not needed), JSON lines, npy or
IDX; they go through what the training data went through. The result is CSV, a row for each: the label and how probable each class
is, or the number that is predicted. It comes as the rows do, however many there are.

Examples:
  backstep train examples/iris.yaml --out runs/iris
  backstep predict runs/iris examples/data/iris.csv
  printf '{"sepal_length": 5, "sepal_width": 3, "petal_length": 1.5, "petal_width": 0.2}\\n' | backstep predict runs/iris
  backstep predict examples/by-example.yaml rows.csv --json
  backstep predict examples/mnist.yaml digits.npy --weights from-pytorch.safetensors`;

export function predictCommand(): Command {
  return new Command("predict")
    .summary("say what a trained model makes of rows")
    .description("Reads rows of data, and prints what a trained model says of each.")
    .argument("<model>", MODEL_ARGUMENT)
    .argument("[rows]", "a file of rows; - or nothing: standard input")
    .option(
      "--weights <file>",
      "a PyTorch state dict (safetensors) with the weights of the example's network",
    )
    .addOption(new Option("--input-format <format>", "default: as the rows look").choices(rowFormats))
    .addOption(
      new Option("--backend <name>", "what calculates").choices(["wasm", "reference"]).default("wasm"),
    )
    .option("--json", "print one JSON document")
    .addHelpText("after", MORE)
    .action(async (path: string, rows: string | undefined, options: Options) => {
      const opened = await openModel(path, options.weights);
      if (opened.mapped) process.stderr.write(`${mappingText(opened.mapped)}\n\n`);
      await predictRows(opened, rows, options);
    });
}

async function predictRows(opened: OpenedModel, rows: string | undefined, options: Options): Promise<void> {
  const { inputFormat, json = false, backend } = options;
  const { predictable } = opened;
  const names = namesOf(opened);
  const predictor = new Predictor(
    predictable,
    backend === "reference" ? referenceBackend : wasmBackend(enableFastWasm()),
  );
  const isFile = rows !== undefined && rows !== "-";
  if (!isFile && process.stdin.isTTY) process.stderr.write("rows from the keyboard, up to Ctrl-D:\n");
  const input = isFile ? rows : (process.stdin as AsyncIterable<Uint8Array>);
  const tables = readRows(input, {
    ...(inputFormat && { format: inputFormat }),
    ...(names && { names }),
  });
  const write = json ? jsonWriter(opened) : csvWriter(opened);
  const counter = rowCounter();
  const unseen = new Map<string, Unseen>();
  let count = 0;
  for await (const table of tables) {
    const predicted = predictor.predictTable(table);
    await print(write.rows(predicted.answers, count === 0));
    count += table.rows;
    for (const one of predicted.unseen) remember(unseen, one);
    counter.show(count);
  }
  counter.clear();
  await print(write.end(count));
  for (const line of unseenWarnings([...unseen.values()].slice(0, UNSEEN_TOLD)))
    process.stderr.write(`${line}\n`);
  if (unseen.size > UNSEEN_TOLD) process.stderr.write(`and ${unseen.size - UNSEEN_TOLD} more such words\n`);
}

/** The columns that rows of numbers alone may stand for; undefined where the inputs have no names. */
function namesOf({ predictable: { encoding } }: OpenedModel): readonly string[] | undefined {
  if (!encoding) return undefined;
  const { features } = encoding;
  const isUnnamed = features.length === 1 && features[0].kind === "number" && features[0].width > 1;
  return isUnnamed ? undefined : features.map(({ name }) => name);
}

const MOST_REMEMBERED = 1000;

function remember(known: Map<string, Unseen>, one: Unseen): void {
  const key = JSON.stringify([one.column, one.level]);
  const before = known.get(key);
  if (!before && known.size >= MOST_REMEMBERED) return;
  known.set(key, { ...one, rows: one.rows + (before?.rows ?? 0) });
}

/** Waits until there is room for more. */
async function print(text: string): Promise<void> {
  if (text !== "" && !process.stdout.write(text)) await once(process.stdout, "drain");
}

interface AnswerWriter {
  rows(answers: readonly Answer[], isFirst: boolean): string;
  end(count: number): string;
}

function csvWriter({ predictable: { answers: kind, dtype } }: OpenedModel): AnswerWriter {
  const header = kind.kind === "numbers" ? [...kind.names] : [kind.name, ...scoreNames(kind)];
  return {
    rows: (answers, isFirst) =>
      csvRows([...(isFirst ? [header] : []), ...answers.map((answer) => cellsOf(answer, dtype))]),
    end: () => "",
  };
}

function cellsOf(answer: Answer, dtype: DType): (string | number)[] {
  if (answer.kind === "numbers") return answer.values.map((value) => inWidth(value, dtype));
  return [answer.label, ...answer.scores.map((score) => inWidth(score, dtype))];
}

/** As many digits as the network's numbers have. */
function inWidth(value: number, dtype: DType): number {
  return dtype === "f32" ? shortest(Math.fround(value), "f32") : value;
}

function jsonWriter({ file, predictable: { answers: kind, dtype } }: OpenedModel): AnswerWriter {
  return {
    rows(answers, isFirst) {
      const start = isFirst ? `{\n  "model": ${JSON.stringify(file)},\n  "predictions": [\n` : ",\n";
      return `${start}${answers.map((answer) => `    ${JSON.stringify(jsonOf(kind, answer, dtype))}`).join(",\n")}`;
    },
    end: (count) => `\n  ],\n  "rows": ${count}\n}\n`,
  };
}

function jsonOf(kind: AnswerKind, answer: Answer, dtype: DType): object {
  if (answer.kind === "numbers") {
    const values = answer.values.map((value) => inWidth(value, dtype));
    return values.length === 1 ? { value: values[0] } : { values };
  }
  const scores = answer.scores.map((score) => inWidth(score, dtype));
  if (kind.kind === "numbers" || scores.length !== kind.classes.length) {
    return { label: answer.label, score: scores[0] };
  }
  const each = Object.fromEntries(kind.classes.map((name, i) => [name, scores[i]]));
  return { label: answer.label, [kind.areProbabilities ? "probabilities" : "scores"]: each };
}
